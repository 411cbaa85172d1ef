import { expect, test } from 'vitest';
import { bucketOf, sizeCard, sizeCardSentence } from './index.ts';
import { sizeSentence } from './size-card.ts';

test('the buckets cover every number of lines without gap or overlap', () => {
  for (const [i, bucket] of sizeCard.entries()) expect(bucket.to).toBe((sizeCard[i + 1]?.from ?? Infinity) === Infinity ? null : sizeCard[i + 1]!.from - 1);
  expect([0, 1, 5, 6, 400, 401, 1_000, 1_001, 10_000_000].map((lines) => bucketOf(lines).from)).toEqual([0, 1, 1, 6, 201, 401, 401, 1001, 1001]);
});

test('a larger bucket never has a lower rate, in either project', () => {
  for (const project of [0, 1]) {
    const rates = sizeCard.map((bucket) => bucket.rates[project]!.fixed);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
  }
});

test.each([
  [3, 'changes of this size needed a fix in about 1 of 50 (1.1–2.8 %, DPDK and OVS)'],
  [15, 'changes of this size needed a fix in about 1 of 20 (4.2–6.3 %, DPDK and OVS)'],
  [150, 'changes of this size needed a fix in about 1 of 4 (24–27 %, DPDK and OVS)'],
  [300, 'changes of this size needed a fix in about 2 of 5 (32–48 %, DPDK and OVS)'],
  [5_000, 'changes of this size needed a fix in about 1 of 2 (45–50 %, DPDK and OVS)'],
])('%i lines: the card says how often, how sure and where', (lines, sentence) => {
  expect(sizeCardSentence(lines)).toBe(sentence);
});

const card = {
  source: 'Fixes trailers',
  until: '2026-11-01',
  buckets: [
    { from: 1, to: 50, changes: 1840, fixed: 92 },
    { from: 51, to: 100, changes: 412, fixed: 69 },
    { from: 101, to: 200, changes: 29, fixed: 20 },
    { from: 201, to: 300, changes: 30, fixed: 0 },
    { from: 301, to: 400, changes: 30, fixed: 30 },
    { from: 500, to: null, changes: 40, fixed: 18 },
  ],
};

test.each([
  [20, '1 in 20 of this size here needed a fix (n 1,840)'],
  [97, '1 in 6 of this size here needed a fix (n 412)'],
  [250, 'none of this size here needed a fix (n 30)'],
  [400, '10 in 10 of this size here needed a fix (n 30)'],
  [9_999, '2 in 5 of this size here needed a fix (n 40)'],
])('%i lines: what is known here is said where there are enough changes', (lines, sentence) => {
  expect(sizeSentence(lines, card)).toBe(sentence);
});

test.each([0, 150, 450])('%i lines: the shipped card speaks where there are fewer than 30, or none', (lines) => {
  expect(sizeSentence(lines, card)).toBe(sizeCardSentence(lines));
  expect(sizeSentence(lines, null)).toBe(sizeCardSentence(lines));
});
