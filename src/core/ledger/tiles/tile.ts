import type { Parsed } from '../ledger.ts';
import { hashSize } from '../tree/tree-hash.ts';

/** The largest leaf an entry bundle can hold: its length is a uint16. */
export const longestLeaf = 0xffff;

/** Hashes side by side, as a tile has them. */
export function writeTile(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * hashSize);
  for (const [at, each] of hashes.entries()) bytes.set(each, at * hashSize);
  return bytes;
}

/** The hashes of a tile that must have exactly this width. */
export function readTile(bytes: Uint8Array, width: number): Parsed<Uint8Array[]> {
  if (bytes.length !== width * hashSize) return { ok: false, sentence: `it has ${bytes.length} bytes where ${width} hashes take ${width * hashSize}` };
  return { ok: true, value: Array.from({ length: width }, (_, at) => bytes.subarray(at * hashSize, (at + 1) * hashSize)) };
}

/** Leaves behind each other, each with its length before it as big-endian uint16. Throws `RangeError` on one too long. */
export function writeEntryBundle(leaves: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(leaves.reduce((sum, leaf) => sum + 2 + leaf.length, 0));
  let at = 0;
  for (const leaf of leaves) {
    if (leaf.length > longestLeaf) throw new RangeError(`a leaf of ${leaf.length} bytes fits no entry bundle`);
    bytes[at] = leaf.length >> 8;
    bytes[at + 1] = leaf.length & 0xff;
    bytes.set(leaf, at + 2);
    at += 2 + leaf.length;
  }
  return bytes;
}

/** The leaves of an entry bundle that must hold exactly this many, and nothing behind them. */
export function readEntryBundle(bytes: Uint8Array, width: number): Parsed<Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = at + 2 + (at + 1 < bytes.length ? bytes[at]! * 256 + bytes[at + 1]! : 0);
    if (at + 2 > bytes.length || end > bytes.length) return { ok: false, sentence: `it is cut off in leaf ${leaves.length}` };
    leaves.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (leaves.length !== width) return { ok: false, sentence: `it holds ${leaves.length} leaves where ${width} belong` };
  return { ok: true, value: leaves };
}
