/** Seats that people must take: one ask of a rule. */
export interface Slot {
  readonly id: string;
  /** How many different people it takes. */
  readonly count: number;
  /** Ids of the persons who could take a seat. */
  readonly candidates: readonly string[];
  /**
   * Whoever takes a seat in one group takes none in another; within a group one person takes a seat in every slot
   * that fits, as the owner of two areas signs once. `null`: excludes nobody.
   */
  readonly group: string | null;
}

/** People who are alike to a search: they fit the same slots (by index) and are bound to the same group, if any. */
export interface Kind {
  readonly persons: readonly string[];
  readonly fits: readonly number[];
  readonly group: string | null;
}

/** People who fit the same slots are alike to the search. `seated` binds people to the group of their seat. */
export function kindsOf(slots: readonly Slot[], seated: ReadonlyMap<string, readonly string[]> = new Map()): Kind[] {
  const bound = new Map([...seated].flatMap(([group, persons]) => persons.map((person) => [person, group] as const)));
  const fits = new Map<string, number[]>();
  slots.forEach(({ candidates }, index) => {
    for (const person of new Set(candidates)) {
      const known = fits.get(person);
      if (known === undefined) fits.set(person, [index]);
      else known.push(index);
    }
  });
  const kinds = new Map<string, { persons: string[]; fits: readonly number[]; group: string | null }>();
  for (const [person, indexes] of fits) {
    const group = bound.get(person) ?? null;
    const key = `${indexes.join()} ${group === null ? '' : `=${group}`}`;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { persons: [person], fits: indexes, group });
    else known.persons.push(person);
  }
  return [...kinds.values()];
}
