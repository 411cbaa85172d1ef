import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cryptography, sha256 } from '../../../../test/ledger/memory-ledger.ts';
import { readCheckpoint, readEntryBundle, readExport, readLeaf, readNote, readReceipt, readTlogProof, readVerifierKey } from '../index.ts';

describe('whatever is given', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.json().map((json) => `${json}\n`), fc.constant('['.repeat(200_000)), fc.constant('{"type":'.repeat(50_000)));

  test('as text, is read or refused and never thrown over', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readReceipt(text).ok).toBe(false);
        expect(readExport(text, sha256).damage.length).toBeGreaterThan(0);
        expect(readVerifierKey(cryptography.sha256, text).ok).toBe(false);
      }),
    );
  });

  test('as bytes, is read or refused and never thrown over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(3), (bytes, width) => {
        for (const read of [readCheckpoint, readLeaf, readNote, readTlogProof]) expect(read(bytes).ok).toBe(false);
        expect(typeof readEntryBundle(bytes, width).ok).toBe('boolean');
      }),
    );
  });
});
