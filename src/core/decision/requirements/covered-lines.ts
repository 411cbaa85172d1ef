import type { LineRange } from '../../change/index.ts';
import type { Assistance } from '../../evidence/index.ts';
import { pathKind } from '../../risk/index.ts';
import type { FileCoverage } from '../../signoff/index.ts';

/** How many of the lines that a change adds tests ran. */
export interface LinesCovered {
  readonly hit: number;
  /** Lines that can run, and every line of a file that no report names. */
  readonly lines: number;
  /** Files that no report names. */
  readonly outside: readonly string[];
}

/** Endings of what no coverage tool looks at: data, settings, style. */
const neverRuns = /\.(?:json|ya?ml|toml|lock|ini|cfg|conf|properties|xml|svg|css|scss|less|html|txt|csv|png|jpe?g|gif|ico)$/i;

/**
 * Counts the added lines of what ships: tests, documents, data and settings aside. All of them, for which lines an AI
 * wrote is known from records that may be left out, and leaving them out must not help. Nor must leaving a file out of
 * the report: one that none names counts as not covered, line by line. Several reports cover what any of them covers.
 */
export function shareCovered({ files }: Pick<Assistance, 'files'>, reports: readonly (readonly FileCoverage[])[]): LinesCovered {
  let [hit, lines] = [0, 0];
  const outside: string[] = [];
  for (const { path, ranges } of files) {
    if (ranges.length === 0 || pathKind(path) !== 'code' || neverRuns.test(path)) continue;
    const named = reports.flatMap((report) => report.filter((one) => one.path === path));
    if (named.length === 0) {
      outside.push(path);
      lines += ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0);
      continue;
    }
    const ran = linesOf(named.flatMap((one) => [...one.hit]), ranges);
    const canRun = linesOf(named.flatMap((one) => [...one.hit, ...one.missed]), ranges);
    hit += ran.size;
    lines += canRun.size;
  }
  return { hit, lines, outside };
}

/** The lines of `ranges` that lie in any of `within`. */
function linesOf(ranges: readonly LineRange[], within: readonly LineRange[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { start, end } of within) for (const range of ranges) for (let line = Math.max(start, range.start); line <= Math.min(end, range.end); line += 1) found.add(line);
  return found;
}
