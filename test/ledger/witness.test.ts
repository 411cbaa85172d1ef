import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contractSchemas } from '../../src/contract/index.ts';
import { readEntryBundle, writeEntryBundle } from '../../src/core/ledger/index.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { bin, countersign, git, scratch } from '../cli/bin.ts';
import { changedLedger } from './changed-ledger.ts';
import { buildLedger } from './place.ts';

const ledgerRef = 'refs/countersign/ledger';
const witnessRef = 'refs/countersign/witness';
let folder: string;
/** `a` and `b` are two witnesses with repositories of their own. */
const keys: Record<'a' | 'b', string> = { a: '', b: '' };

interface Answer {
  readonly status: number | null;
  readonly stderr: string;
  readonly answer: Record<string, unknown>;
}
const run = (...args: string[]): Answer => {
  const { status, stdout, stderr } = countersign(folder, [...args, '--json']);
  return { status, stderr, answer: JSON.parse(stdout) as Record<string, unknown> };
};
const witness = (name: 'a' | 'b', ledger = 'shop', ...more: string[]) => run('witness', '--repo', ledger, '--into', `${name}.git`, '--key', `${name}.key`, ...more);
const refusedFor = (name: 'a' | 'b', ledger = 'shop') => {
  const before = git(join(folder, `${name}.git`), 'rev-parse', witnessRef);
  const { status, answer } = witness(name, ledger);
  expect([status, answer['cosigned']]).toEqual([1, false]);
  expect(git(join(folder, `${name}.git`), 'rev-parse', witnessRef)).toBe(before);
  return (answer['refusals'] as { code: string; sentence: string }[]).map(({ code, sentence }) => [code, sentence] as const);
};
const audit = (names: readonly ('a' | 'b')[], ledger = 'shop') => {
  const { status, answer } = run('ledger', 'audit', '--repo', ledger, ...names.flatMap((name) => ['--witness', `${name}.git`, '--witness-key', keys[name]]));
  const failures = answer['failures'] as { code: string; sentence: string }[];
  expect(status).toBe(failures.length === 0 ? 0 : 1);
  return failures.map(({ code, sentence }) => [code, sentence] as const);
};
const codes = (findings: readonly (readonly [string, string])[]) => [...new Set(findings.map(([code]) => code))];
const shop = () => join(folder, 'shop');
/** What this clone remembers would find much of it alone; here the witness has to. */
const forget = () => rmSync(join(shop(), '.git', 'countersign'), { recursive: true, force: true });

beforeAll(async () => {
  folder = scratch();
  git(folder, 'init', '--quiet', '--initial-branch=main', 'grown');
  await buildLedger(join(folder, 'grown'), 3);
  for (const name of ['a', 'b'] as const) {
    const made = run('witness', '--new-key', `${name}.example.com/shop`, '--key', `${name}.key`);
    keys[name] = made.answer['key'] as string;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  for (const name of ['shop', 'a.git', 'b.git', 'other']) rmSync(join(folder, name), { recursive: true, force: true });
  git(folder, 'init', '--quiet', '--bare', 'a.git');
  git(folder, 'init', '--quiet', '--bare', 'b.git');
  cpSync(join(folder, 'grown'), shop(), { recursive: true });
});

describe('a witness', () => {
  it('follows a ledger that grows, and what it says is a note that others can read', () => {
    const tips = git(shop(), 'rev-list', '--reverse', ledgerRef).split('\n');
    for (const [at, tip] of tips.entries()) {
      git(shop(), 'update-ref', ledgerRef, tip);
      const { status, answer } = witness('a', 'shop', ...(at === 0 ? ['--first'] : []));
      expect([status, answer['cosigned'], answer['before']]).toEqual([0, true, at === 0 ? null : at]);
      expect(new Ajv2020({ strict: false, validateFormats: false }).validate(contractSchemas()['witness']!, answer)).toBe(true);
      const [text = ''] = (answer['note'] as string).split('\n\n');
      expect(text.split('\n').slice(0, 2)).toEqual([`countersign/${'1'.repeat(64)}`, `${at + 1}`]);
    }
    expect(audit(['a'])).toEqual([]);
    expect(git(join(folder, 'a.git'), 'rev-list', '--count', witnessRef)).toBe('3');
  });

  it('begins only where somebody says so, so that a place that lost everything is no beginning', () => {
    expect(witness('a')).toMatchObject({ status: 2, answer: { error: { code: 'usage' } } });
    expect(witness('a', 'shop', '--first').status).toBe(0);
    expect(witness('a', 'shop', '--first')).toMatchObject({ status: 2, answer: { error: { code: 'usage' } } });
    git(join(folder, 'a.git'), 'update-ref', '-d', witnessRef);
    expect(witness('a').status).toBe(2);
  });

  it('looks where it is told, also where git started it in another repository', () => {
    git(folder, 'init', '--quiet', '--bare', 'other');
    const { status } = countersign(folder, ['witness', '--first', '--repo', 'shop', '--into', 'a.git', '--key', 'a.key'], { GIT_DIR: join(folder, 'other') });
    expect([status, git(join(folder, 'other'), 'for-each-ref'), audit(['a'])]).toEqual([0, '', []]);
  });

  it('has no word for a ledger that is not there', () => {
    git(folder, 'init', '--quiet', '--initial-branch=main', 'other');
    expect(witness('a', 'other', '--first')).toMatchObject({ status: 3, answer: { error: { code: 'ledger-absent' } } });
    expect(witness('a', 'nowhere', '--first')).toMatchObject({ status: 3, answer: { error: { code: 'ledger-unreachable' } } });
  });

  it('writes over nobody who witnesses in the same place at the same time', async () => {
    const both = (['a', 'b'] as const).map((name) => ended(['witness', '--first', '--repo', 'shop', '--into', 'a.git', '--key', `${name}.key`]));
    expect(await Promise.all(both)).toEqual([0, 0]);
    const told = run('ledger', 'audit', '--repo', 'shop', '--witness', 'a.git', '--witness-key', keys.a, '--witness-key', keys.b).answer;
    expect((told['witnesses'] as { standing: string }[]).map(({ standing }) => standing)).toEqual(['agrees', 'agrees']);
  });

  it('that is killed half-way has written all or nothing, and goes on the next time', async () => {
    expect(witness('a', 'shop', '--first').status).toBe(0);
    for (const after of [80, 200]) {
      await ended(['witness', '--repo', 'shop', '--into', 'a.git', '--key', 'a.key'], after);
      rmSync(join(folder, 'a.git', `${witnessRef}.lock`), { force: true });
      expect(audit(['a'])).toEqual([]);
      expect(witness('a')).toMatchObject({ status: 0, answer: { before: 3 } });
    }
    git(join(folder, 'a.git'), 'fsck', '--strict');
  });
});

/** Runs the program to its end, or kills it with what it started after so many milliseconds. */
function ended(args: readonly string[], killAfter?: number): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: 'ignore', detached: true });
    const timer = killAfter === undefined ? undefined : setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), killAfter);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

