import { describe, expect, it } from 'vitest';
import { Failure } from '../../core/values/index.ts';
import { parseDate } from './dates.ts';
import { ago, count, counted, listed, percent } from './numbers.ts';
import { sparkline, squeeze } from './sparkline.ts';

const now = Date.UTC(2026, 10, 21, 9) / 1000;

it('groups thousands', () => {
  expect([0, 999, 1000, 9620, 1_234_567].map(count)).toEqual(['0', '999', '1,000', '9,620', '1,234,567']);
});

it('counts things in words', () => {
  expect([counted(1, 'file'), counted(0, 'file'), counted(2, 'person', 'people')]).toEqual(['1 file', '0 files', '2 people']);
});

it.each([
  [0, 10, '0 %'],
  [1, 1000, '<1 %'],
  [999, 1000, '>99 %'],
  [10, 10, '100 %'],
  [1278, 9620, '13 %'],
  [0, 0, '0 %'],
])('%i of %i is %s: neither none nor all is rounded to', (part, whole, words) => {
  expect(percent(part, whole)).toBe(words);
});

it.each([
  [5, 'just now'],
  [120, '2 minutes ago'],
  [2 * 86_400, '2 days ago'],
  [400 * 86_400, '1 year ago'],
  [-86_400, '2026-11-22'],
])('%i seconds back is %s', (seconds, words) => {
  expect(ago(now - seconds, now)).toBe(words);
});

it('lists names', () => {
  expect([listed([], 'or'), listed(['Ana'], 'or'), listed(['Ana', 'Li', 'Mina'], 'or')]).toEqual(['', 'Ana', 'Ana, Li or Mina']);
});

describe('dates', () => {
  it.each([
    ['2026-03-01', false, '2026-03-01T00:00:00Z'],
    ['2026-03-01', true, '2026-03-01T23:59:59Z'],
    ['2026-02', true, '2026-02-28T23:59:59Z'],
    ['2026-12', true, '2026-12-31T23:59:59Z'],
    ['2026-03-01T09:30:00+01:00', false, '2026-03-01T08:30:00Z'],
    ['10d', false, '2026-11-11T09:00:00Z'],
  ])('%s (as an end: %s) is %s', (text, end, expected) => {
    expect(new Date(parseDate('--since', text, now, end) * 1000).toISOString()).toBe(expected.replace('Z', '.000Z'));
  });

  it.each(['2026-02-30', '2026-13-01', 'yesterday', '', '12', '2026-03-01T25:00:00Z'])('%j is refused with how to write one', (text) => {
    expect(() => parseDate('--since', text, now)).toThrow(Failure);
    expect(() => parseDate('--since', text, now)).toThrow('is not a date (--since)');
  });
});

describe('the chart', () => {
  it('stretches to the largest share, and is flat where there is none', () => {
    expect(sparkline([0, 0.2, 0.4])).toBe('▁▅█');
    expect(sparkline([0, 0])).toBe('▁▁');
  });

  it('merges neighbours from the newest back, losing none', () => {
    expect(squeeze([1, 2, 3, 4, 5], 2, (a, b) => a + b)).toEqual([3, 12]);
    expect(squeeze([1, 2], 5, (a, b) => a + b)).toEqual([1, 2]);
  });
});
