import { describe, expect, test } from 'vitest';
import { cryptography, GrowingLedger, MemoryLedger } from '../../../test/ledger/memory-ledger.ts';
import { softSecurityKey } from '../../../test/keys/index.ts';
import { readEntryBundle, toHex, writeEntryBundle } from '../../core/ledger/index.ts';
import { encodeUtf8 } from '../../core/values/index.ts';
import { readLedger } from './read-ledger.ts';

const read = (ledger: GrowingLedger) => readLedger(ledger.store, cryptography);
const faults = async (ledger: GrowingLedger) => (await read(ledger)).faults.map(({ code, sentence }) => `${code}: ${sentence}`);

describe('reading a ledger', () => {
  test('that is not there gives nothing and no fault', async () => {
    const view = await readLedger(new MemoryLedger(), cryptography);
    expect(view).toMatchObject({ tip: null, checkpoint: null, recorded: [], refused: [], faults: [] });
    expect(view.rootAt(0)).toBeNull();
  });

  test('gives every statement in its order, and the root at each size', async () => {
    const ledger = await new GrowingLedger().grow(300, 7);
    const view = await read(ledger);
    expect(view.faults).toEqual([]);
    expect(view.refused).toEqual([]);
    expect(view.recorded.map(({ entry }) => entry)).toEqual(Array.from({ length: 300 }, (_, at) => at));
    expect(view.recorded[299]).toMatchObject({ statement: { name: 'sign-off', predicate: { person: { id: 'ana' } } }, signature: { strength: 'touch', counter: 300 } });
    expect(view.rootAt(300)).toBe(toHex(ledger.checkpoint.root));
    expect(view.rootAt(294)).toBe(view.recorded.at(-1)!.statement.predicate.ledger!.root);
    expect(view.rootAt(301)).toBeNull();
  });

  test('refuses a bad entry alone: it costs space and no trust', async () => {
    const ledger = await new GrowingLedger().grow(2);
    await ledger.record({ envelope: encodeUtf8('no envelope') });
    const { envelope } = ledger.signOff();
    await ledger.record({ envelope: Uint8Array.from(envelope, (byte, at) => (at === envelope.length - 60 ? (byte === 65 ? 66 : 65) : byte)) });
    await ledger.record({ ...ledger.signOff(), leaf: { kind: 'landing' } });
    await ledger.grow(1);
    const view = await read(ledger);
    expect(view.faults).toEqual([]);
    expect(view.recorded.map(({ entry }) => entry)).toEqual([0, 1, 5]);
    expect(view.refused.map(({ entry, refusal }) => [entry, refusal.code])).toEqual([[2, 'envelope-malformed'], [3, expect.stringMatching(/^signature-/)], [4, 'entry-mismatch']]);
  });

  test('counts a statement once, however often it is recorded', async () => {
    const ledger = await new GrowingLedger().grow(1);
    const again = ledger.signOff();
    await ledger.record(again);
    await ledger.record(again);
    const { refused, recorded } = await read(ledger);
    expect(recorded).toHaveLength(2);
    expect(refused).toMatchObject([{ entry: 2, refusal: { code: 'duplicate', sentence: 'it says again what entry 1 says' } }]);
  });

  test('refuses an entry whose key counted backwards, and takes keys that do not count', async () => {
    const ledger = new GrowingLedger();
    const key = softSecurityKey();
    const counting = (counter: number) => ledger.record(ledger.signOff({}, encodeUtf8(`${ledger.checkpoint.size}`), { ...key, sign: (message) => key.signAs({ counter }, message) }));
    for (const counter of [0, 0, 5, 5, 4, 0, 6]) await counting(counter);
    const { refused, recorded } = await read(ledger);
    expect(recorded.map(({ entry }) => entry)).toEqual([0, 1, 2, 6]);
    expect(refused.map(({ entry, refusal }) => [entry, refusal.code])).toEqual([[3, 'counter'], [4, 'counter'], [5, 'counter']]);
  });

  test('hears a rejection that comes late, and what a key signed before it signed elsewhere', async () => {
    const ledger = new GrowingLedger();
    const key = softSecurityKey();
    const counting = (counter: number, members = {}) => ledger.record(ledger.signOff(members, encodeUtf8(`${ledger.checkpoint.size}`), { ...key, sign: (message) => key.signAs({ counter }, message) }));
    await counting(7, { repository: 'e'.repeat(64) });
    await counting(5);
    await counting(4, { verdict: 'reject' });
    await counting(5, { verdict: 'withdraw' });
    const { refused, recorded } = await read(ledger);
    expect(recorded.map(({ entry }) => entry)).toEqual([0, 1, 2]);
    expect(refused.map(({ entry, refusal }) => [entry, refusal.code])).toEqual([[3, 'counter']]);
  });

  test('takes a statement from each key that signed it, and from each once', async () => {
    const ledger = new GrowingLedger();
    const [own, other] = [softSecurityKey(), softSecurityKey()];
    const said = (key: typeof own) => ledger.signOff({ nonce: '5'.repeat(32), ledger: null }, encodeUtf8('one'), key);
    for (const key of [other, own, own]) await ledger.record(said(key));
    const { refused, recorded } = await read(ledger);
    expect(recorded.map(({ entry }) => entry)).toEqual([0, 1]);
    expect(refused.map(({ entry, refusal }) => [entry, refusal.code])).toEqual([[2, 'duplicate']]);
  });
});

