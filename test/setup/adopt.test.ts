import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commitFiles, countersign, git } from '../cli/bin.ts';
import { fileKey } from '../keys/index.ts';
import { folder, newShop, removeAll } from './shop.ts';

afterAll(removeAll);

const keys = folder();
const [root, other, ci, host, ana] = ['root', 'other', 'ci', 'host', 'ana'].map((name) => fileKey(keys, 'ed25519', { name })) as [ReturnType<typeof fileKey>, ReturnType<typeof fileKey>, ReturnType<typeof fileKey>, ReturnType<typeof fileKey>, ReturnType<typeof fileKey>];
const peopleFile = '.countersign/people.yaml';
const people = (rootKey = root.line) => `root: { repository: "${'5e'.repeat(32)}", keys: ["${rootKey}"] }
people: { ana: { level: principal, keys: ["${ana.line}"] } }
gates:
  ci: { keys: ["${ci.line}"], may: [evidence] }
  host: { keys: ["${host.line}"], may: [landing, adoption] }
`;
const policy = { '.countersign/policy.yaml': 'version: 1\nextends: amazon-2026\nmode: observe\n' };
const adopted = (text = people()): string => {
  const cwd = newShop();
  commitFiles(cwd, 'Adopt', { ...policy, [peopleFile]: text });
  return cwd;
};
const run = (cwd: string, ...args: string[]) => {
  const { status, stdout, stderr } = countersign(cwd, args);
  return { status, stdout, stderr: stderr.replaceAll(/\s+/g, ' ') };
};
const entries = (cwd: string) => git(cwd, 'log', '--format=%s', '--all', '--glob=refs/countersign/ledger').split('\n').filter((line) => line.startsWith('Append')).length;

describe('countersign adopt', () => {
  it('lets the root begin, once; then gates that may, when something has landed', () => {
    const cwd = adopted();
    expect(run(cwd, 'adopt', '--key', host.path)).toMatchObject({ status: 2, stderr: expect.stringContaining('the first adoption is the root’s') });
    expect(run(cwd, 'adopt', '--key', root.path).stdout).toMatch(/^✓ adopted {3}ledger entry 0, in this repository alone/);
    expect(run(cwd, 'adopt', '--key', root.path)).toMatchObject({ status: 2, stderr: expect.stringContaining('was adopted already') });
    expect(run(cwd, 'adopt', '--key', host.path)).toMatchObject({ status: 2, stderr: expect.stringContaining('is adopted as it stands') });
    commitFiles(cwd, 'Land', { 'README.md': 'more\n' });
    expect(JSON.parse(run(cwd, 'adopt', '--key', host.path, '--json').stdout)).toMatchObject({ kind: 'next', gate: 'host', commit: git(cwd, 'rev-parse', 'HEAD').trim(), recorded: { entry: 1 } });
    expect(run(cwd, 'adopt', '--key', ci.path)).toMatchObject({ status: 2, stderr: expect.stringContaining('may sign evidence, not adoption') });
    expect(run(cwd, 'adopt', '--key', ana.path)).toMatchObject({ status: 2, stderr: expect.stringMatching(/the key of ana, a person: .* adopted by the root.* countersign adopt --key ROOT/) });
  });

  it('knows the first root also where the branch names another by now, and begins anew only when told', () => {
    const cwd = adopted();
    expect(run(cwd, 'adopt', '--key', root.path).status).toBe(0);
    commitFiles(cwd, 'A new root', { [peopleFile]: people(other.line) });
    expect(run(cwd, 'adopt', '--key', root.path)).toMatchObject({ status: 2, stderr: expect.stringContaining('is nobody’s in') });
    expect(run(cwd, 'adopt', '--key', other.path)).toMatchObject({ status: 2, stderr: expect.stringContaining('countersign adopt --new-root') });
    expect(run(cwd, 'adopt', '--key', host.path, '--new-root')).toMatchObject({ status: 2, stderr: expect.stringContaining('only a key of the root does') });
    expect(JSON.parse(run(cwd, 'adopt', '--key', other.path, '--new-root', '--json').stdout)).toMatchObject({ kind: 'anew', gate: null, recorded: { entry: 1 } });
  });

  it('is not held back by what somebody else put in first', () => {
    const cwd = adopted(people(other.line));
    expect(run(cwd, 'adopt', '--key', other.path).status).toBe(0);
    git(cwd, 'reset', '--quiet', '--hard', 'HEAD~1');
    commitFiles(cwd, 'Adopt', { ...policy, [peopleFile]: people() });
    // The entry is about a commit that is not of the branch, by a key its people do not have.
    expect(JSON.parse(run(cwd, 'adopt', '--key', root.path, '--json').stdout)).toMatchObject({ kind: 'first', recorded: { entry: 1 } });
  });

  it('says to land the root where only the working tree names it', () => {
    const cwd = newShop();
    mkdirSync(join(cwd, '.countersign'), { recursive: true });
    writeFileSync(join(cwd, peopleFile), people());
    const { status, stderr } = run(cwd, 'adopt', '--key', root.path);
    expect([status, stderr]).toEqual([2, expect.stringContaining('mend commit .countersign/people.yaml and land it on main')]);
    expect(stderr).not.toContain('countersign init');
  });

  it('names only what origin has', () => {
    const origin = adopted();
    const cwd = folder();
    git(cwd, 'clone', '--quiet', origin, '.');
    commitFiles(cwd, 'Mine alone', { 'README.md': 'mine\n' });
    expect(run(cwd, 'adopt', '--key', root.path)).toMatchObject({ status: 2, stderr: expect.stringContaining('an adoption names what everybody has') });
    git(cwd, 'reset', '--quiet', '--hard', 'HEAD~1');
    expect(run(cwd, 'adopt', '--key', root.path).stdout).toContain('pushed to origin');
    expect(entries(origin)).toBe(1);
  });

  it.each<[string, (cwd: string) => void, string]>([
    ['no root', (cwd) => commitFiles(cwd, 'x', { [peopleFile]: people().replace(/^root.*\n/, '') }), 'no root'],
    ['a policy with a mistake', (cwd) => commitFiles(cwd, 'x', { '.countersign/policy.yaml': 'version: 1\nextend: x\n' }), 'policy invalid'],
  ])('is refused with %s', (_, spoil, sentence) => {
    const cwd = adopted();
    spoil(cwd);
    expect(run(cwd, 'adopt', '--key', root.path)).toMatchObject({ status: 2, stderr: expect.stringContaining(sentence) });
    expect(entries(cwd)).toBe(0);
  });
});

