import { decodeUtf8, encodeUtf8 } from '../../values/index.ts';
import type { Checkpoint, Parsed } from '../ledger.ts';
import { hashSize } from '../tree/tree-hash.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** What a ledger calls itself: it is named after the repository of its first entry. */
export function originOf(repository: string): string {
  return `countersign/${repository}`;
}

/** The text of a checkpoint (C2SP tlog-checkpoint): origin, size and root in base64, a line each. */
export function writeCheckpoint({ origin, size, root }: Checkpoint): Uint8Array {
  return encodeUtf8(`${origin}\n${size}\n${toBase64(root)}\n`);
}

/** A checkpoint's text, taken apart; lines behind the third are opaque (tlog-checkpoint: extension lines). */
export interface CheckpointText {
  readonly checkpoint: Checkpoint;
  readonly extensions: readonly string[];
}

/** Reads the text of a checkpoint, without signatures. Sizes beyond 2^53 - 1 are refused: they could not be counted. */
export function readCheckpoint(bytes: Uint8Array): Parsed<CheckpointText> {
  const text = plainText(bytes);
  if (text === null) return { ok: false, sentence: 'it holds control characters or is not UTF-8' };
  if (!text.endsWith('\n')) return { ok: false, sentence: 'its last line is cut off' };
  const lines = text.slice(0, -1).split('\n');
  const [origin = '', size = '', root = '', ...extensions] = lines;
  if (lines.includes('')) return { ok: false, sentence: 'it has an empty line' };
  if (lines.length < 3) return { ok: false, sentence: 'it has fewer than three lines' };
  const count = readCount(size);
  if (count === null) return { ok: false, sentence: 'its second line is no tree size' };
  const hash = fromBase64(root);
  if (hash?.length !== hashSize) return { ok: false, sentence: 'its third line is no root hash in base64' };
  return { ok: true, value: { checkpoint: { origin, size: count, root: hash }, extensions } };
}

/** A count in decimal digits without leading zeros, at most 2^53 - 1; `null` for any other text. */
export function readCount(text: string): number | null {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) return null;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : null;
}

/** UTF-8 without control characters other than the line feed (C2SP signed-note); `null` for other bytes. */
export function plainText(bytes: Uint8Array): string | null {
  const text = decodeUtf8(bytes);
  // oxlint-disable-next-line no-control-regex
  return /[\0-\x09\x0b-\x1f]|\p{Surrogate}/u.test(text) ? null : text;
}
