import type { SignedChange } from '../../core/change/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Step } from './cover-step.ts';
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
        if (found.first === null) continue;
        if (newest.commit !== landed.commit && !(await isStepOf(coverage, found.first.signed, step, landed))) {
          return { covered: false, resign: { code: 'edited', sentence: `the series it is part of was signed as a whole, and no commit of that leaves the files as ${landed.commit.slice(0, 12)} does`, residual: [] } };
        }
        return { covered: true, from: oldest.commit, to: newest.commit, parts: [partOf(step, found)] };
      }
    }
  }
  return null;
}

/**
 * Whether a landing amid a series leaves what one of the signed commits leaves there. The end of a series may be as it
 * was signed while what stood before it, which may be what is deployed, was shown to nobody.
 */
async function isStepOf({ repository }: Coverer, { base, head }: SignedChange, { under }: Step, { tree }: Landed): Promise<boolean> {
  const [absent] = await repository.missing([head.commit]);
  if (absent !== undefined) throw new Failure('object-missing', 'environment', `the signed head ${absent.slice(0, 12)} is not here, and what its commits left decides`, []);
  const root = /^0+$/.test(base.commit);
  const query = { heads: [head.commit], not: root ? [] : [base.commit], since: null, until: null, firstParent: false, files: 'none' } as const;
  for await (const commits of repository.readHistory(query, [])) {
    for (const { id } of commits) {
      const step = await repository.readTreeOf(id);
      const replay = await repository.replayMerge({ base: base.tree, ours: under.tree, theirs: step.tree });
      if (replay.outcome === 'clean' && replay.tree === tree) return true;
    }
  }
  return false;
}
