import type { Change, FileChange } from '../change/index.ts';
import type { AreaMatcher } from './area-matcher.ts';
import type { AreaPaths, RecentHistory, Risk, RiskReason, SizeStep, TouchedArea } from './risk.ts';
import { findRuleHits, type RuleHit } from './rule-hits.ts';
import type { SizeCalibration } from './size-card.ts';
import { assessSize } from './size-risk.ts';
import { compareTiers, maxTier, type Tier } from './tier.ts';

/**
 * How much a change can hurt: the highest tier of any touched area (`defaultTier` for files outside every
 * area), raised by its size, by what the same authors landed beside it lately, and by rule hits. Nothing
 * lowers it; `calibration` only words what is said of its size. `matcher` is `compileAreas(areas)` of the same list. The author is never a signal.
 */
export function assessRisk(
  change: Pick<Change, 'files'>,
  matcher: AreaMatcher,
  areas: readonly AreaPaths[],
  defaultTier: Tier,
  size: readonly SizeStep[],
  history: RecentHistory | null,
  calibration: SizeCalibration | null = null,
): Risk {
  const { touched, outside } = placeFiles(change.files, matcher, areas);
  const { reasons: sizeReasons, linesAdded } = assessSize(change.files, size, history, calibration);
  const reasons = [
    ...touched.map((area) => areaReason(area, areas)),
    ...(outside.length > 0 ? [defaultReason(outside, defaultTier, areas.length)] : []),
    ...groupHits(newsIn(findRuleHits(change.files), touched)),
    ...sizeReasons,
  ].sort((a, b) => compareTiers(b.tier, a.tier));
  return {
    // An empty change touches nothing, and nothing says that it is harmless.
    tier: reasons.length === 0 ? defaultTier : reasons.map((reason) => reason.tier).reduce(maxTier),
    reasons,
    areas: touched,
    outside,
    linesAdded,
  };
}

/** The path areas are asked with: a submodule is a folder, so `vendor/lib/` covers it. */
function areaPath(file: FileChange): string {
  return file.newMode === '160000' || file.oldMode === '160000' ? `${file.path}/` : file.path;
}

function placeFiles(
  files: readonly FileChange[],
  matcher: AreaMatcher,
  areas: readonly AreaPaths[],
): { touched: readonly TouchedArea[]; outside: readonly string[] } {
  const inside = new Map<number, string[]>();
  const outside: string[] = [];
  for (const file of files) {
    const indexes = matcher.match(areaPath(file));
    if (indexes.length === 0) outside.push(file.path);
    for (const index of indexes) {
      const paths = inside.get(index);
      if (paths === undefined) inside.set(index, [file.path]);
      else paths.push(file.path);
    }
  }
  const touched = [...inside]
    .sort(([a], [b]) => a - b)
    .map(([index, paths]) => ({ name: areas[index]!.name, tier: areas[index]!.tier, files: paths }));
  return { touched, outside };
}

function areaReason(area: TouchedArea, areas: readonly AreaPaths[]): RiskReason {
  const at = areas.find((candidate) => candidate.name === area.name)?.at ?? null;
  const where = at === null ? '' : ` (${at.file === 'built in' ? at.file : `${at.file.split('/').at(-1)}:${at.line}`})`;
  return { signal: 'area', tier: area.tier, sentence: `${area.name} is ${area.tier}${where}`, paths: area.files, at, hit: null };
}

function defaultReason(outside: readonly string[], tier: Tier, areas: number): RiskReason {
  const files = outside.length === 1 ? `\`${outside[0]}\` is` : `${outside.length} files are`;
  const where = areas === 0 ? `${files} ${tier} by default: the policy names no areas` : `${files} outside every area: ${tier} by default`;
  return { signal: 'default', tier, sentence: where, paths: outside, at: null, hit: null };
}

/** Hits but those that only repeat what an area of at least their tier says of the same path already. */
function newsIn(hits: readonly RuleHit[], touched: readonly TouchedArea[]): readonly RuleHit[] {
  const settled = new Map<string, Tier>();
  for (const { tier, files } of touched) for (const path of files) settled.set(path, maxTier(tier, settled.get(path) ?? 'low'));
  return hits.filter((hit) => {
    const tier = settled.get(hit.path);
    return hit.by === 'lines' || tier === undefined || compareTiers(hit.tier, tier) > 0;
  });
}

/** One sentence per rule, whatever the number of files it fires in. */
function groupHits(hits: readonly RuleHit[]): readonly RiskReason[] {
  const groups = new Map<string, RuleHit[]>();
  for (const hit of hits) {
    const group = groups.get(hit.id);
    if (group === undefined) groups.set(hit.id, [hit]);
    else group.push(hit);
  }
  return [...groups.values()].map((group) => {
    const first = group[0]!;
    const place = `\`${first.path}${first.line === null ? '' : `:${first.line}`}\``;
    const places = group.reduce((sum, hit) => sum + hit.count, 0);
    const more = places === 1 ? '' : ` and ${places - 1} more ${places === 2 ? 'place' : 'places'}`;
    return {
      signal: 'rule-hit',
      tier: group.map((hit) => hit.tier).reduce(maxTier),
      sentence: `${first.says} (${place}${more})`,
      paths: group.map((hit) => hit.path),
      at: null,
      hit: first.id,
    };
  });
}
