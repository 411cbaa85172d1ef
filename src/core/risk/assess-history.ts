import type { AreaMatcher } from './area-matcher.ts';
import type { AreaPaths, SizeStep } from './risk.ts';
import { findPathHits } from './rule-hits.ts';
import { stepOver } from './size-risk.ts';
import { compareTiers, maxTier, type Tier } from './tier.ts';

/**
 * The tier of a commit of the history, from paths and numbers of lines alone: what `assessRisk` gives without
 * reading contents, so it may be lower where only content rules fire. Uncounted files (binary, or lines not
 * asked for) add nothing here. `matcher` is `compileAreas(areas)`; what a path gives is kept with it.
 */
export function assessHistoryFiles(
  files: readonly { readonly path: string; readonly linesAdded: number | null }[],
  matcher: AreaMatcher,
  areas: readonly AreaPaths[],
  defaultTier: Tier,
  size: readonly SizeStep[],
): Tier {
  let lines = 0;
  let worst: Tier | null = null;
  const known = knownOf(matcher);
  for (const { path, linesAdded } of files) {
    lines += linesAdded ?? 0;
    let tier = known.get(path);
    if (tier === undefined) {
      if (known.size > pathsKept) known.clear();
      known.set(path, (tier = tierOfPath(path, matcher, areas)));
    }
    const settled = tier.area ?? defaultTier;
    const own = tier.hit === null ? settled : maxTier(settled, tier.hit);
    if (worst === null || compareTiers(own, worst) > 0) worst = own;
  }
  return maxTier(worst ?? defaultTier, stepOver(lines, size)?.tier ?? 'low');
}

interface PathTier {
  /** `null` outside every area. */
  readonly area: Tier | null;
  readonly hit: Tier | null;
}

const pathsKept = 100_000;
const kept = new WeakMap<AreaMatcher, Map<string, PathTier>>();

function knownOf(matcher: AreaMatcher): Map<string, PathTier> {
  let known = kept.get(matcher);
  if (known === undefined) kept.set(matcher, (known = new Map()));
  return known;
}

function tierOfPath(path: string, matcher: AreaMatcher, areas: readonly AreaPaths[]): PathTier {
  const tierOf = (tiers: readonly Tier[]) => (tiers.length === 0 ? null : tiers.reduce(maxTier));
  return {
    area: tierOf(matcher.match(path).map((index) => areas[index]!.tier)),
    hit: tierOf(findPathHits(path).map((hit) => hit.tier)),
  };
}
