import { Worker } from 'node:worker_threads';
import type { Finding, Fuzzed } from './fuzz.ts';
import { parsers } from './parsers.ts';

/** What a thread is to do, and where it writes what it is at: parser, length, how many so far, and the input itself. */
export interface Order {
  readonly names: readonly string[];
  readonly rounds: number;
  readonly seed: number;
  readonly shared: SharedArrayBuffer;
}

/** An input at which nothing moves for so long (milliseconds) never ends. */
const patience = 60_000;

/** Fuzzes parsers in a thread of their own. One that never ends is a finding too, and the next parser is taken up. */
export async function fuzzApart(names: readonly string[], rounds: number, seed: number, tell: (fuzzed: Fuzzed) => void): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const left = new Set(names);
  while (left.size > 0) {
    const stuck = await once([...left], rounds, seed, (fuzzed) => {
      left.delete(fuzzed.parser);
      findings.push(...fuzzed.findings);
      tell(fuzzed);
    });
    if (stuck === null) break;
    left.delete(stuck.parser);
    findings.push(stuck);
  }
  return findings;
}

/** The input at which the thread stopped; `null`: it did everything. */
function once(names: readonly string[], rounds: number, seed: number, tell: (fuzzed: Fuzzed) => void): Promise<Finding | null> {
  const shared = new SharedArrayBuffer(12 + 256 * 1024);
  const at = new Int32Array(shared, 0, 3);
  const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: { names, rounds, seed, shared } satisfies Order });
  return new Promise((settle, fail) => {
    let seen = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(at, 2);
      if (now !== seen) return void (seen = now);
      clearInterval(watch);
      void worker.terminate();
      const bytes = Uint8Array.from(new Uint8Array(shared, 12, Atomics.load(at, 1)));
      settle({ parser: parsers[Atomics.load(at, 0)]!.name, bytes, problem: `it did not end over ${bytes.length} bytes` });
    }, patience);
    const done = (then: () => void) => {
      clearInterval(watch);
      then();
    };
    worker.on('message', tell);
    worker.on('error', (error) => done(() => fail(error)));
    worker.on('exit', (code) => done(() => (code === 0 ? settle(null) : undefined)));
  });
}
