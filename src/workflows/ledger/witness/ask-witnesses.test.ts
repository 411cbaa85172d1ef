import { describe, expect, it } from 'vitest';
import { cryptography, GrowingLedger } from '../../../../test/ledger/memory-ledger.ts';
import { ed25519Key } from '../../../../test/ledger/node-hash.ts';
import { type Checkpoint, cosign, cosignerKey, toHex, writeVerifierKey } from '../../../core/ledger/index.ts';
import { Failure } from '../../../core/values/index.ts';
import type { KeptNotes } from '../../ports/index.ts';
import { readLedger } from '../read-ledger.ts';
import { witnessAsker } from './ask-witnesses.ts';
import { cosignedPath } from './cosignatures.ts';
import type { TrustedWitness } from './trusted-witnesses.ts';

const now = 1_800_000_000;

/** A witness, and what it may cosign; `name` is no name of its alone. */
function someWitness(name = 'w.example.com/shop') {
  const secret = ed25519Key();
  const key = cosignerKey(cryptography.sha256, name, Uint8Array.from(secret.publicKey));
  const note = (checkpoint: Checkpoint, at = now - 60) => cosign(checkpoint, key, at, secret.sign);
  return { key, note, at: (...repositories: string[]): TrustedWitness => ({ key, vkey: writeVerifierKey(key), repositories }) };
}

const ledger = await new GrowingLedger().grow(4);
const view = await readLedger(ledger.store, cryptography);
const seen = { origin: ledger.checkpoint.origin, size: 4, rootAt: view.rootAt };
const first = (size: number): Checkpoint => ({ origin: seen.origin, size, root: Buffer.from(view.rootAt(size)!, 'hex') });
const forked = (size: number): Checkpoint => ({ ...first(2), size, root: new Uint8Array(32).fill(size) });

/** Asks these witnesses where these notes are kept, remembering in `memory`. */
async function ask(witnesses: readonly TrustedWitness[], notes: Readonly<Record<string, Uint8Array | undefined>>, { memory = new Map<string, Uint8Array>(), named = false } = {}) {
  const kept: KeptNotes = { read: async () => memory, keep: async (more) => void more.forEach((note, vkey) => memory.set(vkey, note)) };
  const open = async (place: string) => {
    if (!(place in notes)) throw new Failure('ledger-unreachable', 'environment', 'it is away');
    const own = witnesses.map(({ key }) => cosignedPath(cryptography, seen.origin, key));
    return { place, tip: async () => ({ commit: place }), read: async (_: unknown, paths: readonly string[]) => paths.map((path) => (own.includes(path) ? (notes[place] ?? null) : null)), put: async () => 'moved' as const };
  };
  const { reports, failures } = await witnessAsker({ trust: { witnesses, origin: null, unread: null }, open, cryptography, kept, named, now })(seen);
  return { standings: reports.map(({ standing }) => standing), codes: failures.map(({ code }) => code), sentences: failures.map(({ sentence }) => sentence), memory };
}

describe('a witness that is asked', () => {
  const { at, note } = someWitness();

  it('agrees where the ledger begins with what it cosigned, and is remembered', async () => {
    const { codes, memory } = await ask([at('a')], { a: note(first(3)) });
    expect([codes, memory.size]).toEqual([[], 1]);
  });

  it.each<[string, Uint8Array, string]>([
    ['that it did not cosign', someWitness().note(first(3)), 'cosignature-bad'],
    ['of another ledger with as many entries', note(forked(4)), 'fork'],
    ['of more than is here', note(forked(5)), 'rollback'],
    ['of a moment that is yet to come', note(first(3), now + 3600), 'cosignature-bad'],
    ['of a moment no calendar has', note(first(3), 2 ** 52), 'cosignature-bad'],
  ])('finds the ledger out by a note %s', async (_, kept, code) => {
    const { codes, memory } = await ask([at('a')], { a: kept });
    expect([codes, memory.size]).toEqual([[code], 0]);
  });

  it('may be a few minutes ahead of the clock here', async () => {
    expect((await ask([at('a')], { a: note(first(3), now + 200) })).codes).toEqual([]);
  });

  it('is not believed where two notes of it disagree, in whatever order they are read', async () => {
    for (const places of [['a', 'b'], ['b', 'a']]) {
      const { codes, memory } = await ask([at(...places)], { a: note(first(3)), b: note(forked(3)) });
      expect([codes, memory.size]).toEqual([['fork'], 0]);
    }
  });

  it('that was seen to contradict the ledger is remembered over an older word of it that agrees', async () => {
    for (const newest of [forked(4), forked(6)]) {
      const memory = new Map([[at('a').vkey, note(newest)]]);
      const before = toHex(memory.get(at('a').vkey)!);
      const again = async () => (await ask([at('a')], { a: note(first(2)) }, { memory })).codes;
      const code = newest.size === 4 ? 'fork' : 'rollback';
      expect([await again(), await again(), toHex(memory.get(at('a').vkey)!)]).toEqual([[code], [code], before]);
    }
  });

  it('is another one than its namesake', async () => {
    const [one, two] = [someWitness(), someWitness()];
    const { codes, memory } = await ask([one.at('a'), two.at('b')], { a: one.note(first(2)), b: two.note(first(3)) });
    expect(codes).toEqual([]);
    expect([one, two].map((each) => toHex(memory.get(each.at('').vkey)!))).toEqual([toHex(one.note(first(2))), toHex(two.note(first(3)))]);
  });

  it('and has nothing to say is told, and a failure where the user named it', async () => {
    expect(await ask([at('a')], { a: undefined })).toMatchObject({ standings: ['silent'], codes: [] });
    expect(await ask([at('a')], { a: undefined }, { named: true })).toMatchObject({ codes: ['unwitnessed'], sentences: [expect.stringContaining('has cosigned nothing of this ledger')] });
    expect((await ask([at('a', 'b')], { a: undefined, b: note(first(3)) }, { named: true })).codes).toEqual([]);
    expect((await ask([at()], {}, { named: true })).codes).toEqual(['unwitnessed']);
  });

  it('and cannot be reached says nothing, and ends the audit where the user named it', async () => {
    expect(await ask([at('away')], {})).toMatchObject({ standings: ['unreachable'], codes: [] });
    await expect(ask([at('away')], {}, { named: true })).rejects.toMatchObject({ code: 'ledger-unreachable' });
  });
});
