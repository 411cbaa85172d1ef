import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { git } from '../cli/bin.ts';
import { gatedShop, type GatedShop } from '../receiving/gated-shop.ts';
import { recorded } from '../signing/place.ts';
import { Runner, type Job, type Vars } from './runner.ts';

const main = 'refs/heads/main';
let shop: GatedShop;
let runner: Runner;
let topic: string;
const gateKey = () => readFileSync(shop.keys.ci.path, 'utf8');

beforeAll(() => {
  shop = gatedShop();
  runner = new Runner(dirname(shop.origin));
  topic = git(shop.repo, 'rev-parse', 'topic');
});
afterAll(() => shop.remove());

const pull = (sha: string) => ({ pull_request: { base: { ref: 'main' }, head: { sha } } });
const check = (sha: string, more: Vars = {}): Job => runner.action({ command: 'check', target: main, ...more }, 'pull_request_target', pull(sha));

describe('results of another job', () => {
  const junit = '<?xml version="1.0"?>\n<testsuites><testsuite name="s"><testcase name="a"/></testsuite></testsuites>\n';
  const run = (inputs: Vars, sha = topic) => runner.action({ command: 'record', target: main, suite: 'unit', ...inputs }, 'workflow_run', { workflow_run: { head_sha: sha } });
  const results = () => join(runner.workspace, 'results');

  it('are signed for the commit that was run, and stand in the ledger of the repository', () => {
    mkdirSync(results());
    writeFileSync(join(results(), 'unit.xml'), junit);
    const before = recorded(shop).length;
    const job = run({ junit: 'results', key: gateKey() });
    expect(job).toMatchObject({ status: 0, left: '' });
    const [statement] = recorded(shop).slice(before);
    expect(statement).toMatchObject({ name: 'evidence', predicate: { gate: 'ci', commit: topic } });
  });

  it('are not read through a link, whoever put it there', () => {
    const before = recorded(shop).length;
    symlinkSync(shop.keys.ana.path, join(results(), 'link.xml'));
    symlinkSync(results(), join(runner.workspace, 'linked'));
    expect(['results', 'linked'].map((junit) => run({ junit, key: gateKey() }).page)).toEqual(Array(2).fill(expect.stringContaining('is a link or no file')));
    expect(recorded(shop)).toHaveLength(before);
    rmSync(join(results(), 'link.xml'));
  });

  it('count as recorded where somebody else added to the ledger right after, and not where it was put back', () => {
    const ledger = 'refs/countersign/ledger';
    const hook = join(shop.origin, 'hooks', 'post-receive');
    cpSync(hook, `${hook}.away`);
    const after = (script: string) => {
      writeFileSync(hook, `#!/bin/sh\n${script}\n`);
      const { status, page } = run({ junit: 'results', key: gateKey() });
      return { status, page };
    };
    const more = after(`git -c user.name=x -c user.email=x@example.com commit-tree -p ${ledger} -m more ${ledger}^{tree} > added && git update-ref ${ledger} "$(cat added)"`);
    git(shop.origin, 'update-ref', ledger, `${ledger}~1`);
    const back = after(`git update-ref ${ledger} ${git(shop.origin, 'rev-parse', ledger)}`);
    cpSync(`${hook}.away`, hook);
    expect(more).toMatchObject({ status: 0 });
    expect(back).toMatchObject({ status: 1, page: expect.stringContaining('the repository does not have what was recorded here') as string });
  });

  it('count as not recorded where the key is no gate’s, or the repository does not take them', () => {
    const before = recorded(shop).length;
    expect(run({ junit: 'results', key: readFileSync(shop.keys.ana.path, 'utf8') }).status).toBe(2);
    const hook = join(shop.origin, 'hooks', 'pre-receive');
    cpSync(hook, `${hook}.away`);
    writeFileSync(hook, '#!/bin/sh\nexit 1\n');
    chmodSync(hook, 0o755);
    const { status, page } = run({ junit: 'results', key: gateKey() });
    cpSync(`${hook}.away`, hook);
    expect(status).not.toBe(0);
    expect(page).not.toBe('');
    expect(recorded(shop)).toHaveLength(before);
  });
});

