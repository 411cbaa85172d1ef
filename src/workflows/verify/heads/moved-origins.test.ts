import { expect, it } from 'vitest';
import { movedOrigins } from './moved-origins.ts';

const range = (start: number, end: number, commit: string, originalStart = start) => ({ start, end, commit, originalStart, originalPath: 'a.ts' });

it('gives lines that stand as signed the origin they had there, wherever they stand now', () => {
  const landed = { path: 'a.ts', ranges: [range(4, 9, 'landing')] };
  const signed = { path: 'a.ts', ranges: [range(2, 4, 'one'), range(5, 7, 'two', 1)] };
  const moves = new Map([['a.ts', { path: 'a.ts', moves: [{ oldStart: 0, oldCount: 0, newStart: 1, newCount: 2 }] }]]);
  expect(movedOrigins(landed, signed, moves).ranges).toEqual([range(4, 6, 'one', 2), range(7, 9, 'two', 1)]);
});

it('leaves lines that nobody signed to the landing, and takes none that it did not add', () => {
  const landed = { path: 'a.ts', ranges: [range(2, 5, 'landing')] };
  const signed = { path: 'a.ts', ranges: [range(1, 4, 'one')] };
  const moves = new Map([['a.ts', { path: 'a.ts', moves: [{ oldStart: 3, oldCount: 1, newStart: 3, newCount: 2 }] }]]);
  expect(movedOrigins(landed, signed, moves).ranges).toEqual([range(2, 2, 'one'), range(3, 4, 'landing'), range(5, 5, 'one', 4)]);
});

it('leaves everything to the landing where the signed file is gone', () => {
  const landed = { path: 'a.ts', ranges: [range(1, 2, 'landing')] };
  expect(movedOrigins(landed, { path: 'a.ts', ranges: [range(1, 2, 'one')] }, new Map([['a.ts', null]]))).toEqual(landed);
});
