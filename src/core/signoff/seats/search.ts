import type { Kind, Slot } from './slot.ts';

/** How a search ended; `placed` is who was placed in which group, of use where all is `filled`. */
export interface Search {
  readonly outcome: 'filled' | 'deficient' | 'undecided';
  readonly placed: ReadonlyMap<string, readonly string[]>;
}

/** So many placements are tried before giving up; rules people write need a handful. */
const mostSteps = 20_000;

/** Whether every slot can be filled, and how. People bound to a group count there from the start. */
export function search(slots: readonly Slot[], kinds: readonly Kind[]): Search {
  const left = kinds.map(({ persons, group }) => (group === null ? persons.length : 0));
  const need = slots.map(({ count, candidates, group }) => (group === null ? count - new Set(candidates).size : count));
  for (const kind of kinds) {
    if (kind.group === null) continue;
    for (const index of kind.fits) if (slots[index]?.group === kind.group) need[index]! -= kind.persons.length;
  }
  if (slots.some(({ group }, index) => group === null && need[index]! > 0)) return { outcome: 'deficient', placed: new Map() };
  const placements: { readonly kind: number; readonly group: string }[] = [];
  const dead = new Set<string>();
  let steps = 0;

  /** The open slot with the least to spare; `null`: none is open; `undefined`: one cannot be filled any more. */
  const tightest = (): number | null | undefined => {
    let found: number | null = null;
    let spare = Infinity;
    for (let index = 0; index < slots.length; index++) {
      if (need[index]! <= 0) continue;
      let supply = 0;
      for (let k = 0; k < kinds.length; k++) if (left[k]! > 0 && kinds[k]!.fits.includes(index)) supply += left[k]!;
      if (supply < need[index]!) return undefined;
      if (supply - need[index]! < spare) [found, spare] = [index, supply - need[index]!];
    }
    return found;
  };
  const place = (kind: number, group: string, by: 1 | -1): void => {
    left[kind]! -= by;
    for (const index of kinds[kind]!.fits) if (slots[index]!.group === group) need[index]! -= by;
  };
  const fill = (): Search['outcome'] => {
    const slot = tightest();
    if (slot === null) return 'filled';
    if (slot === undefined) return 'deficient';
    if (++steps > mostSteps) return 'undecided';
    const state = `${left.join()};${need.join()}`;
    if (dead.has(state)) return 'deficient';
    const group = slots[slot]!.group!;
    for (const kind of worthTrying(slot, group, slots, kinds, left, need)) {
      place(kind, group, 1);
      placements.push({ kind, group });
      const outcome = fill();
      if (outcome !== 'deficient') return outcome;
      placements.pop();
      place(kind, group, -1);
    }
    dead.add(state);
    return 'deficient';
  };

  const outcome = fill();
  const placed = new Map<string, string[]>();
  const put = (group: string, person: string) => placed.set(group, [...(placed.get(group) ?? []), person]);
  for (const { persons, group } of kinds) if (group !== null) for (const person of persons) put(group, person);
  const next = kinds.map(() => 0);
  for (const { kind, group } of placements) put(group, kinds[kind]!.persons[next[kind]!++]!);
  return { outcome, placed };
}

/**
 * The kinds that could take a seat, the most promising first, without those another kind beats: one that fills as
 * many open slots of the group and is missed in no more open slots of the others.
 */
function worthTrying(
  slot: number,
  group: string,
  slots: readonly Slot[],
  kinds: readonly Kind[],
  left: readonly number[],
  need: readonly number[],
): number[] {
  const able = kinds.flatMap(({ fits }, kind) => {
    if (left[kind]! <= 0 || !fits.includes(slot)) return [];
    const open = fits.filter((index) => need[index]! > 0);
    return [{ kind, fills: open.filter((index) => slots[index]!.group === group), missed: open.filter((index) => slots[index]!.group !== group) }];
  });
  type Able = (typeof able)[number];
  const holds = (all: readonly number[], some: readonly number[]) => some.every((one) => all.includes(one));
  const beats = (a: Able, b: Able) => holds(a.fills, b.fills) && holds(b.missed, a.missed);
  const kept = able.filter((one, at) => !able.some((other, place) => other !== one && beats(other, one) && (!beats(one, other) || place < at)));
  return kept.sort((a, b) => a.missed.length - b.missed.length || b.fills.length - a.fills.length).map(({ kind }) => kind);
}
