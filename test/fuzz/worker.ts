import { parentPort, workerData } from 'node:worker_threads';
import { fuzz } from './fuzz.ts';
import { parsers } from './parsers.ts';
import type { Order } from './fuzz-apart.ts';

/* Fuzzes one parser after the other in a thread that can be ended from outside, whatever it is at. */

const { names, rounds, seed, shared } = workerData as Order;
const at = new Int32Array(shared, 0, 3);
const input = new Uint8Array(shared, 12);

for (const [index, parser] of parsers.entries()) {
  if (!names.includes(parser.name)) continue;
  Atomics.store(at, 0, index);
  const fuzzed = await fuzz(parser, rounds, seed, (bytes) => {
    input.set(bytes.subarray(0, input.length));
    Atomics.store(at, 1, Math.min(bytes.length, input.length));
    Atomics.add(at, 2, 1);
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window.
  parentPort!.postMessage(fuzzed);
}
