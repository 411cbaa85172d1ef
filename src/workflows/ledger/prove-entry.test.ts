import { describe, expect, test } from 'vitest';
import { cryptography, GrowingLedger } from '../../../test/ledger/memory-ledger.ts';
import { fromBase64, readReceipt, receiptType, toBase64, writeReceipt } from '../../core/ledger/index.ts';
import { encodeUtf8 } from '../../core/values/index.ts';
import { proveEntry, verifyReceipt } from './prove-entry.ts';

const receiptOf = async (ledger: GrowingLedger, entry: number) => writeReceipt((await proveEntry(ledger.store, cryptography, entry)).receipt);
const failed = (text: string) => verifyReceipt(text, cryptography).steps.flatMap(({ name, holds }) => (holds === false ? [name] : []));

describe('a receipt', () => {
  test('shows an entry without the ledger, in a checkpoint that a later signer vouches for', async () => {
    const ledger = await new GrowingLedger().grow(20);
    for (const entry of [0, 7, 18]) {
      const checked = verifyReceipt(await receiptOf(ledger, entry), cryptography);
      expect(checked.holds).toBe(true);
      expect(checked.steps.map(({ name, holds }) => [name, holds])).toEqual([['signature', true], ['entry list', true], ['inclusion', true], ['pin', true]]);
      expect(checked.receipt).toMatchObject({ entry, checkpoint: { size: 19 }, pinnedBy: { entry: 19 } });
    }
  });

  test('of the newest entry says that nobody vouches for the checkpoint yet', async () => {
    const ledger = await new GrowingLedger().grow(5);
    const checked = verifyReceipt(await receiptOf(ledger, 4), cryptography);
    expect(checked.holds).toBe(true);
    expect(checked.steps.at(-1)).toEqual({ name: 'pin', holds: null, sentence: 'nobody who signed later vouches for the checkpoint yet' });
  });

  test('is pinned by nobody who had seen another ledger, and made all the same', async () => {
    const ledger = await new GrowingLedger().grow(5);
    await ledger.record(ledger.signOff({ ledger: { size: 5, root: 'e'.repeat(64) } }));
    const checked = verifyReceipt(await receiptOf(ledger, 2), cryptography);
    expect(checked).toMatchObject({ holds: true, receipt: { pinnedBy: { entry: 4 }, checkpoint: { size: 4 } } });
  });

  test('with any byte changed does not hold', async () => {
    const ledger = await new GrowingLedger().grow(6);
    const text = await receiptOf(ledger, 2);
    const bytes = Buffer.from(text, 'latin1');
    const origin = text.indexOf('countersign/');
    for (let at = 0; at < bytes.length; at += 13) {
      // The origin is a name; nothing in a receipt vouches for it.
      if (at >= origin && at < origin + ledger.checkpoint.origin.length) continue;
      bytes[at]! ^= 1;
      expect(verifyReceipt(bytes.toString('latin1'), cryptography).holds, `byte ${at}: ${text.slice(at - 10, at + 10)}`).toBe(false);
      bytes[at]! ^= 1;
    }
  });

  test('put together from parts of others does not hold', async () => {
    const ledger = await new GrowingLedger().grow(12);
    const of = async (entry: number) => (await proveEntry(ledger.store, cryptography, entry)).receipt;
    const [one, two] = [await of(3), await of(4)];
    expect(failed(writeReceipt({ ...one, envelope: two.envelope }))).toEqual(['entry list', 'inclusion']);
    expect(failed(writeReceipt({ ...one, entryList: two.entryList }))).toEqual(['entry list']);
    expect(failed(writeReceipt({ ...one, proof: two.proof }))).toEqual(['inclusion']);
    expect(failed(writeReceipt({ ...one, entry: 4 }))).toEqual(['inclusion']);
    expect(failed(writeReceipt({ ...one, pinnedBy: { entry: 11, envelope: two.envelope } }))).toEqual(['pin']);
    expect(failed(writeReceipt({ ...one, pinnedBy: { entry: 4, envelope: one.pinnedBy!.envelope } }))).toEqual(['pin']);
    expect(failed(writeReceipt({ ...one, checkpoint: { ...one.checkpoint, size: 9 } }))).toEqual(expect.arrayContaining(['pin']));
  });

  test('of an entry that is not there, or counts for nothing, is not made', async () => {
    const ledger = await new GrowingLedger().grow(2);
    await ledger.record({ envelope: encodeUtf8('{}') });
    await expect(proveEntry(ledger.store, cryptography, 3)).rejects.toMatchObject({ code: 'usage', message: 'there is no entry `3`: the ledger has 3, from 0 to 2' });
    await expect(proveEntry(ledger.store, cryptography, 2)).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(/^entry `2` counts for nothing: /) as string });
  });

  test('is not made of a ledger that is not the newest, or contradicts itself', async () => {
    const ledger = await new GrowingLedger().grow(4);
    await ledger.store.pin(ledger.checkpoint);
    ledger.store.commits.pop();
    await expect(proveEntry(ledger.store, cryptography, 0)).rejects.toMatchObject({ code: 'ledger-behind', hints: ["git fetch origin 'refs/countersign/*:refs/countersign/*'"] });
    ledger.store.now.delete('envelope/001.json');
    await expect(proveEntry(ledger.store, cryptography, 0)).rejects.toMatchObject({ code: 'ledger-inconsistent', hints: ['countersign ledger audit'] });
  });

  test('has one form', async () => {
    const text = await receiptOf(await new GrowingLedger().grow(3), 1);
    expect(text).toContain(`"type":"${receiptType}"`);
    expect(readReceipt(text).ok).toBe(true);
    for (const other of [` ${text}`, text.trimEnd(), text.replace('{', '{"a":1,'), text.replace('"entry":1', '"entry":1,"entry":1'), '', '[]', 'null', '{}']) expect(readReceipt(other).ok).toBe(false);
    const { envelope } = JSON.parse(text) as { envelope: string };
    expect(toBase64(fromBase64(envelope)!)).toBe(envelope);
  });
});
