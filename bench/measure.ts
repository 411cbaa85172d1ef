import { performance } from 'node:perf_hooks';

/** Milliseconds of repeated runs. */
export interface Timing {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One line of a bench: our time beside a peer's or a floor's for the same work, measured in turns. */
export interface Row {
  readonly work: string;
  readonly peer: string;
  readonly ours: Timing;
  readonly theirs: Timing;
  /** Median of ours ÷ theirs over the pairs: below 1 we are faster. */
  readonly ratio: number;
  /** What measures.md asks for, e.g. `≤ 1.3`; `null` where it asks only that the ratio is printed. */
  readonly aim: string | null;
}

/** What a bench prints. */
export interface Result {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Facts beside the table: sizes, counts, fitted exponents. */
  readonly notes: readonly string[];
}

/** What every bench gets. */
export interface Context {
  /** A repository brought by the user, else `null`. */
  readonly repo: string | null;
  /** A folder to build in; kept between runs so that generated repositories are made once. */
  readonly scratch: string;
  readonly repeats: number;
  /** How many of whatever a bench makes, where it can make more; `null`: as many as it takes by default. */
  readonly count: number | null;
  readonly log: (line: string) => void;
}

/** Runs both once to warm up, then in turns, and compares pair by pair, so that a busy machine slows both. */
export async function pair(
  work: string,
  peer: string,
  aim: string | null,
  repeats: number,
  ours: () => unknown,
  theirs: () => unknown,
): Promise<Row> {
  await theirs();
  await ours();
  const times: { ours: number; theirs: number }[] = [];
  for (let i = 0; i < repeats; i++) times.push({ theirs: await time(theirs), ours: await time(ours) });
  return {
    work,
    peer,
    ours: summarise(times.map((one) => one.ours)),
    theirs: summarise(times.map((one) => one.theirs)),
    ratio: median(times.map((one) => one.ours / one.theirs)),
    aim,
  };
}

/** Milliseconds one run takes. */
export async function time(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Median and spread of some times. */
export function summarise(times: readonly number[]): Timing {
  return { median: median(times), min: Math.min(...times), max: Math.max(...times) };
}

/** Exponent k of time ≈ c · sizeᵏ: the least-squares slope in log–log space. */
export function fittedExponent(points: readonly { readonly size: number; readonly value: number }[]): number {
  const xs = points.map((point) => Math.log(point.size));
  const ys = points.map((point) => Math.log(point.value));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const mx = mean(xs);
  const my = mean(ys);
  let above = 0;
  let below = 0;
  xs.forEach((x, i) => {
    above += (x - mx) * (ys[i]! - my);
    below += (x - mx) ** 2;
  });
  return above / below;
}