describe('what lies where the answer goes', () => {
  const sarif = (file: string, more: Vars = {}) => check(topic, { 'sarif-file': file, ...more });

  it('is taken away before anything is asked, so that it never passes for the answer', () => {
    const file = join(runner.workspace, 'old.sarif');
    writeFileSync(file, 'forged');
    expect(sarif('old.sarif', { target: 'refs/heads/other' }).status).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it('is not reached through a linked folder, nor is the folder itself taken away', () => {
    const [elsewhere, out] = [join(runner.folder, 'elsewhere'), join(runner.workspace, 'out')];
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'check.sarif'), 'as it was');
    symlinkSync(elsewhere, out);
    const jobs = [sarif('out/check.sarif'), sarif('.'), sarif('..'), sarif('nowhere/check.sarif')];
    expect(jobs.map(({ status, outputs }) => [status, outputs])).toEqual(jobs.map(() => [2, 'verdict=unknown\n']));
    expect(jobs.map(({ page }) => /lies behind a link|is no file to write|is not there/.exec(page)?.[0])).toEqual(['lies behind a link', 'is no file to write', 'is no file to write', 'is not there']);
    expect(readFileSync(join(elsewhere, 'check.sarif'), 'utf8')).toBe('as it was');
  });
});

describe('what the program is given', () => {
  /** The environment of the program, its arguments and its folder, by a program in its place. */
  const seen = (inputs: Vars): { env: Vars; args: string[]; modes: Record<string, string> } => {
    const program = join(runner.tool, 'bin', 'countersign.cjs');
    const kept = readFileSync(program);
    const file = join(runner.folder, 'seen.json');
    const note = `const fs = require('fs'); const keys = process.argv.filter((one) => /gate-key$/.test(one));
      fs.writeFileSync(${JSON.stringify(file)}, JSON.stringify({ env: process.env, args: process.argv.slice(2), modes: Object.fromEntries(keys.map((one) => [one, (fs.statSync(one).mode & 0o777).toString(8)])) }));`;
    writeFileSync(program, note);
    const { left } = check(topic, inputs);
    writeFileSync(program, kept);
    expect(left).toBe('');
    return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof seen>;
  };

  it('to check holds no secret, and nothing an earlier step could have set', () => {
    const { env, args } = seen({ token: 'the-token', key: 'the-key' });
    expect(Object.keys(env).toSorted().filter((name) => !/^(?:PATH|HOME|TMPDIR|LANG|LC_ALL|PWD|SHLVL|_)$/.test(name))).toEqual(['CI', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_NOSYSTEM', 'GIT_TERMINAL_PROMPT', 'NO_COLOR']);
    expect(args.slice(0, 4)).toEqual(['check', `${main}..${topic}`, '--target', main]);
    expect(JSON.stringify(env)).not.toMatch(/the-token|the-key/);
  });

  it('is started by a Node that no option of the environment changes', () => {
    const [trap, sprang] = [join(runner.folder, 'option.cjs'), join(runner.folder, 'option-sprang')];
    writeFileSync(trap, `require('node:fs').writeFileSync(${JSON.stringify(sprang)}, '');\n`);
    const job = runner.action({ command: 'check', target: main }, 'pull_request_target', pull(topic), { NODE_OPTIONS: `--require=${trap}` });
    expect([job.status, existsSync(sprang)]).toEqual([1, false]);
  });

  it('to record is gone where the job is killed while it records, with all that lay beside it', async () => {
    const program = join(runner.tool, 'bin', 'countersign.cjs');
    const kept = readFileSync(program);
    const [temp, started] = [join(runner.folder, 'killed'), join(runner.folder, 'started')];
    mkdirSync(temp);
    writeFileSync(program, `require('node:fs').writeFileSync(${JSON.stringify(started)}, String(process.pid)); setTimeout(() => {}, 60_000);`);
    const env = {
      PATH: process.env['PATH'], RUNNER_TEMP: temp, GITHUB_WORKSPACE: runner.workspace, GATE_REPOSITORY: shop.origin, GATE_TARGET: main, GATE_HEAD: topic, GATE_JUNIT: 'unit.xml', GATE_SUITE: 'unit', GATE_KEY: 'the-key',
    };
    writeFileSync(join(runner.workspace, 'unit.xml'), '<testsuites/>');
    const job = spawn(process.execPath, [join(runner.tool, 'ci', 'gate.cjs'), 'record'], { env, stdio: 'ignore' });
    await vi.waitUntil(() => existsSync(started) && readFileSync(started, 'utf8') !== '', { timeout: 60_000 });
    expect(readdirSync(join(temp, readdirSync(temp)[0]!))).toContain('gate-key');
    job.kill('SIGKILL');
    await vi.waitUntil(() => readdirSync(temp).length === 0, { timeout: 60_000 });
    process.kill(Number(readFileSync(started, 'utf8')));
    writeFileSync(program, kept);
    expect(readdirSync(temp)).toEqual([]);
  });

  it('to record is the key in a file that only its account reads, gone after', () => {
    writeFileSync(join(runner.workspace, 'unit.xml'), '<testsuites/>');
    const { env, modes } = seen({ command: 'record', junit: 'unit.xml', key: 'the-key' });
    expect(Object.values(modes)).toEqual(['600']);
    expect(JSON.stringify(env)).not.toContain('the-key');
  });
});
