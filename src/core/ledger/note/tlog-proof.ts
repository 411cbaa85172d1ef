import { decodeUtf8, encodeUtf8 } from '../../values/index.ts';
import type { Checkpoint, Hash, Parsed } from '../ledger.ts';
import { verifyInclusion } from '../tree/inclusion.ts';
import { hashSize } from '../tree/tree-hash.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { readCheckpoint, readCount } from './checkpoint.ts';
import { openNote, type OpenedNote, type VerifierKey, type VerifyEd25519 } from './signed-note.ts';

const header = 'c2sp.org/tlog-proof@v1';
/** 2^53 leaves need no more. */
const longestProof = 53;

/** A C2SP `.tlog-proof`, taken apart: an entry's place in a signed or cosigned checkpoint. */
export interface TlogProof {
  /** Whatever the maker added: not authenticated by anything. */
  readonly extra: Uint8Array | null;
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  /** The signed note of the checkpoint, verbatim. */
  readonly checkpoint: Uint8Array;
}

/** Writes a `.tlog-proof`. */
export function writeTlogProof({ extra, index, proof, checkpoint }: TlogProof): Uint8Array {
  const lines = [header, ...(extra === null ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`, ...proof.map(toBase64)];
  return Uint8Array.from([...encodeUtf8(`${lines.join('\n')}\n\n`), ...checkpoint]);
}

/** Takes a `.tlog-proof` apart; nothing of it is checked. */
export function readTlogProof(bytes: Uint8Array): Parsed<TlogProof> {
  const text = decodeUtf8(bytes);
  const end = text.indexOf('\n\n');
  const lines = end < 0 ? [] : text.slice(0, end).split('\n');
  if (lines.shift() !== header) return { ok: false, sentence: `it does not begin with \`${header}\`` };
  let extra: Uint8Array | null = null;
  if (lines[0]?.startsWith('extra ') === true) {
    extra = fromBase64(lines.shift()!.slice('extra '.length));
    if (extra === null) return { ok: false, sentence: 'its extra data is no base64' };
  }
  const index = /^index (\d+)$/.exec(lines.shift() ?? '')?.[1];
  const at = index === undefined ? null : readCount(index);
  if (at === null) return { ok: false, sentence: 'its index line is malformed' };
  if (lines.length > longestProof) return { ok: false, sentence: 'its proof is too long' };
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const node = fromBase64(line);
    if (node?.length !== hashSize) return { ok: false, sentence: `hash ${proof.length + 1} of its proof is malformed` };
    proof.push(node);
  }
  return { ok: true, value: { extra, index: at, proof, checkpoint: encodeUtf8(text.slice(end + 2)) } };
}

/** The checkpoint a proof holds in, and who signed it. How many cosigners are enough is for the caller to say. */
export interface ProvenEntry {
  readonly index: number;
  readonly checkpoint: Checkpoint;
  readonly signedBy: OpenedNote['signedBy'];
}

/** Does a `.tlog-proof` show that this leaf is in the log of `origin`, in a checkpoint signed by `keys`? */
export function verifyTlogProof(
  cryptography: { readonly hash: Hash; readonly verify: VerifyEd25519 },
  bytes: Uint8Array,
  expected: { readonly leafHash: Uint8Array; readonly origin: string; readonly keys: readonly VerifierKey[] },
): Parsed<ProvenEntry> {
  const read = readTlogProof(bytes);
  if (!read.ok) return read;
  const { index, proof, checkpoint: note } = read.value;
  const opened = openNote(cryptography, note, expected.keys);
  if (!opened.ok) return opened;
  const parsed = readCheckpoint(encodeUtf8(opened.value.text));
  if (!parsed.ok) return parsed;
  const { checkpoint } = parsed.value;
  if (checkpoint.origin !== expected.origin) return { ok: false, sentence: `the checkpoint is of \`${checkpoint.origin}\`, not of \`${expected.origin}\`` };
  if (!verifyInclusion(cryptography.hash, { leafHash: expected.leafHash, index, size: checkpoint.size, root: checkpoint.root, proof })) {
    return { ok: false, sentence: `the proof does not lead from entry ${index} to the root of the checkpoint` };
  }
  return { ok: true, value: { index, checkpoint, signedBy: opened.value.signedBy } };
}
