import type { Cryptography } from '../../../core/attestation/index.ts';
import { type CosignedCheckpoint, openCosigned, proveInclusion, readNote, sameBytes, standingOf, type Tree, writeNote, writeTlogProof } from '../../../core/ledger/index.ts';
import { decodeUtf8, type Instant } from '../../../core/values/index.ts';
import type { KeptNotes, LedgerStore } from '../../ports/index.ts';
import type { LedgerView } from '../read-ledger.ts';
import { checkerOfNotes } from './cosignatures.ts';
import type { TrustedWitness } from './trusted-witnesses.ts';
import type { WitnessedView } from './ask-witnesses.ts';

/** What these witnesses were seen to vouch for, as far as their signatures hold and the ledger here begins with it; the newest first. */
export async function keptCosignatures(kept: KeptNotes, witnesses: readonly TrustedWitness[], ledger: WitnessedView & { readonly origin: string }, cryptography: Cryptography): Promise<readonly CosignedCheckpoint[]> {
  const notes = await kept.read();
  const found = witnesses.flatMap(({ vkey, key }) => {
    const note = notes.get(vkey);
    const opened = note === undefined ? null : openCosigned(checkerOfNotes(cryptography), note, key);
    return opened?.ok === true && standingOf(opened.value, ledger) === 'agrees' ? [opened.value] : [];
  });
  return found.toSorted((a, b) => b.signedAt - a.signedAt);
}

/**
 * A C2SP `.tlog-proof` of one entry, in the checkpoint that most of these witnesses cosigned, then in the largest; `null`
 * where none of them has seen the entry.
 */
export function proofWithCosignatures(cosigned: readonly CosignedCheckpoint[], tree: Tree, entry: number): string | null {
  const bySize = Map.groupBy(cosigned.filter(({ checkpoint }) => checkpoint.size > entry), ({ checkpoint }) => checkpoint.size);
  const [best] = [...bySize.values()].toSorted((a, b) => b.length - a.length || b[0]!.checkpoint.size - a[0]!.checkpoint.size);
  if (best === undefined) return null;
  const signatures = best.flatMap(({ note, by }) => {
    const read = readNote(note);
    const own = read.ok ? read.value.signatures.find(({ name, id }) => name === by.name && sameBytes(id, by.id)) : undefined;
    return read.ok && own !== undefined ? [{ text: read.value.text, signature: own }] : [];
  });
  const [first] = signatures;
  if (first === undefined) return null;
  const checkpoint = writeNote({ text: first.text, signatures: signatures.map(({ signature }) => signature) });
  return decodeUtf8(writeTlogProof({ extra: null, index: entry, proof: proveInclusion(tree, entry, best[0]!.checkpoint.size), checkpoint }));
}

/** The newest moment at which a witness is known here to have seen a ledger, and how much of it. */
export interface NewestWitnessed {
  readonly by: string;
  readonly size: number;
  readonly at: Instant;
}

/** `null`: nobody believed is known to have seen it. Whom to believe is asked only where anything was ever seen of a witness. */
export async function newestWitnessed(
  { checkpoint, rootAt }: Pick<LedgerView, 'checkpoint' | 'rootAt'>,
  { cosigned }: Pick<LedgerStore, 'cosigned'>,
  cryptography: Cryptography,
  believed: () => Promise<readonly TrustedWitness[]>,
): Promise<NewestWitnessed | null> {
  if (checkpoint === null || (await cosigned.read()).size === 0) return null;
  const [newest] = await keptCosignatures(cosigned, await believed(), { origin: checkpoint.origin, size: checkpoint.size, rootAt }, cryptography);
  return newest === undefined ? null : { by: newest.by.name, size: newest.checkpoint.size, at: newest.signedAt };
}
