import { exportLedger } from '../src/workflows/ledger/export-ledger.ts';
import { changeEveryByte } from '../test/ledger/every-byte.ts';
import { cryptography, GrowingLedger, sha256 } from '../test/ledger/memory-ledger.ts';

/** Every byte of an exported ledger of `entries` sign-offs, changed in one bit after the other: what finds it, and how long that takes. */
export async function measureExportBytes(entries: number): Promise<{ readonly lines: readonly string[]; readonly holds: boolean }> {
  const { text } = await exportLedger((await new GrowingLedger().grow(entries)).store, cryptography, sha256);
  const start = performance.now();
  const { bytes, tried, form, tree, digest, seal, missed } = changeEveryByte(text, (byte) => Array.from({ length: 8 }, (_, bit) => byte ^ (1 << bit)));
  const seconds = (performance.now() - start) / 1000;
  return {
    holds: missed.length === 0,
    lines: [
      `an exported ledger of ${entries} entries, ${bytes} bytes, each changed in each of its 8 bits: ${tried} changes in ${seconds.toFixed(0)} s`,
      `  found, also where somebody sealed the file anew: ${form} by the form of the line, ${tree} by the tree, ${digest} by a digest`,
      `  found by the SHA-256 of the whole file alone: ${seal}`,
      `  missed: ${missed.length}`,
    ],
  };
}
