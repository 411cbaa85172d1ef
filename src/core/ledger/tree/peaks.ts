import type { Hash } from '../ledger.ts';
import { emptyRoot, hashNode } from './tree-hash.ts';

/*
 * A compact range: of a tree that only grows, the roots of the largest complete subtrees, left to right. They are as
 * many as the size has ones in binary, and all that appending needs to know of what came before.
 */

/** The peaks after one more leaf; `size` is the size before it. */
export function extendPeaks(hash: Hash, peaks: readonly Uint8Array[], size: number, leafHash: Uint8Array): Uint8Array[] {
  const next = [...peaks];
  let node = leafHash;
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = hashNode(hash, next.pop()!, node);
  next.push(node);
  return next;
}

/** The peaks over subtrees of one height, side by side. */
export function peaksOf(hash: Hash, hashes: readonly Uint8Array[]): Uint8Array[] {
  let peaks: Uint8Array[] = [];
  for (const [size, each] of hashes.entries()) peaks = extendPeaks(hash, peaks, size, each);
  return peaks;
}

/** The root over these peaks: RFC 6962's tree hash of all leaves below them. */
export function rootOfPeaks(hash: Hash, peaks: readonly Uint8Array[]): Uint8Array {
  const last = peaks.at(-1);
  if (last === undefined) return emptyRoot(hash);
  return peaks.slice(0, -1).reduceRight((root, peak) => hashNode(hash, peak, root), last);
}
