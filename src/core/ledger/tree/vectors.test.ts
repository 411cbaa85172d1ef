import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../../test/ledger/node-hash.ts';
import { buildTree, emptyRoot, fromBase64, fromHex, hashLeaf, hashNode, toHex, verifyConsistency, verifyInclusion } from '../index.ts';
import { encodeUtf8 } from '../../values/index.ts';

interface Probes {
  readonly inclusion: readonly { file: string; leafIdx: number; treeSize: number; root: string; leafHash: string; proof: string[] | null; wantErr: boolean }[];
  readonly consistency: readonly { file: string; size1: number; size2: number; root1: string; root2: string; proof: string[] | null; wantErr: boolean }[];
}

const probes = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../test/vectors/transparency-dev-merkle.json'), 'utf8')) as Probes;
const bytes = (text: string) => fromBase64(text) ?? new Uint8Array(0);

describe('published vectors of transparency-dev/merkle', () => {
  test.each(probes.inclusion)('inclusion: $file', ({ leafIdx, treeSize, root, leafHash, proof, wantErr }) => {
    const given = { index: leafIdx, size: treeSize, root: bytes(root), leafHash: bytes(leafHash), proof: (proof ?? []).map(bytes) };
    expect(verifyInclusion(sha256, given)).toBe(!wantErr);
  });

  test.each(probes.consistency)('consistency: $file', ({ size1, size2, root1, root2, proof, wantErr }) => {
    const given = { from: size1, to: size2, fromRoot: bytes(root1), toRoot: bytes(root2), proof: (proof ?? []).map(bytes) };
    // Theirs compares roots of any length where the sizes are equal; ours knows only hashes of 32 bytes.
    const noHashes = given.fromRoot.length !== 32 && !wantErr;
    expect(verifyConsistency(sha256, given)).toBe(!wantErr && !noHashes);
  });

  // rfc6962/rfc6962_test.go
  test('hashes leaves and nodes apart', () => {
    expect(toHex(emptyRoot(sha256))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(toHex(hashLeaf(sha256, new Uint8Array(0)))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(toHex(hashLeaf(sha256, encodeUtf8('L123456')))).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56');
    const [left, right] = [hashLeaf(sha256, encodeUtf8('N123')), hashLeaf(sha256, encodeUtf8('N456'))];
    expect(hashNode(sha256, left, right)).not.toEqual(hashNode(sha256, right, left));
    expect(hashNode(sha256, left, right)).not.toEqual(hashLeaf(sha256, Uint8Array.from([...left, ...right])));
  });

  // testonly/constants.go: the eight leaves of the Certificate Transparency reference implementation, and their roots.
  test('gives the roots of the Certificate Transparency reference tree at each size', () => {
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const tree = buildTree(sha256, leaves.map((leaf) => hashLeaf(sha256, fromHex(leaf)!)));
    expect(leaves.map((_, at) => toHex(tree.root(at + 1)))).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]);
  });
});
