import type { Undeclared } from '../../evidence/index.ts';
import { compareTiers, type SizeStep, type Tier } from '../../risk/index.ts';
import type { Position } from '../../values/index.ts';
import { modes, policyAreaName, type Area, type Mode, type Policy } from '../policy.ts';
import { show, type Placed, type YamlSource } from '../reading/yaml-source.ts';

/** What a file stands on: `raise`: it may only be stricter than `under`. */
export interface Footing {
  readonly source: YamlSource;
  readonly under: Policy | null;
  /** Name of the preset or of the pinned text, as messages say it. */
  readonly named: string;
  /** The line that owns a copy instead. */
  readonly fork: string;
  readonly raise: boolean;
}

/** An area as the file says it. */
export interface AreaDraft {
  readonly name: string;
  readonly at: Position;
  readonly paths: readonly string[] | null;
  readonly tier: Placed<Tier> | null;
  readonly owners: readonly Placed<string>[] | null;
  readonly mode: Placed<Mode> | null;
  readonly ai: Placed<'allowed' | 'forbidden'> | null;
  readonly because: string | null;
  readonly reviewBy: string | null;
}

/** Order of `undeclared`, least strict first: `human` believes silence, `ask-signed` insists on a signature. */
export const undeclaredOrder: readonly Undeclared[] = ['human', 'ask', 'assisted', 'ask-signed'];
/** Order of `carry`, least strict first. */
export const carryOrder = ['textual', 'disjoint', 'exact'] as const;

const builtIn = 'built in';

/** The mend of every lowering. */
export function ownIt(footing: Footing): string {
  if (footing.named === builtIn) return 'remove it: no policy may weaken the area of policy and people';
  return `raise it, or write \`${footing.fork}\` in place of \`extends\` and own the whole policy`;
}

/** The file's value where it has one and may; the preset's otherwise. `compare` is positive where `a` is stricter. */
export function raised<T>(
  footing: Footing,
  what: string,
  floor: T | null,
  given: Placed<T> | null,
  compare: (a: T, b: T) => number,
  word: (value: T) => string = String,
): T | null {
  if (given === null) return floor;
  if (footing.raise && floor !== null && compare(given.value, floor) < 0) {
    footing.source.error(
      'lowers-floor',
      `${what} may not be lowered from \`${word(floor)}\` (${footing.named}) to \`${show(word(given.value))}\``,
      ownIt(footing),
      given.at,
    );
    return floor;
  }
  return given.value;
}

/** Compares words by their place in an order, least strict first. */
export function byOrder<T extends string>(order: readonly T[]): (a: T, b: T) => number {
  return (a, b) => order.indexOf(a) - order.indexOf(b);
}

/** Whether every step of the floor's size card holds under the given one, which may be finer. */
export function sizeHolds(given: readonly SizeStep[], floor: readonly SizeStep[]): boolean {
  return floor.every((step) =>
    given.some((other) => other.over <= step.over && compareTiers(other.tier, step.tier) >= 0),
  );
}

/** Areas of the preset with the file's on top: under `extends` paths are added and tiers, modes and AI limits only raised. */
export function mergeAreas(footing: Footing, drafts: readonly AreaDraft[], defaultTier: Tier): readonly Area[] {
  const floors = footing.under?.areas ?? [];
  const merged = drafts.map((draft) => {
    const floor = floors.find((area) => area.name === draft.name) ?? null;
    // The built-in area guards the policy itself, so that even a fork may only raise it.
    const guarded = { ...footing, raise: true, named: builtIn, fork: '' };
    if (draft.name !== policyAreaName || (footing.raise && floor !== null && floor.at.file !== builtIn))
      return mergeArea(footing, draft, floor, defaultTier);
    return mergeArea(guarded, floor === null ? draft : unmentionedStays(draft, floor), policyArea, defaultTier);
  });
  const names = new Set(merged.map((area) => area.name));
  const kept = floors.filter((area) => !names.has(area.name)).map((area) => ({ ...area, inherited: area.paths }));
  const all = [...merged, ...kept];
  return all.some((area) => area.name === policyAreaName) ? all : [...all, policyArea];
}

/** The draft with what a fork says nothing about: it owns a copy, and a copy has the owners of the original. */
function unmentionedStays(draft: AreaDraft, { paths, owners, mode, ai, because, reviewBy }: Area): AreaDraft {
  const { at } = draft;
  return {
    ...draft,
    paths: draft.paths ?? paths,
    owners: draft.owners ?? (owners.length === 0 ? null : owners.map((value) => ({ value, at }))),
    mode: draft.mode ?? (mode === null ? null : { value: mode, at }),
    ai: draft.ai ?? { value: ai, at },
    because: draft.because ?? because,
    reviewBy: draft.reviewBy ?? reviewBy,
  };
}

export { policyAreaName };

/** Policy and people are a critical area by default: whoever may change them may change every rule. */
export const policyArea: Area = {
  name: policyAreaName,
  paths: ['.countersign/**'],
  tier: 'critical',
  owners: [],
  mode: null,
  ai: 'allowed',
  because: 'policy and people decide every other area',
  reviewBy: null,
  at: { file: builtIn, line: 1, column: 1 },
};

function mergeArea(footing: Footing, draft: AreaDraft, floor: Area | null, defaultTier: Tier): Area {
  const what = (field: string) => `\`${field}\` of area \`${draft.name}\``;
  const paths = draft.paths ?? [];
  if (floor === null && draft.paths === null) {
    footing.source.error(
      'missing',
      `area \`${draft.name}\` has no \`paths\``,
      'name its files, such as paths: [src/checkout/**]',
      draft.at,
    );
  }
  const floorPaths = floor === null ? [] : footing.raise ? floor.paths : draft.paths === null ? floor.paths : [];
  const owners = draft.owners?.map((owner) => owner.value) ?? floor?.owners ?? [];
  if (
    footing.raise &&
    floor !== null &&
    floor.owners.length > 0 &&
    (owners.length === 0 || owners.some((owner) => !floor.owners.includes(owner)))
  ) {
    footing.source.error(
      'lowers-floor',
      owners.length === 0
        ? `${what('owners')} may not drop the owners ${footing.named} names`
        : `${what('owners')} may not add to the owners ${footing.named} names`,
      ownIt(footing),
      draft.at,
    );
  }
  return {
    name: draft.name,
    paths: [...new Set([...floorPaths, ...paths])],
    ...(floorPaths.length === 0 ? {} : { inherited: floorPaths }),
    tier: raised(footing, what('tier'), floor?.tier ?? null, draft.tier, compareTiers) ?? defaultTier,
    owners,
    ...(draft.owners === null ? {} : { ownersAt: draft.owners.map((owner) => owner.at) }),
    mode: raised(footing, what('mode'), floor?.mode ?? null, draft.mode, byOrder(modes)),
    ai:
      raised(footing, what('ai'), floor?.ai ?? null, draft.ai, byOrder(['allowed', 'forbidden'] as const)) ?? 'allowed',
    because: draft.because ?? floor?.because ?? null,
    reviewBy: draft.reviewBy ?? floor?.reviewBy ?? null,
    at: draft.at,
  };
}
