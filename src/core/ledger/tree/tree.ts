import type { Hash } from '../ledger.ts';
import { emptyRoot, hashNode } from './tree-hash.ts';

/** A whole tree in memory, from which roots and proofs of each of its sizes are made in logarithmic time. */
export interface Tree {
  readonly size: number;
  /** Hash of the complete subtree of 2^level leaves that is the `index`-th from the left. Throws `RangeError`. */
  node(level: number, index: number): Uint8Array;
  /** Tree hash of the first `size` leaves. Throws `RangeError` beyond the tree. */
  root(size: number): Uint8Array;
  /** Tree hash of the leaves from `start` (a multiple of the next power of two) to before `end`. */
  range(start: number, end: number): Uint8Array;
}

/** The tree over these leaf hashes. */
export function buildTree(hash: Hash, leafHashes: readonly Uint8Array[]): Tree {
  const levels: (readonly Uint8Array[])[] = [leafHashes];
  for (let below = leafHashes; below.length > 1; ) {
    const level: Uint8Array[] = [];
    for (let i = 0; i + 1 < below.length; i += 2) level.push(hashNode(hash, below[i]!, below[i + 1]!));
    levels.push(level);
    below = level;
  }
  const size = leafHashes.length;
  const node = (level: number, index: number) => {
    const found = levels[level]?.[index];
    if (found === undefined) throw new RangeError(`a tree of ${size} leaves has no node ${index} at level ${level}`);
    return found;
  };
  const range = (start: number, end: number): Uint8Array => {
    const width = end - start;
    const split = splitPoint(width);
    if (width === 1) return node(0, start);
    if (split * 2 === width) return node(Math.log2(width), start / width);
    return hashNode(hash, range(start, start + split), range(start + split, end));
  };
  const root = (at: number) => {
    if (!Number.isInteger(at) || at < 0 || at > size) throw new RangeError(`a tree of ${size} leaves has no root at ${at}`);
    return at === 0 ? emptyRoot(hash) : range(0, at);
  };
  return { size, node, root, range };
}

/** The largest power of two below `width` (RFC 6962 section 2.1, k); 0 for 1. */
export function splitPoint(width: number): number {
  if (width < 2) return 0;
  let split = 1;
  while (split * 2 < width) split *= 2;
  return split;
}
