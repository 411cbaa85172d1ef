import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract, contractSchemas } from '../../src/contract/index.ts';
import { readEntryBundle, toHex, writeEntryBundle } from '../../src/core/ledger/index.ts';
import { encodeUtf8 } from '../../src/core/values/index.ts';
import { countersign, git } from '../cli/bin.ts';
import { buildLedger, withLedger } from './place.ts';

let folder: string;
let repository: string;
let tips: string[];
const ledgerRef = 'refs/countersign/ledger';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-ledger-'));
  repository = join(folder, 'shop');
  git(folder, 'init', '--quiet', '--initial-branch=main', 'shop');
  git(repository, 'commit', '--quiet', '--allow-empty', '--message', 'Start');
  await buildLedger(repository, 12);
  tips = git(repository, 'rev-list', '--reverse', ledgerRef).split('\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => countersign(repository, args);
const json = (...args: string[]) => {
  const { status, stdout, stderr } = run(...args, '--json');
  return { status, stderr, answer: JSON.parse(stdout) as Record<string, unknown> };
};
const bytesOf = (path: string) => Buffer.from(git(repository, 'cat-file', 'blob', `${ledgerRef}:${path}`), 'latin1');

/** A commit on the ledger in which somebody changed files by hand; put back afterwards. */
function tampered<T>(changes: Readonly<Record<string, Uint8Array | null>>, look: () => T): T {
  const index = join(folder, 'index');
  const before = git(repository, 'rev-parse', ledgerRef);
  rmSync(index, { force: true });
  const plumb = (...args: string[]) => git(repository, '-c', `core.bare=false`, ...args);
  process.env['GIT_INDEX_FILE'] = index;
  try {
    plumb('read-tree', before);
    for (const [path, bytes] of Object.entries(changes)) {
      if (bytes === null) plumb('update-index', '--force-remove', path);
      else {
        const file = join(folder, 'blob');
        writeFileSync(file, bytes);
        plumb('update-index', '--add', '--cacheinfo', `100644,${plumb('hash-object', '-w', file)},${path}`);
      }
    }
    const commit = plumb('commit-tree', '-p', before, '-m', 'Append 1 entry', plumb('write-tree'));
    git(repository, 'update-ref', ledgerRef, commit);
  } finally {
    delete process.env['GIT_INDEX_FILE'];
  }
  try {
    return look();
  } finally {
    git(repository, 'update-ref', ledgerRef, before);
  }
}

const codes = () => {
  const { status, answer } = json('ledger', 'audit');
  expect(status).toBe(1);
  expect(answer['consistent']).toBe(false);
  return (answer['failures'] as { code: string }[]).map(({ code }) => code);
};

describe('JSON on stdout is valid against its schema and holds nothing unnamed:', () => {
  const schemas = contractSchemas();
  it.each<[keyof typeof contract, number, string]>([
    ['ledger-show', 0, 'ledger show'],
    ['ledger-show', 0, 'ledger show 3'],
    ['ledger-show', 0, 'ledger show 3..7'],
    ['ledger-prove', 0, 'ledger prove 3'],
    ['ledger-audit', 0, 'ledger audit'],
    ['ledger-export', 0, 'ledger export ../shop.jsonl'],
    ['ledger-audit', 0, 'ledger audit ../shop.jsonl'],
    ['error', 2, 'ledger show 12'],
    ['error', 2, 'ledger show 3..1'],
    ['error', 2, 'ledger show latest'],
    ['error', 2, 'ledger prove'],
    ['error', 2, 'ledger prove 99'],
    ['error', 2, 'ledger prove 3 --verify x'],
    ['error', 2, 'ledger audit --since nowhere'],
    ['error', 2, 'ledger audit nowhere'],
  ])('%s, exit %i: %s', (name, exit, line) => {
    const { status, answer } = json(...line.split(' '));
    const validate = new Ajv2020({ strict: true, formats: { 'date-time': true } }).compile(schemas[name]!);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
    expect(contract[name].parse(answer)).toEqual(answer);
    expect(status).toBe(exit);
  });
});

describe('ledger show', () => {
  it('says what was said by whom, and of one entry everything', () => {
    const { stdout, status } = run('ledger', 'show');
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toBe(`ledger   12 entries   ${ledgerRef}`);
    expect(stdout).toContain('   3  sign-off  ana  approves 2222222..4444444 for main, 5 files\n');
    const one = run('ledger', 'show', '3').stdout;
    expect(one).toContain('entry 3   ana approves 2222222..4444444 for main, 5 files');
    expect(one).toMatch(/^ {2}key {9}SHA256:\S{43}, verified$/m);
    expect(one).toMatch(/^ {2}had seen {4}3 entries, root\n {14}[0-9a-f]{64}$/m);
    expect(one.trimEnd().split('\n').at(-1)).toContain('countersign ledger prove 3 --out receipt.json');
  });
});

describe('ledger prove', () => {
  it('writes a receipt that holds where there is no repository, and no other', () => {
    const file = join(folder, 'receipt.json');
    const { stdout, status } = run('ledger', 'prove', '5', '--out', file);
    expect({ status, first: stdout.split('\n')[0] }).toEqual({ status: 0, first: `✓ proven   entry 5, into ${file}` });
    const nowhere = mkdtempSync(join(tmpdir(), 'countersign-nowhere-'));
    const checked = countersign(nowhere, ['ledger', 'prove', '--verify', file]);
    expect(checked.stdout.split('\n')[0]).toBe('✓ holds   entry 5');
    expect(checked).toMatchObject({ status: 0, stderr: '' });
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"entry":5', '"entry":6'));
    const forged = countersign(nowhere, ['ledger', 'prove', '--verify', file]);
    expect(forged.status).toBe(1);
    expect(forged.stdout).toContain('✗ inclusion');
    expect(run('ledger', 'prove', '5').stdout).toBe(text);
    rmSync(nowhere, { recursive: true });
  });
});

describe('ledger audit', () => {
  it('finds nothing in a sound ledger, and the first line says so', () => {
    const { stdout, status, stderr } = run('ledger', 'audit');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')[0]).toBe(`✓ consistent   12 entries in ${ledgerRef}`);
    expect(json('ledger', 'audit').answer).toEqual({ consistent: true, size: 12, root: expect.stringMatching(/^[0-9a-f]{64}$/) as string, failures: [], witnesses: [] });
  });

  it('detects an edit, a deletion, a swap, a doubled and a dropped entry', () => {
    const bundle = readEntryBundle(bytesOf('tile/entries/000.p/12'), 12);
    const leaves = bundle.ok ? bundle.value : [];
    const envelope = git(repository, 'cat-file', 'blob', `${ledgerRef}:envelope/004.json`);
    expect(tampered({ 'envelope/004.json': encodeUtf8(envelope.replace('"sig":"L', '"sig":"M')) }, codes)).toContain('envelope-altered');
    expect(tampered({ 'envelope/004.json': null }, codes)).toContain('envelope-missing');
    expect(tampered({ 'tile/0/000.p/12': null }, codes)).toContain('tile-missing');
    expect(tampered({ 'tile/entries/000.p/12': writeEntryBundle(leaves.with(2, leaves[3]!).with(3, leaves[2]!)) }, codes)).toContain('root-mismatch');
    expect(tampered({ 'tile/entries/000.p/12': writeEntryBundle(leaves.with(2, leaves[3]!)) }, codes)).toEqual(expect.arrayContaining(['root-mismatch', 'tile-damaged']));
    expect(tampered({ 'tile/entries/000.p/12': writeEntryBundle(leaves.slice(1)) }, codes)).toContain('bundle-malformed');
    expect(tampered({ [`change/00/${'0'.repeat(64)}`]: encodeUtf8('x') }, codes)).toEqual(expect.arrayContaining(['extra-file', 'idle']));
    expect(tampered({ checkpoint: encodeUtf8('nonsense\n') }, codes)).toContain('checkpoint-malformed');
  });

  it('detects a rollback by what was seen here, and says how to fetch what may be missing', () => {
    git(repository, 'update-ref', ledgerRef, tips[8]!);
    expect(codes()).toEqual(['behind']);
    expect(run('ledger', 'audit').stdout.trimEnd().split('\n').at(-1)).toBe("  next   git fetch origin 'refs/countersign/*:refs/countersign/*'");
    git(repository, 'update-ref', ledgerRef, tips.at(-1)!);
  });

  it('detects a ledger made anew, by what was kept from before', async () => {
    const seen = join(folder, 'seen.json');
    writeFileSync(seen, run('ledger', 'audit', '--json').stdout);
    expect(run('ledger', 'audit', '--since', seen).status).toBe(0);
    const other = join(folder, 'other');
    git(folder, 'init', '--quiet', '--initial-branch=main', 'other');
    await buildLedger(other, 14, 5);
    const { status, stdout } = countersign(other, ['ledger', 'audit', '--since', seen]);
    expect(status).toBe(1);
    expect(stdout).toContain('✗ fork   its first 12 entries are not those of the checkpoint given');
    expect(countersign(other, ['ledger', 'audit', '--since', `4:${'0'.repeat(64)}`]).status).toBe(1);
    const { stdout: kept } = countersign(other, ['ledger', 'audit', '--json']);
    writeFileSync(seen, kept);
    expect(run('ledger', 'audit', '--since', seen).stdout).toContain('✗ rollback   the ledger had 14 entries and has 12 here');
  });

  it('says how to go on with the real ledger where somebody’s fork of it was seen here before', async () => {
    const clone = join(folder, 'misled');
    git(folder, 'init', '--quiet', '--initial-branch=main', 'misled');
    await buildLedger(clone, 5);
    git(clone, 'fetch', '--quiet', repository, `+${ledgerRef}:${ledgerRef}`);
    const { status, stdout } = countersign(clone, ['ledger', 'audit']);
    const flat = stdout.replace(/\s+/g, ' ');
    expect([status, flat]).toEqual([1, expect.stringContaining('the first 5 entries are not those that were seen here before')]);
    const [, mend = ''] = /somebody’s fork: (rm ".*?") has this one/.exec(flat) ?? [];
    expect(spawnSync('sh', ['-c', mend], { cwd: clone }).status).toBe(0);
    expect(countersign(clone, ['ledger', 'audit']).status).toBe(0);
  });

  it('says of a clone without ledger which command brings it', () => {
    git(folder, 'clone', '--quiet', 'shop', 'clone');
    const { status, stderr } = countersign(join(folder, 'clone'), ['ledger', 'audit']);
    expect(status).toBe(3);
    expect(stderr).toContain("git fetch origin 'refs/countersign/*:refs/countersign/*'");
    git(join(folder, 'clone'), 'fetch', '--quiet', 'origin', 'refs/countersign/*:refs/countersign/*');
    expect(countersign(join(folder, 'clone'), ['ledger', 'audit']).status).toBe(0);
  });
});

describe('ledger export', () => {
  it('is audited where there is no repository, and betrays a changed byte', () => {
    const file = join(folder, 'ledger.jsonl');
    expect(run('ledger', 'export', file).status).toBe(0);
    const nowhere = mkdtempSync(join(tmpdir(), 'countersign-nowhere-'));
    const audit = () => countersign(nowhere, ['ledger', 'audit', file, '--json']);
    expect(JSON.parse(audit().stdout)).toEqual(json('ledger', 'audit').answer);
    const bytes = readFileSync(file);
    for (const at of [0, 100, bytes.length >> 1, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 4;
      writeFileSync(file, changed);
      const { status, stdout } = audit();
      expect({ status, consistent: (JSON.parse(stdout) as { consistent: boolean }).consistent }, `byte ${at}`).toEqual({ status: 1, consistent: false });
    }
    writeFileSync(file, bytes);
    expect(run('ledger', 'export', file).status).toBe(0);
    writeFileSync(file, 'notes of mine\n');
    expect(run('ledger', 'export', file)).toMatchObject({ status: 2, stderr: expect.stringContaining('name a new file, or remove this one first') as string });
    rmSync(nowhere, { recursive: true });
  });

  it('of nothing says so', () => {
    const empty = join(folder, 'empty');
    git(folder, 'init', '--quiet', 'empty');
    for (const args of [['show'], ['audit'], ['prove', '0'], ['export', 'x.jsonl']]) {
      const { status, stderr } = countersign(empty, ['ledger', ...args]);
      expect({ status, absent: stderr.includes('there is no ledger here') }, args.join(' ')).toEqual({ status: 3, absent: true });
    }
  });
});

it('the tree of the tests is the tree of the ledger', async () => {
  await withLedger(repository, async (ledger) => {
    const [checkpoint] = await ledger.read((await ledger.tip())!, ['checkpoint']);
    expect(Buffer.from(checkpoint!).toString().split('\n')[1]).toBe('12');
    expect(toHex(Buffer.from(Buffer.from(checkpoint!).toString().split('\n')[2]!, 'base64'))).toBe(json('ledger', 'audit').answer['root']);
  });
});
