import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract, contractSchemas } from '../../src/contract/index.ts';
import { bin, countersign, git, scratch, teamRepository } from './bin.ts';

let repository: string;

beforeAll(() => {
  repository = scratch();
  teamRepository(repository);
  copyFileSync(join(import.meta.dirname, '..', 'policy-cases', 'cases', 'otherwise.yaml'), join(repository, 'cases.yaml'));
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

const run = (...args: string[]) => countersign(repository, args);

describe('JSON on stdout is valid against its schema and holds nothing unnamed:', () => {
  const schemas = contractSchemas();
  it.each<[keyof typeof contract, number, string]>([
    ['scan', 0, 'scan'],
    ['scan', 0, 'scan --no-changes --since 2026-11-01 --until 2026-12-01 main..assisted'],
    ['check', 1, 'check main..assisted'],
    ['check', 0, 'check main..by-hand'],
    ['check', 0, 'check main..assisted --preset amazon-2026 --at 2026-11-21'],
    ['explain', 0, 'explain assisted'],
    ['explain', 0, 'explain main..assisted'],
    ['policy-lint', 0, 'policy lint'],
    ['policy-show', 0, 'policy show'],
    ['policy-show', 0, 'policy show amazon-2026'],
    ['policy-explain', 0, 'policy explain'],
    ['policy-explain', 0, 'policy explain senior-gate main..assisted'],
    ['policy-diff', 0, 'policy diff amazon-2026 main'],
    ['policy-diff', 0, 'policy diff main assisted'],
    ['check', 0, 'check main..by-hand --shadow .countersign/policy.yaml'],
    ['policy-test', 0, 'policy test cases.yaml'],
    ['doctor', 0, 'doctor'],
    ['error', 2, 'check no-such-branch'],
    ['error', 2, 'check --nonsense'],
  ])('%s, exit %i: %s', (name, exit, line) => {
    const { status, stdout } = run(...line.split(' '), '--json');
    const answer: unknown = JSON.parse(stdout);
    const validate = new Ajv2020({ strict: true, formats: { 'date-time': true } }).compile(schemas[name]!);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
    expect(contract[name].parse(answer)).toEqual(answer);
    expect(status).toBe(exit);
  });
});

describe('check', () => {
  it('blocks an assisted change of a mid, says who can sign and what to paste next', () => {
    const { status, stdout, stderr } = run('check', 'main..assisted');
    expect(status).toBe(1);
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toMatch(/^◐ pending {3}needs a senior who owns shop/);
    expect(stdout).toContain('Ana or Li can sign');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('         countersign explain main..assisted   why AI, line by line');
  });

  it('lets docs by hand pass in one line', () => {
    const { status, stdout } = run('check', 'main..by-hand');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✓ approved {3}no rule asks for more/);
  });

  it('gives the same decision in a bare clone in another folder', () => {
    const clone = scratch();
    git(clone, 'clone', '--quiet', '--bare', repository, 'copy.git');
    const from = (...args: string[]) => JSON.parse(countersign(clone, args).stdout) as unknown;
    const line = ['check', 'main..assisted', '--at', '2026-11-21', '--json'];
    expect(from(...line, '--repo', 'copy.git')).toEqual(from(...line, '--repo', repository));
    rmSync(clone, { recursive: true, force: true });
  });
});

it('scan counts what there is', () => {
  const { stdout } = run('scan', 'assisted', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    commits: { total: 2, assisted: 1, bot: 0, unknown: 1 },
    byKind: { recorded: 0, declared: 1, inferred: 0 },
    byTool: { Copilot: 1 },
    changes: [{ assisted: true, tools: ['Copilot'], kinds: ['declared'], lines: { added: 2, ai: 2 } }, { assisted: false }],
  });
});

it('explain quotes the claim verbatim with its place', () => {
  const { stdout } = run('explain', 'assisted');
  expect(stdout).toContain('1–2       AI  declared   “Assisted-by: Copilot:gpt-5.2”');
});

it('a reader that goes away is no error, and the exit code stays the answer', () => {
  const piped = (...args: string[]) => {
    const script = 'set -o pipefail; "$0" "$@" | true';
    const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, bin, '--repo', repository, ...args], { encoding: 'utf8' });
    return { status, stderr };
  };
  expect(piped('scan', '--json')).toEqual({ status: 0, stderr: '' });
  expect(piped('check', 'main..assisted')).toEqual({ status: 1, stderr: '' });
});

it('an interruption ends at once with 130 and leaves no half answer', async () => {
  const folder = scratch();
  // A git that opens the repository and then never gives its history, but says that it was asked.
  const asked = join(folder, 'asked');
  const hang = `case " $* " in *" log "*|*" rev-list "*) : > '${asked}'; exec sleep 20;; esac`;
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${hang}\nPATH="\${PATH#*:}" exec git "$@"\n`, { mode: 0o755 });
  const child = spawn(process.execPath, [bin, 'scan', '--json'], { cwd: repository, env: { PATH: `${folder}:${process.env['PATH']}` } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  while (!existsSync(asked)) await sleep(20);
  child.kill('SIGINT');
  const [status] = (await once(child, 'exit')) as [number];
  expect(status).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'interrupted' } });
  expect(stderr).toContain('stopped; nothing was written');
  rmSync(folder, { recursive: true, force: true });
});
