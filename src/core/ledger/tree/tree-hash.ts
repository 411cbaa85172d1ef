import type { Hash } from '../ledger.ts';

/** Bytes of one hash. */
export const hashSize = 32;

/** Hash of a leaf: SHA-256 over `00` and its bytes (RFC 6962 section 2.1), so that no leaf passes for a node. */
export function hashLeaf(hash: Hash, leaf: Uint8Array): Uint8Array {
  const data = new Uint8Array(leaf.length + 1);
  data.set(leaf, 1);
  return hash(data);
}

/** Hash of a node: SHA-256 over `01` and its two children. */
export function hashNode(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const data = new Uint8Array(2 * hashSize + 1);
  data[0] = 1;
  data.set(left, 1);
  data.set(right, hashSize + 1);
  return hash(data);
}

/** Root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(hash: Hash): Uint8Array {
  return hash(new Uint8Array(0));
}

/** Are these the same bytes? Hashes are public: no constant time. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