describe('a ledger is inconsistent', () => {
  test('when an envelope was altered or is gone', async () => {
    const ledger = await new GrowingLedger().grow(3);
    ledger.store.now.set('envelope/001.json', ledger.store.now.get('envelope/002.json')!);
    ledger.store.now.delete('envelope/002.json');
    expect(await faults(ledger)).toEqual(['envelope-altered: the envelope of entry 1 is not the one that was recorded', 'envelope-missing: the envelope of entry 2 is missing']);
  });

  test('when leaves were edited, swapped, dropped or doubled', async () => {
    const path = 'tile/entries/000.p/5';
    const change = async (edit: (leaves: Uint8Array[]) => Uint8Array[]) => {
      const ledger = await new GrowingLedger().grow(5);
      const bundle = readEntryBundle(ledger.store.now.get(path)!, 5);
      ledger.store.now.set(path, writeEntryBundle(edit(bundle.ok ? bundle.value : [])));
      return (await faults(ledger)).map((one) => one.split(':')[0]);
    };
    const damaged = ['tile-damaged', 'root-mismatch'];
    expect(await change((leaves) => leaves.with(1, Uint8Array.from(leaves[1]!, (byte, at) => byte ^ (at === 20 ? 1 : 0))))).toEqual(expect.arrayContaining(damaged));
    expect(await change((leaves) => [leaves[1]!, leaves[0]!, ...leaves.slice(2)])).toEqual(expect.arrayContaining([...damaged, 'envelope-altered', 'fork']));
    expect(await change((leaves) => leaves.slice(1))).toContain('bundle-malformed');
    expect(await change((leaves) => [...leaves, leaves[0]!])).toContain('bundle-malformed');
    expect(await change((leaves) => leaves.with(4, leaves[3]!))).toEqual(expect.arrayContaining(damaged));
  });

  test.each(['checkpoint', 'tile/0/000.p/5', 'tile/entries/000.p/5'])('when any byte of %s changes', async (path) => {
    const ledger = await new GrowingLedger().grow(5);
    const bytes = ledger.store.now.get(path)!;
    for (let at = 0; at < bytes.length; at += path === 'checkpoint' ? 1 : 17) {
      ledger.store.now.set(path, Uint8Array.from(bytes, (byte, each) => (each === at ? byte ^ 1 : byte)));
      expect((await read(ledger)).faults.length, `${path} at ${at}`).toBeGreaterThan(0);
    }
  });

  test('when a file of the tree is missing', async () => {
    for (const [path, code] of [['checkpoint', 'checkpoint-missing'], ['tile/0/000.p/5', 'tile-missing'], ['tile/entries/000.p/5', 'bundle-missing']] as const) {
      const ledger = await new GrowingLedger().grow(5);
      ledger.store.now.delete(path);
      expect((await read(ledger)).faults.map((one) => one.code), path).toContain(code);
    }
  });

  test('when it is smaller than what was seen here, or another one', async () => {
    const [ledger, other] = [await new GrowingLedger().grow(4), await new GrowingLedger().grow(6)];
    await ledger.store.pin(ledger.checkpoint);
    expect(await faults(ledger)).toEqual([]);
    ledger.store.commits.pop();
    expect(await faults(ledger)).toEqual(['behind: 4 entries were seen here before and only 3 are here: they were not fetched, or were taken away']);
    const renamed = await new GrowingLedger().grow(4);
    await renamed.store.pin({ ...renamed.checkpoint, origin: 'countersign/other' });
    expect(await faults(renamed)).toEqual([`fork: this is the ledger \`${renamed.checkpoint.origin}\`, and \`countersign/other\` was seen here before`]);
    await other.store.pin(ledger.checkpoint);
    expect(await faults(other)).toEqual(['fork: the first 4 entries are not those that were seen here before: the ledger was rewritten']);
    ledger.store.commits.length = 0;
    expect(await faults(ledger)).toEqual(['behind: 4 entries were seen here before and none are here: they were not fetched, or were taken away']);
  });

  test('when whoever signed an entry had seen another one', async () => {
    const ledger = await new GrowingLedger().grow(4);
    await ledger.record(ledger.signOff({ ledger: { size: 3, root: 'e'.repeat(64) } }));
    await ledger.record(ledger.signOff({ ledger: { size: 9, root: 'e'.repeat(64) } }));
    const { faults: found, recorded } = await read(ledger);
    const as = `as \`ana\` with the key ${recorded[0]!.signature.fingerprint},`;
    expect(found).toEqual([
      { code: 'fork', sentence: `whoever signed entry 4, ${as} had seen other entries than the 3 that come first here`, entry: 4 },
      { code: 'fork', sentence: `whoever signed entry 5, ${as} had seen 9 entries, and only 5 come before it here`, entry: 5 },
    ]);
  });
});
