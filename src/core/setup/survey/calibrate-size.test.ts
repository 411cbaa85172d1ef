import { describe, expect, it } from 'vitest';
import { calibrateSize } from './calibrate-size.ts';
import { namedIn } from './named-commits.ts';

const day = 86_400;
const change = (number: number, linesAdded: number, age = 200) => ({ id: `${number.toString(16).padStart(6, '0')}${'a'.repeat(34)}`, at: 1000 * day - age * day, linesAdded });

describe('commits that a message names', () => {
  it.each([
    ['Fixes: 1a2b3c4d5e6f ("Add it")', ['1a2b3c4d5e6f']],
    ['Revert "x"\n\nThis reverts commit 1A2B3C4D5E6F1A2B3C4D5E6F1A2B3C4D5E6F1A2B.', ['1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b']],
    ['Fixes: #12', []],
    ['it fixes: 1a2b3c4d5e6f in passing', []],
    ['Fixes: 1a2b3c4', []],
    ['plain', []],
  ])('%j', (message, ids) => expect(namedIn(message)).toEqual(ids));
});

describe('a size card of one repository', () => {
  const changes = Array.from({ length: 300 }, (_, number) => change(number, number < 200 ? 3 : 60));
  const mended = new Set([...changes.slice(0, 10), ...changes.slice(200, 230)].map(({ id }, index) => (index % 2 === 0 ? id : id.slice(0, 12))));

  it('counts by lines added, and what a later commit mends by its id, whole or shortened', () => {
    const card = calibrateSize(changes, mended, 1000 * day);
    expect(card).toMatchObject({ known: true, changes: 300, fixed: 40, until: '1972-06-29' });
    expect(card.known && card.buckets.filter((bucket) => bucket.changes > 0)).toEqual([
      { from: 1, to: 5, changes: 200, fixed: 10 },
      { from: 51, to: 100, changes: 100, fixed: 30 },
    ]);
  });

  it.each([
    ['too few changes', changes.slice(150, 340).slice(0, 120), mended],
    ['too few fixes', changes, new Set([...mended].slice(0, 29))],
    ['changes too young to be judged', changes.map((one) => ({ ...one, at: 999 * day })), mended],
  ])('is none with %s', (_name, some, ids) => expect(calibrateSize(some, ids, 1000 * day).known).toBe(false));
});
