import type { Hash } from '../ledger.ts';
import { hashNode, hashSize, sameBytes } from './tree-hash.ts';
import { splitPoint, type Tree } from './tree.ts';

/** The audit path of leaf `index` in the tree of the first `size` leaves (RFC 6962 section 2.1.1), sibling of the leaf first. */
export function proveInclusion(tree: Tree, index: number, size: number): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= size || size > tree.size) {
    throw new RangeError(`no inclusion proof for leaf ${index} in ${size} of ${tree.size} leaves`);
  }
  const path: Uint8Array[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      path.push(tree.range(middle, end));
      end = middle;
    } else {
      path.push(tree.range(start, middle));
      start = middle;
    }
  }
  return path.reverse();
}

/** What has to be shown: this leaf hash stands at `index` of the tree with this size and root. */
export interface Inclusion {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Does the proof show it? (RFC 9162 section 2.1.3.2.) Never throws. */
export function verifyInclusion(hash: Hash, { leafHash, index, size, root, proof }: Inclusion): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  if (leafHash.length !== hashSize || root.length !== hashSize) return false;
  let at = index;
  let last = size - 1;
  let node = leafHash;
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== hashSize) return false;
    if (at % 2 === 1 || at === last) {
      node = hashNode(hash, sibling, node);
      // A right border without a sibling moves up by itself.
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else node = hashNode(hash, node, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameBytes(node, root);
}
