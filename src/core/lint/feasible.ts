import type { Person } from '../policy/index.ts';

/** Something a rule asks people for, with everybody of the level and area it could come from. */
export interface Slot {
  readonly kind: 'sign-off' | 'review' | 'answer';
  readonly level: string;
  /** `null`: anybody of the level. */
  readonly area: string | null;
  readonly count: number;
  /** A distinct review takes nobody who signs for the same rule. */
  readonly distinct: boolean;
  readonly pool: readonly Person[];
}

/** The first slot that too few are left for; `together`: each alone has enough people, all at once do not. */
export type Shortage = { readonly slot: Slot; readonly together: boolean };

/**
 * What a rule lacks once some people may not sign; `null`: it can be met. One person may sign for several areas and
 * requirements of a rule, and whoever signs is no distinct reviewer of it: so reviewers are sought whom every
 * sign-off can spare. Exact, by the numbers of people alike (of the same slots): rules ask for few people.
 */
export function shortage(slots: readonly Slot[], excluded: ReadonlySet<Person>): Shortage | null {
  const left = slots.map((slot) => slot.pool.filter((person) => !excluded.has(person)));
  for (const [i, slot] of slots.entries()) if (left[i]!.length < slot.count) return { slot, together: false };
  const reviews = slots.flatMap((slot, i) => (slot.kind === 'review' && slot.distinct ? [{ slot, pool: left[i]! }] : []));
  const signs = slots.flatMap((slot, i) => (slot.kind === 'sign-off' ? [{ pool: left[i]!, spare: left[i]!.length - slot.count }] : []));
  const first = reviews[0];
  if (first === undefined || signs.length === 0) return null;
  const wanted = reviews.map(({ slot }) => slot.count);
  const most = Math.max(...wanted);
  const groups = alike(reviews.map(({ pool }) => pool), signs.map(({ pool }) => pool));
  const spare = signs.map((sign) => sign.spare);
  return seat(groups, 0, wanted, spare, most) ? null : { slot: first.slot, together: true };
}

/** How many people are in the same pools, by reviews and by sign-offs. */
interface Group {
  readonly reviews: readonly boolean[];
  readonly signs: readonly boolean[];
  size: number;
}

/** Reviewers grouped by what else they could do; those whom no sign-off needs come first. */
function alike(reviews: readonly (readonly Person[])[], signs: readonly (readonly Person[])[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const person of new Set(reviews.flat())) {
    const group = { reviews: reviews.map((pool) => pool.includes(person)), signs: signs.map((pool) => pool.includes(person)), size: 0 };
    const key = [...group.reviews, ...group.signs].map(Number).join('');
    const known = groups.get(key) ?? group;
    known.size += 1;
    groups.set(key, known);
  }
  const needed = ({ signs: all }: Group) => all.filter(Boolean).length;
  return [...groups.values()].sort((a, b) => needed(a) - needed(b));
}

/** Whether reviewers from `groups[from]` on can fill what is still wanted without taking more than the sign-offs can spare. */
function seat(groups: readonly Group[], from: number, wanted: readonly number[], spare: readonly number[], most: number): boolean {
  if (wanted.every((count) => count <= 0)) return true;
  const group = groups[from];
  if (group === undefined) return false;
  const free = Math.min(group.size, most, ...spare.filter((_, i) => group.signs[i]));
  for (let taken = free; taken >= 0; taken -= 1) {
    const still = wanted.map((count, i) => (group.reviews[i] ? count - taken : count));
    const rest = spare.map((count, i) => (group.signs[i] ? count - taken : count));
    if (seat(groups, from + 1, still, rest, most)) return true;
    // Whom no sign-off needs are taken all: fewer of them help nothing.
    if (!group.signs.includes(true)) return false;
  }
  return false;
}
