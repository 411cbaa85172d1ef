import { encodeUtf8 } from '../../values/index.ts';
import type { Checkpoint, Parsed } from '../ledger.ts';
import { toHex } from './base64.ts';
import { readCheckpoint } from './checkpoint.ts';
import { openNote, type VerifierKey, type VerifyEd25519 } from './signed-note.ts';

/** A checkpoint that a witness vouches to have seen, and when. */
export interface CosignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly by: VerifierKey;
  /** Seconds since 1970. */
  readonly signedAt: number;
  /** The signed note, verbatim. */
  readonly note: Uint8Array;
}

/** A note is read up to so many bytes: a checkpoint with 64 signatures takes a tenth. */
const longestNote = 64 * 1024;

/** Reads a note that this witness must have cosigned; signatures of others are passed over. An empty tree is none to vouch for. */
export function openCosigned(verify: VerifyEd25519, note: Uint8Array, by: VerifierKey): Parsed<CosignedCheckpoint> {
  if (note.length > longestNote) return { ok: false, sentence: `the note is longer than ${longestNote} bytes` };
  const opened = openNote({ verify }, note, [by]);
  if (!opened.ok) return opened;
  const parsed = readCheckpoint(encodeUtf8(opened.value.text));
  if (!parsed.ok) return { ok: false, sentence: `what the note signs is no checkpoint: ${parsed.sentence}` };
  const { checkpoint, extensions } = parsed.value;
  if (extensions.length > 0) return { ok: false, sentence: 'the note has lines behind the root that no ledger of ours has' };
  if (checkpoint.size === 0) return { ok: false, sentence: 'the note is of a ledger without entries' };
  const signedAt = opened.value.signedBy[0]?.signedAt ?? null;
  if (signedAt === null) return { ok: false, sentence: `the key of \`${by.name}\` is none of a witness` };
  return { ok: true, value: { checkpoint, by, signedAt, note } };
}

/**
 * How a ledger stands to what a witness saw of it. `agrees`: it begins with that; `rollback`: it has fewer entries now;
 * `fork`: other entries stand first, or it is another ledger.
 */
export type CosignedStanding = 'agrees' | 'rollback' | 'fork';

/** Holds a ledger (`rootAt`: the root of its first so many entries as hex digits) against a cosigned checkpoint. */
export function standingOf({ checkpoint }: Pick<CosignedCheckpoint, 'checkpoint'>, ledger: { readonly origin: string; readonly size: number; rootAt(size: number): string | null }): CosignedStanding {
  if (checkpoint.origin !== ledger.origin) return 'fork';
  if (checkpoint.size > ledger.size) return 'rollback';
  return ledger.rootAt(checkpoint.size) === toHex(checkpoint.root) ? 'agrees' : 'fork';
}
