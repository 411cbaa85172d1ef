import { describe, expect, test } from 'vitest';
import { cryptography, GrowingLedger } from '../../../test/ledger/memory-ledger.ts';
import { ed25519Key } from '../../../test/ledger/node-hash.ts';
import { type Checkpoint, cosign, cosignerKey, fromBase64, readReceipt, receiptType, toBase64, writeReceipt, writeVerifierKey } from '../../core/ledger/index.ts';
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

describe('a receipt that names a witness', () => {
  const now = 1_800_000_000;
  const witness = () => {
    const secret = ed25519Key();
    const key = cosignerKey(cryptography.sha256, 'w.example.com/shop', Uint8Array.from(secret.publicKey));
    return { key, vkey: writeVerifierKey(key), note: (checkpoint: Checkpoint, at = now - 60) => cosign(checkpoint, key, at, secret.sign) };
  };
  /** The receipt of entry 2 of a ledger of which the witness saw all, at a moment. */
  const seenBy = async ({ key, vkey, note }: ReturnType<typeof witness>, at?: number) => {
    const ledger = await new GrowingLedger().grow(5);
    ledger.store.cosigned_.set(vkey, note(ledger.checkpoint, at));
    return (await proveEntry(ledger.store, cryptography, 2, [{ key, vkey, repositories: [] }])).receipt;
  };
  const steps = (receipt: Parameters<typeof writeReceipt>[0], ...believed: readonly ReturnType<typeof witness>[]) => {
    const checked = verifyReceipt(writeReceipt(receipt), cryptography, { believed: believed.map(({ key }) => key), now });
    return [checked.holds, ...checked.steps.filter(({ name }) => name === 'witness').map(({ sentence }) => sentence)];
  };

  test('holds where that witness saw the entry, and it may be a few minutes ahead', async () => {
    const one = witness();
    expect(steps(await seenBy(one), one)).toEqual([true, '`w.example.com/shop` saw it among 5 entries at 2027-01-15T07:59:00Z']);
    expect(steps(await seenBy(one, now + 200), one)[0]).toBe(true);
  });

  test('does not hold for another key of the same name, nor for a moment that is yet to come', async () => {
    const [one, other] = [witness(), witness()];
    expect(steps(await seenBy(one), other)).toEqual([false, '`w.example.com/shop` vouches for nothing: no key that is known signed the note']);
    expect(steps(await seenBy(one), one, other)[0]).toBe(false);
    expect(steps(await seenBy(one, now + 3600), one)).toEqual([false, '`w.example.com/shop` says that it saw it at 2027-01-15T09:00:00Z, which is yet to come']);
    expect(steps(await seenBy(one, 2 ** 52), one)[0]).toBe(false);
  });

  test('does not hold where the witness saw another ledger', async () => {
    const one = witness();
    const receipt = await seenBy(one);
    const called = { ...receipt, checkpoint: { ...receipt.checkpoint, origin: `countersign/${'e'.repeat(64)}` } };
    expect(steps(called, one)).toEqual([false, expect.stringContaining(`not of \`countersign/${'e'.repeat(64)}\``)]);
    // Two trees of one size with the same entry in them: somebody shows one to the witness and the other to the reader.
    const ledger = await new GrowingLedger().grow(3);
    const [shown, hidden] = await Promise.all([1, 2].map(async (at) => {
      const fork = new GrowingLedger();
      for (let entry = 0; entry < 3; entry++) await fork.record({ envelope: ledger.store.now.get(`envelope/00${entry}.json`)! });
      await fork.record(fork.signOff({ ledger: null }, encodeUtf8(`fork ${at}`)));
      fork.store.cosigned_.set(one.vkey, one.note(fork.checkpoint));
      return (await proveEntry(fork.store, cryptography, 2, [{ ...one, repositories: [] }])).receipt;
    }));
    expect(steps(shown!, one)[0]).toBe(true);
    expect(steps({ ...shown!, witnessed: hidden!.witnessed! }, one)).toEqual([false, '`w.example.com/shop` saw other entries among the 4 that the receipt speaks of']);
  });

  test('says that a ledger calls itself after another repository than the statement is for', async () => {
    const ledger = await new GrowingLedger().grow(3);
    const { receipt } = await proveEntry(ledger.store, cryptography, 1);
    const sentence = (origin: string) => verifyReceipt(writeReceipt({ ...receipt, checkpoint: { ...receipt.checkpoint, origin } }), cryptography).steps.find(({ name }) => name === 'inclusion')?.sentence;
    expect(sentence(receipt.checkpoint.origin)).toMatch(/^it is entry 1 of the ledger `countersign\/1{64}` at 2 entries$/);
    expect(sentence('countersign/other')).toMatch(/^it is entry 1 of a ledger that calls itself `countersign\/other`, while the statement is for the repository 1{64}, at 2 entries$/);
  });
});
