import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { readExport } from '../src/core/ledger/index.ts';
import { exportLedger } from '../src/workflows/ledger/export-ledger.ts';
import { everyValue, type Plan, together, type Tried } from '../test/ledger/every-byte.ts';
import { cryptography, GrowingLedger, sha256 } from '../test/ledger/memory-ledger.ts';

/** What a thread is to do. */
export interface ExportOrder {
  readonly text: string;
  readonly plan: Plan;
}

/**
 * Every byte of an exported ledger of `entries` sign-offs, changed to each of its 255 other values, taken away, and
 * with one more before it: what finds it, and how long that takes.
 */
export async function measureExportBytes(entries: number, seed: number): Promise<{ readonly lines: readonly string[]; readonly holds: boolean }> {
  const { text } = await exportLedger((await new GrowingLedger().grow(entries)).store, cryptography, sha256);
  const threads = availableParallelism();
  const start = performance.now();
  const { bytes, tried, found, missed, byLine, byAudit, disagreed } = together(
    await Promise.all(Array.from({ length: threads }, (_, which) => inThread({ text, plan: { ...everyValue, moved: true, seed, byAudit: 1_000_003, share: [which, threads] } }))),
  );
  const seconds = (performance.now() - start) / 1000;
  const cutStart = performance.now();
  const cuts = ends(text);
  const uncut = cuts.filter((length) => readExport(text.slice(0, length), sha256).damage.length === 0);
  return {
    holds: bytes === text.length && tried === 257 * bytes && missed.length + disagreed.length + uncut.length === 0,
    lines: [
      `an exported ledger of ${entries} entries, ${bytes} bytes, each changed to its 255 other values, taken away, and with one more before it: ${tried} changes in ${seconds.toFixed(0)} s, ${threads} threads`,
      `  found, also where somebody sealed the file anew: ${found.form} by the form of the line, ${found.tree} by the tree, ${found.digest} by a digest`,
      `  found by the SHA-256 of the whole file alone: ${found.seal}`,
      `  missed: ${missed.length}`,
      ...missed.slice(0, 20).map((place) => `    ${place}`),
      `  read once more by the whole line: ${byLine}, by the audit of the whole file: ${byAudit}; said something else: ${disagreed.length}`,
      ...disagreed.slice(0, 20).map((place) => `    ${place}`),
      `  cut off at ${cuts.length} places, in, before and behind the end of each line, in ${((performance.now() - cutStart) / 1000).toFixed(0)} s: missed ${uncut.length}`,
    ],
  };
}

/** Lengths at which to cut: round the end of each line, and in its middle. */
function ends(text: string): readonly number[] {
  let end = 0;
  return text.split('\n').slice(0, -1).flatMap(({ length }) => {
    const middle = end + (length >> 1);
    end += length + 1;
    return [middle, end - 1, end, end + 1].filter((cut) => cut < text.length);
  });
}

function inThread(order: ExportOrder): Promise<Tried> {
  const worker = new Worker(new URL('export-worker.ts', import.meta.url), { workerData: order });
  return new Promise((settle, fail) => {
    worker.on('message', settle);
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`a thread ended with ${code} and said nothing`)));
  });
}
