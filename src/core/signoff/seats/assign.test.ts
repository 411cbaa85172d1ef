import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignPeople, offered } from './assign.ts';
import { seatGiven, type GivenSlot } from './seat-given.ts';
import type { Slot } from './slot.ts';

const slot = (id: string, count: number, candidates: readonly string[], group: string | null = id): Slot => ({ id, count, candidates, group });
const people = ['a', 'b', 'c', 'd', 'e'];
const subset = fc.subarray(people);
const someSlots = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 }), subset, fc.constantFrom('x', 'x', 'y', 'z', null), subset), { minLength: 1, maxLength: 4 })
  .map((all) => all.map(([count, candidates, group, gave], n): GivenSlot => ({ ...slot(`s${n}`, count, candidates, group), given: candidates.filter((one) => gave.includes(one)) })));

/** Every way to put each person into one group or none. */
function* ways(slots: readonly Slot[], at = 0): Generator<ReadonlyMap<string, string>> {
  const person = people[at];
  if (person === undefined) return yield new Map();
  for (const rest of ways(slots, at + 1)) {
    yield rest;
    for (const group of new Set(slots.flatMap((one) => one.group ?? []))) yield new Map([...rest, [person, group]]);
  }
}
const fillable = (slots: readonly Slot[], way: ReadonlyMap<string, string>) =>
  slots.every(({ count, candidates, group }) => candidates.filter((one) => group === null || way.get(one) === group).length >= count);
const seatsBy = (slots: readonly GivenSlot[], way: ReadonlyMap<string, string>) =>
  slots.map(({ count, given, group }) => Math.min(count, given.filter((one) => group === null || way.get(one) === group).length));
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** The slots that can be filled together, by trying everything. */
const possible = (slots: readonly Slot[]) => [...ways(slots)].some((way) => fillable(slots, way));

describe('people and seats', () => {
  test('are matched as trying every way would', () => {
    let deficient = 0;
    fc.assert(
      fc.property(someSlots, (slots) => {
        const { complete, seats, deficient: lack } = assignPeople(slots);
        expect(complete).toBe(possible(slots));
        if (complete) {
          const groupOf = new Map<string, string>();
          for (const { id, count, candidates, group } of slots) {
            const seated = seats.get(id)!;
            expect(new Set(seated).size).toBe(count);
            for (const person of seated) {
              expect(candidates).toContain(person);
              if (group === null) continue;
              expect(groupOf.get(person) ?? group).toBe(group);
              groupOf.set(person, group);
            }
          }
          return;
        }
        deficient += 1;
        const named = slots.filter(({ id }) => lack!.slots.includes(id));
        expect(possible(named)).toBe(false);
        for (const one of named) expect(possible(named.filter((other) => other !== one))).toBe(true);
        expect(lack!.people.toSorted()).toEqual(people.filter((person) => named.some(({ candidates }) => candidates.includes(person))));
      }),
      { numRuns: 3000 },
    );
    expect(deficient).toBeGreaterThan(200);
  });

  test('who is offered a seat could take it, and nobody else', () => {
    fc.assert(
      fc.property(someSlots, (slots) => {
        if (!possible(slots)) return;
        const can = offered(slots, new Map());
        const all = [...ways(slots)].filter((way) => fillable(slots, way));
        for (const { id, candidates, group } of slots) {
          const could = candidates.filter((person) => group === null || all.some((way) => way.get(person) === group));
          expect(can.get(id)).toEqual(could);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('the given ones fill as many seats as any way that can still be completed', () => {
    let contested = 0;
    fc.assert(
      fc.property(someSlots, (slots) => {
        const { seats, filled } = seatGiven(slots);
        const all = [...ways(slots)];
        const allowed = possible(slots) ? all.filter((way) => fillable(slots, way)) : all;
        const totals = allowed.map((way) => sum(seatsBy(slots, way)));
        const most = Math.max(...totals);
        if (most < sum(slots.map(({ count, given }) => Math.min(count, given.length)))) contested += 1;
        expect(filled).toBe(most);
        expect(sum([...seats.values()].map(({ length }) => length))).toBe(most);
        const groupOf = new Map<string, string>();
        for (const { id, group, given } of slots) {
          for (const person of seats.get(id)!) {
            expect(given).toContain(person);
            if (group !== null) expect(groupOf.get(person) ?? group).toBe(group);
            if (group !== null) groupOf.set(person, group);
          }
        }
      }),
      { numRuns: 2000 },
    );
    expect(contested).toBeGreaterThan(40);
  });

  test('a few among many are found at once', () => {
    const many = Array.from({ length: 400 }, (_, n) => `p${n}`);
    const areas = Array.from({ length: 40 }, (_, n) => slot(`area${n}`, 2, many.slice(n * 5, n * 5 + 7), 'sign'));
    expect(assignPeople([...areas, slot('review', 3, many.slice(0, 210), 'review')]).complete).toBe(true);
  });

  test('all of whom have signed are seated where few ways fill everything', () => {
    const ring = Array.from({ length: 24 }, (_, n) => `p${n}`);
    const areas = ring.map((one, n) => slot(`area${n}`, 1, [one, ring[(n + 1) % 24]!], 'sign'));
    const slots = [...areas, slot('review', 12, ring, 'review')].map((one): GivenSlot => ({ ...one, given: one.candidates }));
    expect(seatGiven(slots).filled).toBe(24 + 12);
  });

  test('name the ask that cannot be filled beside the others', () => {
    const slots = [slot('sign', 1, ['edda'], 'sign'), slot('review', 1, ['edda'], 'review'), slot('free', 1, ['ana'], 'other')];
    expect(assignPeople(slots).deficient).toEqual({ slots: ['sign', 'review'], people: ['edda'] });
  });
});
