import type { Hash } from '../ledger.ts';
import { hashNode, hashSize, sameBytes } from './tree-hash.ts';
import { splitPoint, type Tree } from './tree.ts';

/**
 * Shows that the tree of the first `from` leaves is the beginning of that of the first `to` (RFC 6962 section 2.1.2).
 * Everything is consistent with nothing, so `from` 0 proves nothing and is a `RangeError`.
 */
export function proveConsistency(tree: Tree, from: number, to: number): Uint8Array[] {
  if (!Number.isInteger(from) || from < 1 || from > to || to > tree.size) {
    throw new RangeError(`no consistency proof from ${from} to ${to} of ${tree.size} leaves`);
  }
  const proof: Uint8Array[] = [];
  let start = 0;
  let end = to;
  // Is the old tree's own root the node we stand on? Whoever checks knows it already.
  let known = true;
  while (from !== end) {
    const middle = start + splitPoint(end - start);
    if (from <= middle) {
      proof.push(tree.range(middle, end));
      end = middle;
    } else {
      proof.push(tree.range(start, middle));
      start = middle;
      known = false;
    }
  }
  if (!known) proof.push(tree.range(start, end));
  return proof.reverse();
}

/** What has to be shown: the tree (`to`, `toRoot`) begins with the tree (`from`, `fromRoot`). */
export interface Consistency {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Does the proof show it? (RFC 9162 section 2.1.4.2.) From size 0 nothing can be shown. Never throws. */
export function verifyConsistency(hash: Hash, { from, fromRoot, to, toRoot, proof }: Consistency): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 1 || from > to) return false;
  if (fromRoot.length !== hashSize || toRoot.length !== hashSize) return false;
  if (from === to) return proof.length === 0 && sameBytes(fromRoot, toRoot);
  let at = from - 1;
  let last = to - 1;
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  // Where the old tree is complete, its root is the beginning and not part of the proof.
  const path = at === 0 ? [fromRoot, ...proof] : proof;
  const first = path[0];
  if (first === undefined || first.length !== hashSize) return false;
  let old = first;
  let young = first;
  for (const node of path.slice(1)) {
    if (last === 0 || node.length !== hashSize) return false;
    if (at % 2 === 1 || at === last) {
      old = hashNode(hash, node, old);
      young = hashNode(hash, node, young);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else young = hashNode(hash, young, node);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameBytes(old, fromRoot) && sameBytes(young, toRoot);
}
