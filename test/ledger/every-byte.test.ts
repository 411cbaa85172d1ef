import { beforeAll, expect, it } from 'vitest';
import { auditExport, exportLedger } from '../../src/workflows/ledger/export-ledger.ts';
import { changeEveryByte } from './every-byte.ts';
import { cryptography, GrowingLedger, sha256 } from './memory-ledger.ts';

let text: string;
beforeAll(async () => void ({ text } = await exportLedger((await new GrowingLedger().grow(2)).store, cryptography, sha256)));

it('finds every byte of an exported ledger that changed in any one bit', () => {
  const { missed, tried, bytes, form, tree, digest, seal } = changeEveryByte(text, (byte) => Array.from({ length: 8 }, (_, bit) => byte ^ (1 << bit)));
  expect([missed, bytes, tried]).toEqual([[], text.length, 8 * text.length]);
  expect(form + tree + digest + seal).toBe(tried);
  // Found by the seal alone: the ledger's name, the seal, and what becomes of the ends of lines.
  expect(seal).toBeLessThan(8 * 250);
});

it('as the audit of the whole file does', () => {
  for (let at = 0; at < text.length; at += 211) {
    const changed = Buffer.from(text);
    changed[at] = changed[at]! ^ 1;
    expect([at, auditExport('x', changed.toString('utf8'), cryptography, sha256, null).consistent]).toEqual([at, false]);
  }
});
