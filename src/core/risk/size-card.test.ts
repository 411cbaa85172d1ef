import { expect, test } from 'vitest';
import { bucketOf, sizeCard, sizeCardSentence } from './index.ts';

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
