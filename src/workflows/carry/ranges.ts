import type { Landed } from './first-parents.ts';
import { partOf, type Coverer, type LandingCover } from './landing-cover.ts';

/** Longest series that is looked for commit by commit. */
const longestSeries = 128;

/**
 * The range of landings that one signed series became commit by commit (rebase-merge), if `landed` is among them:
 * no longer than the series, ending where the series is first in effect, and touching nothing else.
 */
export async function coveringRange(coverage: Coverer, landed: Landed): Promise<LandingCover | null> {
  const { chain } = coverage;
  const index = await coverage.index();
  const series = index.touchingAll(await chain.changesOf(landed)).filter(({ signed }) => signed.commits > 1);
  for (const candidate of series) {
    const most = Math.min(candidate.signed.commits, longestSeries);
    const paths = index.pathsOf(candidate);
    const isWithin = async (back: number): Promise<Landed | null> => {
      const other = back < 0 ? null : await chain.at(back).catch(() => null);
      return other !== null && (await chain.changesOf(other)).every(({ path }) => paths.has(path)) ? other : null;
    };
    const window: Landed[] = [landed];
    for (let other = await isWithin(landed.back + 1); other !== null && window.length < most; other = await isWithin(other.back + 1)) window.push(other);
    const older = window.length - 1;
    const newer: Landed[] = [landed];
    for (let other = await isWithin(landed.back - 1); other !== null && newer.length < most; other = await isWithin(other.back - 1)) newer.push(other);
    for (let before = older; before >= 0; before--) {
      for (let after = Math.min(newer.length, most - before) - 1; after >= 0; after--) {
        if (before + after === 0) continue;
        const [oldest, newest] = [window[before]!, newer[after]!];
        const step = await coverage.stepOf(oldest, newest);
        if (step.digest !== candidate.signed.digest && step.changes.length > candidate.signed.entries) continue;
        const found = await coverage.coverAll(step);
        if (found.first !== null) return { covered: true, from: oldest.commit, to: newest.commit, parts: [partOf(step, found)] };
      }
    }
  }
  return null;
}
