import { search, type Search } from './search.ts';
import { kindsOf, type Kind, type Slot } from './slot.ts';

/** Slots that cannot be filled together though each could be without the others, and everybody who fits any of them. */
export interface Deficiency {
  readonly slots: readonly string[];
  readonly people: readonly string[];
}

/** Who takes which seat. */
export interface Seating {
  /** Person ids by slot id; fewer than asked where people lack. */
  readonly seats: ReadonlyMap<string, readonly string[]>;
  /** A smallest set of slots that cannot be filled together; `null`: all are filled, or it took too long to know. */
  readonly deficient: Deficiency | null;
  /** Every slot has its people. */
  readonly complete: boolean;
}

/**
 * Seats people so that every slot is filled, if that can be done at all: an exact search, not a greedy one. Where
 * each slot is a group of its own this is bipartite matching and `deficient` a violator of Hall's condition; with
 * people shared inside groups it is harder, and what took too many steps comes back neither complete nor deficient.
 */
export function assignPeople(slots: readonly Slot[]): Seating {
  const found = search(slots, kindsOf(slots));
  if (found.outcome === 'filled') return { seats: seatsOf(slots, found), deficient: null, complete: true };
  const deficient = found.outcome === 'undecided' ? null : smallestDeficient(slots);
  return { seats: new Map(), deficient, complete: false };
}

/**
 * For each slot who of its candidates could take one of its seats with everything still completable; `seated` are
 * those who hold seats already, by group. Where the slots cannot be filled anyway: all candidates.
 */
export function offered(slots: readonly Slot[], seated: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const total = slots.reduce((sum, { count }) => sum + count, 0);
  // With so many people nobody's choice can hurt.
  if (seated.size === 0 && slots.every(({ candidates }) => candidates.length > total)) return new Map(slots.map(({ id, candidates }) => [id, candidates]));
  const kinds = kindsOf(slots, seated);
  if (search(slots, kinds).outcome === 'deficient') return new Map(slots.map(({ id, candidates }) => [id, candidates]));
  const able = new Map<Kind, ReadonlySet<string>>();
  const groupsOf = (kind: Kind): ReadonlySet<string> => {
    const known = able.get(kind);
    if (known !== undefined) return known;
    const groups = [...new Set(kind.fits.flatMap((index) => slots[index]?.group ?? []))];
    const fine = groups.filter((group) => kind.group === group || (kind.group === null && search(slots, oneIn(kinds, kind, group)).outcome !== 'deficient'));
    const made = new Set(fine);
    able.set(kind, made);
    return made;
  };
  const kindOf = new Map(kinds.flatMap((kind) => kind.persons.map((person) => [person, kind])));
  return new Map(
    slots.map(({ id, candidates, group }) => {
      const may = (person: string) => {
        const kind = kindOf.get(person);
        return group === null || (kind !== undefined && groupsOf(kind).has(group));
      };
      return [id, candidates.filter(may)];
    }),
  );
}

function oneIn(kinds: readonly Kind[], kind: Kind, group: string): Kind[] {
  const rest = kinds.filter((one) => one !== kind);
  const [first, ...others] = kind.persons;
  return [...rest, { ...kind, persons: others }, { ...kind, persons: first === undefined ? [] : [first], group }];
}

function seatsOf(slots: readonly Slot[], { placed }: Search): Map<string, readonly string[]> {
  return new Map(
    slots.map(({ id, count, candidates, group }) => {
      if (group === null) return [id, [...new Set(candidates)].slice(0, count)];
      const there = new Set(placed.get(group) ?? []);
      return [id, [...new Set(candidates)].filter((person) => there.has(person)).slice(0, count)];
    }),
  );
}

/** Leaves out every slot without which it still cannot be done: what is left cannot lose any. */
function smallestDeficient(slots: readonly Slot[]): Deficiency {
  let left = [...slots];
  for (const slot of slots) {
    const without = left.filter((one) => one !== slot);
    if (search(without, kindsOf(without)).outcome === 'deficient') left = without;
  }
  return { slots: left.map(({ id }) => id), people: [...new Set(left.flatMap(({ candidates }) => candidates))] };
}
