import { search } from './search.ts';
import { kindsOf, type Slot } from './slot.ts';

/** A slot with those who have signed for it already: a part of its candidates, whom to count first first. */
export interface GivenSlot extends Slot {
  readonly given: readonly string[];
}

/** Which signers count for which slot, so that as many seats as can be are filled. */
export interface GivenSeats {
  /** Person ids by slot id, at most `count` each. */
  readonly seats: ReadonlyMap<string, readonly string[]>;
  /** Persons bound to a group by a seat in it. */
  readonly bound: ReadonlyMap<string, readonly string[]>;
  /** Number of seats filled. */
  readonly filled: number;
}

interface Signers {
  readonly persons: readonly string[];
  /** Indexes of slots they signed for, groups only. */
  readonly gave: readonly number[];
}

/** So many ways, also begun ones, are looked at before the best so far is taken: fewer seats then count, never more. */
const mostWays = 20_000;

/**
 * Decides which of the given sign-offs are counted for which slot: as many seats as possible, among equals those of
 * earlier slots, and where all slots can be filled only in ways that keep it so.
 */
export function seatGiven(slots: readonly GivenSlot[]): GivenSeats {
  const signers = signersOf(slots);
  const groups = [...new Set(slots.flatMap(({ group }) => group ?? []))];
  const completable = search(slots, kindsOf(slots)).outcome !== 'deficient';
  const bound = new Map<string, string[]>(groups.map((group) => [group, []]));
  const count = (seats: readonly number[]) => seats.reduce((sum, one) => sum + one, 0);
  const possible = slots.map((slot) => Math.min(slot.count, new Set(slot.given).size));
  let best = { seats: filledBy(slots, bound), bound: copyOf(bound) };
  let ways = 0;
  const better = (seats: readonly number[]) => {
    const more = count(seats) - count(best.seats);
    if (more !== 0) return more > 0;
    const first = seats.findIndex((one, index) => one !== best.seats[index]);
    return first >= 0 && seats[first]! > best.seats[first]!;
  };
  const isDone = () => count(best.seats) === count(possible) || ways > mostWays;
  const visit = (at: number): void => {
    if (isDone() || !couldBeat(slots, signers.slice(at), bound, count(best.seats))) return;
    ways += 1;
    // Who is seated is missed elsewhere: what cannot be completed now cannot be with more of them.
    if (completable && search(slots, kindsOf(slots, bound)).outcome === 'deficient') return;
    const next = signers[at];
    if (next === undefined) {
      const seats = filledBy(slots, bound);
      if (better(seats)) best = { seats, bound: copyOf(bound) };
      return;
    }
    spread(next, 0, [...new Set(next.gave.map((index) => slots[index]!.group!))], slots, bound, () => visit(at + 1));
  };
  visit(0);
  return { seats: seatsUnder(slots, best.bound), bound: best.bound, filled: count(best.seats) };
}

/** Tries every number of the persons from `from` on in each group, most in the first. */
function spread(
  signers: Signers,
  from: number,
  groups: readonly string[],
  slots: readonly Slot[],
  bound: ReadonlyMap<string, string[]>,
  go: () => void,
): void {
  const [group, ...rest] = groups;
  if (group === undefined) return go();
  const there = bound.get(group)!;
  const most = Math.max(0, ...signers.gave.map((index) => (slots[index]!.group === group ? slots[index]!.count : 0)));
  for (let number = Math.min(most, signers.persons.length - from); number >= 0; number--) {
    there.push(...signers.persons.slice(from, from + number));
    spread(signers, from + number, rest, slots, bound, go);
    there.length -= number;
  }
}

/** People alike: they fit the same slots and signed for the same. Earliest signers first. */
function signersOf(slots: readonly GivenSlot[]): Signers[] {
  const gave = new Map<string, number[]>();
  slots.forEach(({ given, group }, index) => {
    if (group === null) return;
    for (const person of new Set(given)) gave.set(person, [...(gave.get(person) ?? []), index]);
  });
  const alike = new Map<string, { persons: string[]; gave: readonly number[] }>();
  for (const { persons, fits } of kindsOf(slots)) {
    for (const person of persons) {
      const indexes = gave.get(person);
      if (indexes === undefined) continue;
      const key = `${fits.join()} ${indexes.join()}`;
      const known = alike.get(key);
      if (known === undefined) alike.set(key, { persons: [person], gave: indexes });
      else known.persons.push(person);
    }
  }
  const rank = new Map([...new Set(slots.flatMap(({ given }) => given))].map((person, at) => [person, at]));
  for (const { persons } of alike.values()) persons.sort((a, b) => rank.get(a)! - rank.get(b)!);
  return [...alike.values()];
}

function seatsUnder(slots: readonly GivenSlot[], bound: ReadonlyMap<string, readonly string[]>): Map<string, readonly string[]> {
  return new Map(
    slots.map(({ id, count, given, group }) => {
      const there = group === null ? null : new Set(bound.get(group) ?? []);
      return [id, [...new Set(given)].filter((person) => there === null || there.has(person)).slice(0, count)];
    }),
  );
}

function filledBy(slots: readonly GivenSlot[], bound: ReadonlyMap<string, readonly string[]>): number[] {
  const seats = seatsUnder(slots, bound);
  return slots.map(({ id }) => seats.get(id)?.length ?? 0);
}

/** Whether the signers not placed yet could fill more seats than the best way so far, each of them wherever they signed. */
function couldBeat(slots: readonly GivenSlot[], rest: readonly Signers[], bound: ReadonlyMap<string, readonly string[]>, best: number): boolean {
  const now = filledBy(slots, bound);
  const most = slots.map(({ count }, index) => {
    const more = rest.reduce((sum, { persons, gave }) => sum + (gave.includes(index) ? persons.length : 0), 0);
    return Math.min(count, now[index]! + more);
  });
  // Equals are looked at too: they may fill earlier slots.
  return most.reduce((sum, one) => sum + one, 0) >= best;
}

function copyOf(bound: ReadonlyMap<string, readonly string[]>): Map<string, readonly string[]> {
  return new Map([...bound].map(([group, persons]) => [group, [...persons]]));
}
