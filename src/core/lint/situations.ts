import { compareLevels, lowestLevel, type Area, type Person, type Policy } from '../policy/index.ts';
import { compareTiers, compileAreas, tiers, type Tier } from '../risk/index.ts';
import type { Situation } from './may-hold.ts';

/** Who writes a change lint imagines: up to two people, or one with somebody unknown, or nobody enrolled. */
export interface Authors {
  readonly persons: readonly Person[];
  /** Who writes beside them: somebody not enrolled, or an agent that no human stands behind. */
  readonly beside: 'stranger' | 'agent' | null;
}

/** A change lint imagines: the areas it touches, and a tier it can have there. */
export interface Touched {
  /** In the policy's order; empty: files outside every area. */
  readonly areas: readonly string[];
  readonly tier: Tier;
  /** The tier is that of its areas; otherwise its size or what it does has raised it. */
  readonly ordinary: boolean;
  /** One file is enough to touch them; otherwise the change could be split. */
  readonly oneFile: boolean;
}

/** What rules see of an author and a change. An agent with an operator is seen as its operator. */
export function situationOf(policy: Policy, { persons, beside }: Authors, { areas, tier }: Touched, assisted: boolean): Situation {
  const unknown = beside !== null;
  const lowest = lowestLevel(policy.levels);
  const level = unknown ? lowest : persons.map((person) => person.level).reduce((a, b) => (compareLevels(policy.levels, a, b) <= 0 ? a : b));
  return { assisted, level, unknown, operatorKnown: beside !== 'agent', tier, areas };
}

/**
 * What changes can touch, least first: one file, then two; at the tier of its areas, then at every higher one. What
 * one file touches is taken from samples of the patterns: an area inside another never comes without it.
 */
export function touchedSets(policy: Policy): readonly Touched[] {
  const single = singles(policy);
  const seen = new Set(single.map(keyOf));
  const order = policy.areas.map(({ name }) => name);
  const double: (readonly string[])[] = [];
  for (const [i, a] of single.entries()) {
    for (const b of single.slice(i + 1)) {
      const both = order.filter((name) => a.includes(name) || b.includes(name));
      if (!seen.has(keyOf(both))) double.push(both);
      seen.add(keyOf(both));
    }
  }
  return [...atEveryTier(policy, single, true), ...atEveryTier(policy, double, false)];
}

function atEveryTier(policy: Policy, sets: readonly (readonly string[])[], oneFile: boolean): readonly Touched[] {
  const tierOf = new Map(policy.areas.map(({ name, tier }) => [name, tier] as const));
  const floored = sets.map((areas) => {
    const own = areas.map((name) => tierOf.get(name) ?? policy.defaultTier);
    return { areas, floor: tiers.findLast((tier) => own.includes(tier)) ?? policy.defaultTier };
  });
  return [
    ...floored.map(({ areas, floor }) => ({ areas, tier: floor, ordinary: true, oneFile })),
    ...floored.flatMap(({ areas, floor }) =>
      tiers.filter((tier) => compareTiers(tier, floor) > 0).map((tier) => ({ areas, tier, ordinary: false, oneFile })),
    ),
  ];
}

function keyOf(names: readonly string[]): string {
  return names.join('\0');
}

/** The areas that the sample of each pattern lies in, once each; and none, unless some area is over every file. */
function singles(policy: Policy): readonly (readonly string[])[] {
  const matcher = compileAreas(policy.areas);
  const touching = (path: string) => matcher.match(path).map((i) => policy.areas[i]!.name);
  const outside = anyFile.some((path) => touching(path).length === 0);
  const sets = new Map<string, readonly string[]>(outside ? [['', []]] : []);
  for (const area of policy.areas) {
    for (const pattern of area.paths) {
      const found = touching(samplePath(pattern));
      const names = found.includes(area.name) ? found : [area.name];
      sets.set(keyOf(names), sets.get(keyOf(names)) ?? names);
    }
  }
  return [...sets.values()].sort((a, b) => a.length - b.length);
}

/** Paths that only patterns over every file match all of. */
export const anyFile: readonly string[] = ['a', '.b', 'c/d.e', '.f/g/h/i.j'];

/** Whether a pattern is over every file. */
export function matchesEverything(area: Area, pattern: string): boolean {
  const matcher = compileAreas([{ name: area.name, paths: [pattern], tier: area.tier, at: area.at }]);
  return anyFile.every((file) => matcher.match(file).length > 0);
}

/** A path such as a pattern is meant for: `services/checkout/**` → `services/checkout/x`. */
export function samplePath(pattern: string): string {
  const path = pattern
    .replace(/^\/+/, '')
    .replace(/\[!?(.)[^\]]*\]/g, '$1')
    .replace(/\*\*|\*|\?/g, 'x')
    .replace(/\\(.)/g, '$1');
  return path.endsWith('/') ? `${path}x` : path;
}