describe('what the ledger is found out in, by the witness and by the audit that asks it:', () => {
  beforeEach(() => {
    const { status, stderr } = witness('a', 'shop', '--first');
    if (status !== 0) throw new Error(stderr);
  });

  it('rolled back, with both sizes and the witness named', () => {
    git(shop(), 'update-ref', ledgerRef, `${ledgerRef}~1`);
    forget();
    expect(refusedFor('a')).toEqual([['rollback', '`a.example.com/shop` had cosigned 3 entries, and the ledger has 2 now: entries were taken away']]);
    const [[code, sentence] = ['', '']] = audit(['a']);
    expect(code).toBe('rollback');
    expect(sentence).toMatch(/^`a\.example\.com\/shop` cosigned 3 entries at \S+, and only 2 are here/);
  });

  it('taken away altogether', () => {
    git(shop(), 'update-ref', '-d', ledgerRef);
    expect(witness('a').status).toBe(3);
    expect(codes(audit(['a']))).toEqual(['behind']);
  });

  it('made anew from the start, however long it is', async () => {
    git(shop(), 'update-ref', '-d', ledgerRef);
    forget();
    await buildLedger(shop(), 5);
    expect(codes(refusedFor('a'))).toEqual(['fork']);
    const [[code, sentence] = ['', '']] = audit(['a']);
    expect(code).toBe('fork');
    expect(sentence).toMatch(/cosigned 3 entries at \S+ with the root [0-9a-f]{12}, and the first 3 of the 5 here have another/);
  });

  it.each<[string, (leaves: readonly Uint8Array[]) => Uint8Array[]]>([
    ['edited', ([one, two, three]) => [one!, edited(two!), three!]],
    ['dropped', ([one, , three]) => [one!, three!, three!]],
    ['reordered', ([one, two, three]) => [two!, one!, three!]],
  ])('an entry %s, also where all that follows was computed anew', (_, change) => {
    const leaves = readEntryBundle(bytesOf('tile/entries/000.p/3'), 3);
    if (!leaves.ok) throw new Error(leaves.sentence);
    const changed = change(leaves.value);
    changedLedger(shop(), { 'tile/entries/000.p/3': writeEntryBundle(changed) });
    expect(codes(refusedFor('a'))).toEqual(expect.arrayContaining(['root-mismatch']));
    expect(codes(audit(['a']))).toEqual(expect.arrayContaining(['root-mismatch', 'fork']));
    git(shop(), 'update-ref', ledgerRef, `${ledgerRef}~1`);
    changedLedger(shop(), changed);
    forget();
    expect(codes(refusedFor('a'))).toEqual(['fork']);
    expect(codes(audit(['a']))).toEqual(expect.arrayContaining(['fork']));
  });

  it('a note that the witness did not sign is no word of it, and stops it', () => {
    const path = git(join(folder, 'a.git'), 'ls-tree', '-r', '--name-only', witnessRef);
    const note = git(join(folder, 'a.git'), 'cat-file', 'blob', `${witnessRef}:${path}`);
    changedLedger(join(folder, 'a.git'), { [path]: Buffer.from(`${note.replace('\n3\n', '\n2\n')}\n`) }, witnessRef);
    forget();
    expect(codes(refusedFor('a'))).toEqual(['cosignature-bad']);
    expect(codes(audit(['a']))).toEqual(['cosignature-bad']);
  });

  it('a place that forgot what it had said is not believed over what was seen of it', () => {
    expect(audit(['a'])).toEqual([]);
    git(join(folder, 'a.git'), 'update-ref', '-d', witnessRef);
    git(shop(), 'update-ref', ledgerRef, `${ledgerRef}~1`);
    expect(codes(audit(['a']))).toEqual(expect.arrayContaining(['rollback']));
  });

  it('two ledgers shown to two witnesses', async () => {
    git(folder, 'init', '--quiet', '--initial-branch=main', 'other');
    await buildLedger(join(folder, 'other'), 4);
    expect(witness('b', 'other', '--first').status).toBe(0);
    const args = (ledger: string) => run('ledger', 'audit', '--repo', ledger, '--witness', 'a.git', '--witness', 'b.git', '--witness-key', keys.a, '--witness-key', keys.b);
    const { status, answer } = args('other');
    const failures = answer['failures'] as { code: string; sentence: string }[];
    expect([status, failures.map(({ code }) => code)]).toEqual([1, ['split-view']]);
    expect(failures[0]!.sentence).toContain(`\`a.example.com/shop\` cosigned 3 entries`);
    expect(failures[0]!.sentence).toContain(`but \`b.example.com/shop\` cosigned 4 entries`);
    expect((args('shop').answer['failures'] as { code: string }[]).map(({ code }) => code)).toEqual(['rollback']);
  });
});

