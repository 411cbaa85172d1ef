/** What one difference does to the changes of tomorrow: asks less of some, more of some, or cannot be told apart. */
export type Effect = 'looser' | 'stricter' | 'different';

/** One thing that two policies, or two people files, do not say alike. */
export interface PolicyDifference {
  /** `rule senior-gate`, `area kms`, `policy`, `person ana`. */
  readonly where: string;
  /** `sign-off.level`, `paths`; `null` for the whole rule, area or person. */
  readonly field: string | null;
  /** As people read it; `null`: not there. */
  readonly before: string | null;
  readonly after: string | null;
  readonly effect: Effect;
  /** Why it is looser or stricter where the two values alone do not say it; else `null`. */
  readonly because: string | null;
}

/** A field of something, before it is known to differ. */
export interface FieldPair {
  readonly where: string;
  readonly field: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** A difference, or nothing where both sides read the same. `order` is positive where the new one is stricter. */
export function ordered(pair: FieldPair, order: number, because: string | null = null): PolicyDifference[] {
  if (pair.before === pair.after) return [];
  return [{ ...pair, effect: order > 0 ? 'stricter' : order < 0 ? 'looser' : 'different', because }];
}

/** Values that have no order: another text is different, whatever it says. */
export function unordered(pair: FieldPair, because: string | null = null): PolicyDifference[] {
  return ordered(pair, 0, because);
}

/** Numbers of which the larger is stricter. */
export function larger(before: number, after: number): number {
  return after - before;
}

/** Numbers of which the smaller is stricter. */
export function smaller(before: number, after: number): number {
  return before - after;
}

/** Positive where `after` comes later in an order, least strict first; 0 where either is not in it. */
export function later<T>(order: readonly T[], before: T, after: T): number {
  const [from, to] = [order.indexOf(before), order.indexOf(after)];
  return from < 0 || to < 0 ? 0 : to - from;
}

/** What a set gained and lost, each member's effect given; the members are shown as `+ a` and `− a`. */
export function members(
  where: string,
  field: string,
  [before, after]: readonly [readonly string[], readonly string[]],
  effects: { readonly gained: Effect; readonly lost: Effect; readonly because?: string | null },
): PolicyDifference[] {
  const gained = after.filter((one) => !before.includes(one));
  const lost = before.filter((one) => !after.includes(one));
  const because = effects.because ?? null;
  return [
    ...lost.map((one): PolicyDifference => ({ where, field, before: one, after: null, effect: effects.lost, because })),
    ...gained.map((one): PolicyDifference => ({ where, field, before: null, after: one, effect: effects.gained, because })),
  ];
}