describe('countersign evidence record', () => {
  it('says where no rule asks for a check of that name', () => {
    const cwd = adopted();
    commitFiles(cwd, 'Ask', { '.countersign/policy.yaml': 'version: 1\nextends: amazon-2026\nmode: observe\nrules:\n  - name: lint\n    when: change.files > 0\n    require: [{ checks: { pass: [test, lint] } }]\n    because: both\n' });
    const record = (name: string) => run(cwd, 'evidence', 'record', '--check', name, '--passed', '--key', ci.path).stdout.replaceAll(/\s+/g, ' ');
    expect(record('tset')).toMatch(/no rule asks for a check `tset`; rules ask for .*test, lint/);
    expect(record('test')).not.toContain('no rule asks');
  });

  /** One place for all that leaves nothing behind. */
  let refusing: string | undefined;

  it('binds a result to the tree of a commit', () => {
    const cwd = adopted();
    const report = JSON.parse(run(cwd, 'evidence', 'record', '--check', 'test', '--passed', '--tool', 'vitest 5', '--key', ci.path, '--json').stdout) as object;
    expect(report).toMatchObject({ gate: 'ci', check: 'test', outcome: 'passed', tool: 'vitest 5', recorded: { entry: 0 }, results: [{ kind: 'check', check: 'test', outcome: 'passed', tool: 'vitest 5', recorded: { entry: 0 } }], commit: git(cwd, 'rev-parse', 'HEAD').trim(), tree: git(cwd, 'rev-parse', 'HEAD^{tree}').trim() });
    expect(run(cwd, 'evidence', 'record', 'HEAD~1', '--check', 'test', '--failed', '--key', ci.path, '--gate', 'ci').stdout).toMatch(/^✓ recorded {3}ledger entry 1.*\n {2}test failed, by ci: /);
  });

  it.each<[string, readonly string[], string]>([
    ['no check', ['--passed', '--key', ci.path], 'no check is named'],
    ['neither', ['--check', 'test', '--key', ci.path], 'has neither passed nor failed'],
    ['both', ['--check', 'test', '--passed', '--failed', '--key', ci.path], 'has both passed and failed'],
    ['no key', ['--check', 'test', '--passed'], 'no key of a gate is named'],
    ['the key of a person', ['--check', 'test', '--passed', '--key', ana.path], 'the key of ana, a person'],
    ['the key of the root', ['--check', 'test', '--passed', '--key', root.path], 'a key of the root'],
    ['a gate that may not', ['--check', 'test', '--passed', '--key', host.path], 'may sign landing and adoption, not evidence'],
    ['another gate’s key', ['--check', 'test', '--passed', '--key', ci.path, '--gate', 'host'], 'the key of the gate `ci`, not of `host`'],
    ['a key nobody enrolled', ['--check', 'test', '--passed', '--key', other.path], 'is nobody’s in'],
    ['a commit there is not', ['nowhere', '--check', 'test', '--passed', '--key', ci.path], '`nowhere`'],
  ])('refuses %s, and records nothing', (_, args, sentence) => {
    const cwd = (refusing ??= adopted());
    expect(run(cwd, 'evidence', 'record', ...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(sentence) });
    expect(entries(cwd)).toBe(0);
  });

  it('takes gates from the protected branch alone: a change enrols nobody', () => {
    const cwd = adopted();
    git(cwd, 'switch', '--quiet', '--create', 'topic');
    mkdirSync(join(cwd, '.countersign'), { recursive: true });
    writeFileSync(join(cwd, peopleFile), people().replace(ci.line, other.line));
    git(cwd, 'commit', '--quiet', '--all', '--message', 'Enrol a gate of mine');
    expect(run(cwd, 'evidence', 'record', '--check', 'test', '--passed', '--key', other.path).stderr).toContain('is nobody’s in');
  });
});