const bytesOf = (path: string) => Buffer.from(git(shop(), 'cat-file', 'blob', `${ledgerRef}:${path}`), 'latin1');
const edited = (leaf: Uint8Array) => Buffer.from(Buffer.from(leaf).toString('latin1').replace(/"payload":"(.)/, (_, digit) => `"payload":"${digit === '0' ? '1' : '0'}`), 'latin1');

describe('a receipt', () => {
  it('shows who witnessed its entry, and when, where neither repository nor network is', () => {
    expect(witness('a', 'shop', '--first').status).toBe(0);
    believe();
    expect(run('ledger', 'audit', '--repo', 'shop').status).toBe(0);
    expect(run('ledger', 'prove', '2', '--repo', 'shop', '--out', 'receipt.json').answer['witnessed']).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex 2\n/);
    expect(run('ledger', 'show', '--repo', 'shop').answer['witnessed']).toMatchObject({ by: 'a.example.com/shop', size: 3 });
    expect(run('verify', '--repo', 'shop').answer['ledger']).toMatchObject({ witnessed: { by: 'a.example.com/shop', size: 3 } });
    rmSync(shop(), { recursive: true, force: true });
    const steps = (...more: string[]) => {
      const { status, answer } = run('ledger', 'prove', '--verify', 'receipt.json', ...more);
      return [status, (answer['steps'] as { name: string; holds: boolean | null }[]).filter(({ name }) => name === 'witness').map(({ holds }) => holds)];
    };
    expect(steps()).toEqual([0, [null]]);
    expect(steps('--witness-key', keys.a)).toEqual([0, [true]]);
    expect(steps('--witness-key', keys.b)).toEqual([1, [false]]);
    expect(steps('--witness-key', keys.a, '--witness-key', keys.b)).toEqual([1, [true, false]]);
    const receipt = readFileSync(join(folder, 'receipt.json'), 'utf8');
    writeFileSync(join(folder, 'receipt.json'), receipt.replace('index 2', 'index 1'));
    expect(steps('--witness-key', keys.a)).toEqual([1, [false]]);
  });

  it('believes no witness that only a change names', () => {
    expect(witness('a', 'shop', '--first').status).toBe(0);
    believe('topic');
    expect(run('ledger', 'audit', '--repo', 'shop').answer['witnesses']).toEqual([]);
  });
});

/** Names witness `a` in people.yaml, on main or on a branch beside it. */
function believe(branch = 'main'): void {
  const files = join(shop(), '.countersign');
  mkdirSync(files);
  const write = (name: string, text: string) => writeFileSync(join(files, name), text);
  write('policy.yaml', 'version: 1\nextends: amazon-2026\nmode: enforce\nprotected: [refs/heads/main]\n');
  const people = 'people:\n  ana: { level: senior }\n';
  write('people.yaml', people);
  git(shop(), 'add', '--all');
  git(shop(), 'commit', '--quiet', '--message', 'Start');
  if (branch !== 'main') git(shop(), 'switch', '--quiet', '--create', branch);
  write('people.yaml', `${people}witnesses:\n  - key: ${keys.a}\n    repository: ${join(folder, 'a.git')}\n`);
  git(shop(), 'commit', '--quiet', '--all', '--message', 'Name a witness');
}
