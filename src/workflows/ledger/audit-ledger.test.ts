import { describe, expect, test } from 'vitest';
import { cryptography, GrowingLedger } from '../../../test/ledger/memory-ledger.ts';
import { encodeUtf8 } from '../../core/values/index.ts';
import { toHex, writeCheckpoint } from '../../core/ledger/index.ts';
import { auditLedger, type Since } from './audit-ledger.ts';

const audit = (ledger: GrowingLedger, since: Since | null = null) => auditLedger(ledger.store, cryptography, since);
const codes = async (ledger: GrowingLedger, since: Since | null = null) => [...new Set((await audit(ledger, since)).failures.map(({ code }) => code))];

describe('an audit', () => {
  test('of a sound ledger finds nothing, and says what vouches for it', async () => {
    const ledger = await new GrowingLedger().grow(260, 9);
    const { consistent, size, root, failures, commits, pinnedBy, refused } = await audit(ledger);
    expect({ consistent, size, root, failures, refused }).toEqual({ consistent: true, size: 260, root: toHex(ledger.checkpoint.root), failures: [], refused: [] });
    expect(commits).toBe(29);
    expect(pinnedBy).toEqual({ entry: 252, size: 252 });
  });

  test('of no ledger says how to fetch one', async () => {
    await expect(audit(new GrowingLedger())).rejects.toMatchObject({ code: 'ledger-absent', hints: ["git fetch origin 'refs/countersign/*:refs/countersign/*'"] });
  });

  test('of a ledger that was taken away says so where it had been seen', async () => {
    const ledger = await new GrowingLedger().grow(3);
    await ledger.store.pin(ledger.checkpoint);
    ledger.store.commits.length = 0;
    expect(await codes(ledger)).toEqual(['behind']);
    expect((await audit(ledger)).consistent).toBe(false);
  });

  test('names an entry that says again what another says', async () => {
    const ledger = await new GrowingLedger().grow(2);
    await ledger.record({ ...ledger.signOff(), envelope: ledger.store.now.get('envelope/001.json')! });
    const { failures } = await audit(ledger);
    expect(failures).toContainEqual({ code: 'duplicate', sentence: 'entry 2 counts for nothing: it says again what entry 1 says', entry: 2 });
  });

  test('finds files that belong to no entry, and lists that were altered or are gone', async () => {
    const ledger = await new GrowingLedger().grow(3);
    const files = ledger.store.now;
    for (const path of ['note.txt', 'envelope/003.json', 'tile/0/000.p/2', `change/00/${'0'.repeat(64)}`, `change/${'0'.repeat(64)}`, `change/ff/${'0'.repeat(64)}`]) files.set(path, encodeUtf8('x'));
    const { failures } = await audit(ledger);
    expect(failures.map(({ code, sentence }) => [code, sentence])).toEqual([
      ['extra-file', '`note.txt` belongs to no entry'],
      ['extra-file', '`envelope/003.json` belongs to no entry'],
      ['extra-file', '`tile/0/000.p/2` belongs to no entry'],
      ...['00/', '', 'ff/'].map((folder) => ['extra-file', `\`change/${folder}${'0'.repeat(64)}\` belongs to no entry`]),
    ]);
    const again = await new GrowingLedger().grow(3);
    const lists = [...again.store.now.keys()].filter((path) => path.startsWith('change/'));
    again.store.now.set(lists[0]!, encodeUtf8('other'));
    again.store.now.delete(lists[1]!);
    expect(await codes(again)).toEqual(['entry-list-altered', 'entry-list-missing']);
  });

  test('of a checkpoint that speaks of entries nobody has stays short', async () => {
    for (const size of [6, 300, 9_000_000, 9_007_199_254_740_991]) {
      const ledger = await new GrowingLedger().grow(5);
      ledger.store.now.set('checkpoint', writeCheckpoint({ ...ledger.checkpoint, size }));
      const { consistent, failures } = await audit(ledger);
      expect(consistent).toBe(false);
      expect(failures.length, `${size}`).toBeLessThan(20);
    }
  });

  test('walks the commits: each stands on one other and only appends', async () => {
    const merged = await new GrowingLedger().grow(4);
    merged.store.commits[2]!.parents = [merged.store.commits[1]!.commit, merged.store.commits[0]!.commit];
    expect((await audit(merged)).failures).toMatchObject([{ code: 'history', sentence: expect.stringContaining('does not stand on exactly the append before it') as string }]);
    const idle = await new GrowingLedger().grow(4);
    await idle.store.append(await idle.store.tip(), new Map());
    expect((await audit(idle)).failures).toMatchObject([{ code: 'idle', sentence: expect.stringContaining('has 4 entries after 4: it appended nothing') as string }]);
    const [ledger, other] = [await new GrowingLedger().grow(4), await new GrowingLedger().grow(4)];
    ledger.store.commits[1]!.files.set('checkpoint', other.store.commits[1]!.files.get('checkpoint')!);
    expect((await audit(ledger)).failures).toMatchObject([{ code: 'history', sentence: expect.stringContaining('had other entries than the 2 that come first now') as string }]);
  });

  test('finds a ledger rolled back, and grown again differently', async () => {
    const ledger = await new GrowingLedger().grow(6);
    const since = ledger.checkpoint;
    expect(await codes(ledger, since)).toEqual([]);
    ledger.store.commits.splice(4);
    expect(await codes(ledger, since)).toEqual(['rollback']);
    const other = await new GrowingLedger().grow(8);
    expect(await codes(other, since)).toEqual(['fork']);
    expect(await codes(await ledger.grow(0), { size: 2, root: since.root })).toEqual(['fork']);
  });

  test('finds a tail that was cut off and made anew, by what later signers had seen', async () => {
    const [ledger, forged] = [await new GrowingLedger().grow(5), await new GrowingLedger().grow(5)];
    const { size, root } = ledger.checkpoint;
    await forged.record(forged.signOff({ ledger: { size, root: toHex(root) } }));
    expect(await codes(forged)).toEqual(['fork']);
    await ledger.record(ledger.signOff({ ledger: { size, root: toHex(root) } }));
    expect(await codes(ledger)).toEqual([]);
  });
});
