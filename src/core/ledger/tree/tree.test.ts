import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../../test/ledger/node-hash.ts';
import { buildTree, emptyRoot, extendPeaks, hashLeaf, proveConsistency, proveInclusion, rootOfPeaks, sameBytes, verifyConsistency, verifyInclusion } from '../index.ts';

const largest = 300;
const leafHashes = Array.from({ length: largest }, (_, at) => hashLeaf(sha256, Uint8Array.of(at >> 8, at & 0xff)));
const tree = buildTree(sha256, leafHashes);

/** One bit of one of these byte strings turned over. */
function flipped(parts: readonly Uint8Array[], bit: number): Uint8Array[] {
  let rest = bit % (parts.reduce((sum, { length }) => sum + length, 0) * 8);
  return parts.map((part) => {
    const copy = Uint8Array.from(part);
    if (rest >= 0 && rest < copy.length * 8) copy[rest >> 3]! ^= 1 << (rest & 7);
    rest -= copy.length * 8;
    return copy;
  });
}

describe('a tree of every size up to 300', () => {
  test('has the root that growing it leaf by leaf gives', () => {
    let peaks: Uint8Array[] = [];
    expect(tree.root(0)).toEqual(emptyRoot(sha256));
    for (let size = 0; size < largest; size++) {
      peaks = extendPeaks(sha256, peaks, size, leafHashes[size]!);
      expect(sameBytes(rootOfPeaks(sha256, peaks), tree.root(size + 1))).toBe(true);
    }
  });

  test('proves each of its leaves, and none at another place', () => {
    for (let size = 1; size <= largest; size++) {
      const root = tree.root(size);
      for (const index of new Set([0, 1, size >> 1, (size * 7) % size, size - 2, size - 1, (size * 31) % largest])) {
        if (index < 0 || index >= size) continue;
        const proof = proveInclusion(tree, index, size);
        const given = { leafHash: leafHashes[index]!, index, size, root, proof };
        expect(verifyInclusion(sha256, given)).toBe(true);
        expect(verifyInclusion(sha256, { ...given, index: index ^ 1 })).toBe(false);
        expect(verifyInclusion(sha256, { ...given, proof: [...proof, root] })).toBe(false);
      }
    }
  });

  test('proves each of its beginnings', () => {
    for (let to = 1; to <= largest; to++) {
      for (const from of new Set([1, 2, to >> 1, (to * 5) >> 3, 128, 255, 256, to - 1, to])) {
        if (from < 1 || from > to) continue;
        const given = { from, fromRoot: tree.root(from), to, toRoot: tree.root(to), proof: proveConsistency(tree, from, to) };
        expect(verifyConsistency(sha256, given)).toBe(true);
        expect(verifyConsistency(sha256, { ...given, proof: [...given.proof, given.toRoot] })).toBe(false);
      }
    }
  });
});

describe('a proof', () => {
  const sizes = fc.integer({ min: 1, max: largest });

  test('of inclusion fails when any bit of it, of the leaf or of the root changes', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, at, bit) => {
        const index = at % size;
        const proof = proveInclusion(tree, index, size);
        const [leafHash, root, ...rest] = flipped([leafHashes[index]!, tree.root(size), ...proof], bit);
        expect(verifyInclusion(sha256, { leafHash: leafHash!, index, size, root: root!, proof: rest })).toBe(false);
        expect(verifyInclusion(sha256, { leafHash: leafHashes[index]!, index, size, root: tree.root(size), proof })).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('of consistency fails when any bit of it or of the roots changes', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (to, at, bit) => {
        const from = 1 + (at % to);
        const proof = proveConsistency(tree, from, to);
        const [fromRoot, toRoot, ...rest] = flipped([tree.root(from), tree.root(to), ...proof], bit);
        expect(verifyConsistency(sha256, { from, fromRoot: fromRoot!, to, toRoot: toRoot!, proof: rest })).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('from size 0 is an error and never holds', () => {
    expect(() => proveConsistency(tree, 0, 5)).toThrow(RangeError);
    expect(verifyConsistency(sha256, { from: 0, fromRoot: tree.root(0), to: 5, toRoot: tree.root(5), proof: [] })).toBe(false);
    expect(verifyConsistency(sha256, { from: 0, fromRoot: tree.root(0), to: 0, toRoot: tree.root(0), proof: [] })).toBe(false);
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])('with %s for a size or an index does not hold', (odd) => {
    const root = tree.root(8);
    const proof = proveInclusion(tree, 3, 8);
    expect(verifyInclusion(sha256, { leafHash: leafHashes[3]!, index: odd, size: 8, root, proof })).toBe(false);
    expect(verifyInclusion(sha256, { leafHash: leafHashes[3]!, index: 3, size: odd, root, proof })).toBe(false);
    expect(verifyConsistency(sha256, { from: odd, fromRoot: root, to: 8, toRoot: root, proof })).toBe(false);
    expect(verifyConsistency(sha256, { from: 8, fromRoot: root, to: odd, toRoot: root, proof })).toBe(false);
  });

  test('cannot be made beyond the tree', () => {
    expect(() => proveInclusion(tree, 3, 3)).toThrow(RangeError);
    expect(() => proveInclusion(tree, 0, largest + 1)).toThrow(RangeError);
    expect(() => proveConsistency(tree, 5, 4)).toThrow(RangeError);
    expect(() => tree.root(largest + 1)).toThrow(RangeError);
    expect(() => tree.node(1, 150)).toThrow(RangeError);
  });
});
