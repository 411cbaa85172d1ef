import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, commitFiles, countersign, git, policy, scratch, teamRepository } from './bin.ts';

let repository: string;
let nowhere: string;
let empty: string;

beforeAll(() => {
  repository = scratch();
  teamRepository(repository);
  nowhere = scratch();
  empty = scratch();
  git(empty, 'init', '--quiet', '--initial-branch=main');
});
afterAll(() => {
  for (const folder of [repository, nowhere, empty]) rmSync(folder, { recursive: true, force: true });
});

const where = () => ({ repository, nowhere, empty });

describe('one sentence on stderr, nothing on stdout, and the right exit code:', () => {
  it.each<[keyof ReturnType<typeof where>, string, number, RegExp]>([
    ['nowhere', 'scan', 2, /is not in a git repository/],
    ['nowhere', 'check', 2, /is not in a git repository/],
    ['nowhere', 'scan --repo no-such-folder', 2, /`no-such-folder`/],
    ['empty', 'scan', 2, /no commits|has no commit/],
    ['empty', 'check', 2, /no commits|has no commit/],
    ['repository', 'check main..no-such-branch', 2, /`no-such-branch` is not a branch, tag or commit/],
    ['repository', 'explain no-such-branch', 2, /`no-such-branch` is not a branch, tag or commit/],
    ['repository', 'check --target no-such-branch', 2, /`no-such-branch`/],
    ['repository', 'explain', 2, /missing required argument `revision`/],
    ['repository', 'scan --since yesterday', 2, /`yesterday` is not a date \(--since\)/],
    ['repository', 'check --policy no-such-file', 2, /`no-such-file` does not exist/],
    ['repository', 'check --preset amazon', 2, /`amazon`/],
    ['repository', 'check --preset amazon-2026 --policy x', 2, /cannot be used with/],
    ['repository', 'policy show no-such-preset', 2, /there is no preset `no-such-preset`/],
    ['repository', 'schema nonsense', 2, /there is no schema `nonsense`/],
    ['repository', 'help nonsense', 2, /no command and no topic `nonsense`/],
    ['repository', 'help policy nonsense', 2, /no command and no topic `policy nonsense`/],
    ['repository', 'help check main', 2, /no command and no topic `check main`/],
    ['repository', 'check main...assisted', 2, /`main\.\.\.assisted` has three dots/],
    ['repository', 'scan main...assisted', 2, /`main\.\.\.assisted` has three dots/],
    ['repository', 'json', 2, /unknown command `json`/],
    ['repository', 'chek', 2, /unknown command `chek`[\s\S]*did you mean `check`\?/],
    ['repository', 'check --jsno', 2, /unknown option `--jsno`[\s\S]*did you mean `--json`\?/],
    ['repository', 'policy', 2, /`countersign policy` needs a command/],
    ['repository', '--ascii', 2, /`countersign` needs a command/],
    ['repository', 'scan --repo=', 2, /`--repo` needs a path/],
    ['repository', 'check a b', 2, /too many arguments/],
    ['repository', 'sign main..assisted --key x', 2, /no terminal {3}nobody sits at a terminal here who could answer/],
    ['repository', 'ask main..assisted --key x', 2, /`countersign ask` is not in this version/],
  ])('in %s, `countersign %s` exits with %i', (place, line, exit, sentence) => {
    const { status, stdout, stderr } = countersign(where()[place], line.split(' '), { COLUMNS: '200' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^[✗x] /);
    expect(stderr).not.toMatch(/\bat .*\.ts:\d/);
    expect(stdout).toBe('');
    expect(status).toBe(exit);
  });
});

it('ends with 3 and one sentence where the answer cannot be written, as on a full disk', () => {
  const file = join(nowhere, 'read-only');
  writeFileSync(file, '');
  const stdout = openSync(file, 'r');
  const { status, stderr } = spawnSync(process.execPath, [bin, 'scan'], { cwd: repository, encoding: 'utf8', stdio: ['ignore', stdout, 'pipe'] });
  closeSync(stdout);
  expect(stderr).toMatch(/^countersign: the answer could not be written \([A-Z]+\)\n$/);
  expect(status).toBe(3);
});

it('says the error as JSON too, under --json', () => {
  const { status, stdout, stderr } = countersign(nowhere, ['scan', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'not-a-repository', kind: 'user', at: null } });
  expect(stderr).toContain('is not in a git repository');
  expect(status).toBe(2);
});

it('names file, line and column of a malformed policy, and the gate stays shut', () => {
  const file = join(nowhere, 'policy.yaml');
  writeFileSync(file, policy.replace('mode: enforce', 'mode: enforced'));
  const lint = countersign(repository, ['policy', 'lint', '--policy', file]);
  expect(lint.status).toBe(2);
  expect(lint.stdout).toMatch(/policy\.yaml:3:\d+/);
  const check = countersign(repository, ['check', 'main..by-hand', '--policy', file]);
  expect(check.status).toBe(2);
  expect(check.stderr).toContain('policy.yaml:3:');
});

it('previews a repository without a policy loudly, and does not block', () => {
  const plain = scratch();
  git(plain, 'init', '--quiet', '--initial-branch=main');
  commitFiles(plain, 'Start', { 'a.ts': '1\n' });
  commitFiles(plain, 'Go on\n\nAssisted-by: Copilot:gpt-5.2\n', { 'a.ts': '2\n' });
  const { status, stdout } = countersign(plain, ['check', 'HEAD~1..HEAD']);
  expect(stdout.split('\n')[0]).not.toContain('approved');
  expect(stdout).toContain('preview    the protected branch has no .countersign/policy.yaml; judged under');
  expect(status).toBe(0);
  rmSync(plain, { recursive: true, force: true });
});

it('prints nothing of a subject that a terminal would act on', () => {
  const hostile = scratch();
  git(hostile, 'init', '--quiet', '--initial-branch=main');
  commitFiles(hostile, 'Start', { 'a.ts': '1\n' });
  commitFiles(hostile, 'Fine \u001b]0;pwned\u0007\u001b[2J\u202eevil\n\nAssisted-by: Copilot:\u001b[31mgpt\n', { 'b\u001b[31m.ts': '2\n' });
  for (const line of ['check HEAD~1..HEAD', 'explain HEAD', 'scan', 'scan --json', 'explain HEAD --json', 'check HEAD~1..HEAD --json']) {
    const { stdout, stderr } = countersign(hostile, line.split(' '));
    // oxlint-disable-next-line no-control-regex
    expect(stdout + stderr, line).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(stdout, line).not.toBe('');
  }
  rmSync(hostile, { recursive: true, force: true });
});

it('writes a trace to a file with --debug and says where', () => {
  const { stderr } = countersign(nowhere, ['scan', '--debug'], { COLUMNS: '200', TMPDIR: nowhere });
  const path = /trace {2}(\S+)/.exec(stderr)?.[1] ?? '';
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8')).toMatch(/\n {4}at /);
});
