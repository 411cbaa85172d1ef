import type { Cryptography } from '../../../core/attestation/index.ts';
import { type Checkpoint, readNote, readTlogProof, sameBytes, type VerifierKey, verifyTlogProof } from '../../../core/ledger/index.ts';
import { clockSkew } from '../../../core/signoff/index.ts';
import { encodeUtf8, formatInstant, type Instant } from '../../../core/values/index.ts';
import { checkerOfNotes } from './cosignatures.ts';

/** One check of a receipt, by name. */
export interface ReceiptStep {
  readonly name: 'form' | 'signature' | 'entry list' | 'inclusion' | 'pin' | 'witness';
  /** `null`: there is nothing to check yet, and that is said. */
  readonly holds: boolean | null;
  readonly sentence: string;
}

/** What a receipt says of witnesses, and whom of them to believe. */
export interface WitnessedReceipt {
  readonly witnessed: string | undefined;
  readonly entry: number;
  /** The one that the rest of the receipt leads to. */
  readonly checkpoint: Checkpoint;
  readonly leafHash: Uint8Array;
  readonly believed: readonly VerifierKey[];
  readonly now: Instant;
  readonly cryptography: Cryptography;
}

/** One step for each witness that is to be believed; where none is named, what the receipt says of them is not believed and said. */
export function witnessSteps({ witnessed, entry, checkpoint, leafHash, believed, now, cryptography }: WitnessedReceipt): ReceiptStep[] {
  const step = (holds: boolean | null, sentence: string): ReceiptStep => ({ name: 'witness', holds, sentence });
  if (witnessed === undefined) return believed.map(({ name }) => step(false, `no witness had seen the entry, nor had \`${name}\``));
  const bytes = encodeUtf8(witnessed);
  if (believed.length === 0) {
    const read = readTlogProof(bytes);
    const note = read.ok ? readNote(read.value.checkpoint) : read;
    if (!read.ok || !note.ok) return [step(false, `what it says of witnesses cannot be read: ${note.ok ? '' : note.sentence}`)];
    return [step(null, `${note.value.signatures.map(({ name }) => `\`${name}\``).join(', ')} may have cosigned it: with \`--witness-key\` that is checked`)];
  }
  const verify = checkerOfNotes(cryptography);
  return believed.map((key) => {
    const expected = { leafHash, origin: checkpoint.origin, keys: [key] };
    const proven = verifyTlogProof({ hash: (data) => cryptography.sha256(data), verify }, bytes, expected);
    if (!proven.ok) return step(false, `\`${key.name}\` vouches for nothing: ${proven.sentence}`);
    const { index, checkpoint: seen, signedBy } = proven.value;
    if (index !== entry) return step(false, `\`${key.name}\` vouches for entry ${index}, and this is entry ${entry}`);
    if (seen.size === checkpoint.size && !sameBytes(seen.root, checkpoint.root)) return step(false, `\`${key.name}\` saw other entries among the ${seen.size} that the receipt speaks of`);
    const at = signedBy[0]?.signedAt ?? null;
    if (at === null) return step(false, `the key of \`${key.name}\` is none of a witness`);
    if (at > now + clockSkew) return step(false, `\`${key.name}\` says that it saw it at ${formatInstant(at)}, which is yet to come`);
    return step(true, `\`${key.name}\` saw it among ${seen.size} entries at ${formatInstant(at)}`);
  });
}
