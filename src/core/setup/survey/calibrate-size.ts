import { sizeCard } from '../../risk/index.ts';
import { formatInstant, type Instant } from '../../values/index.ts';
import type { LandedSize } from './history-survey.ts';

/** One row of a repository's own size card: changes adding `from` to `to` lines (`null`: no upper end). */
export interface SizeCount {
  readonly from: number;
  readonly to: number | null;
  readonly changes: number;
  /** How many of them a later commit says it mends or takes back. */
  readonly fixed: number;
}

/** A size card of this repository, or why its history is no ground for one. */
export type SizeFinding =
  | { readonly known: true; readonly source: string; readonly until: string; readonly buckets: readonly SizeCount[]; readonly changes: number; readonly fixed: number }
  | { readonly known: false; readonly changes: number; readonly fixed: number };

/** Fewer than these say nothing about sizes. */
const fewestChanges = 200;
const fewestFixes = 30;
/** Seconds a change is given to be found wanting before it counts: 90 days. */
const settled = 90 * 86_400;

/**
 * How often changes of each size needed a fix here. Changes younger than 90 days at the newest commit are left out:
 * most of what will be found in them is not found yet. Only what developers wrote down counts as a fix.
 */
export function calibrateSize(sizes: readonly LandedSize[], mended: ReadonlySet<string>, newest: Instant): SizeFinding {
  const old = sizes.filter(({ at }) => at <= newest - settled);
  const prefixes = [...new Set([...mended].map((id) => id.length))];
  const isMended = (id: string) => prefixes.some((length) => mended.has(id.slice(0, length)));
  const counts = sizeCard.map(({ from, to }) => ({ from, to, changes: 0, fixed: 0 }));
  for (const { id, linesAdded } of old) {
    const bucket = counts.findLast(({ from }) => linesAdded >= from) ?? counts[0]!;
    bucket.changes += 1;
    if (isMended(id)) bucket.fixed += 1;
  }
  const fixed = counts.reduce((sum, bucket) => sum + bucket.fixed, 0);
  if (old.length < fewestChanges || fixed < fewestFixes) return { known: false, changes: old.length, fixed };
  const first = Math.min(...old.map(({ at }) => at));
  const day = (at: Instant) => formatInstant(at).slice(0, 10);
  const until = day(newest - settled);
  return { known: true, source: `Fixes trailers and reverts of this history, ${day(first)} to ${until}`, until, buckets: counts, changes: old.length, fixed };
}
