import { text } from '../../text.ts';
import { trailers } from '../../team.ts';
import type { WaitingChange } from '../step.ts';

/** Docs by a junior, by hand and declared so. */
export const docsReturns: WaitingChange = {
  branch: 'docs-returns',
  happened: 'Noor writes down how returns work, by hand, and says so',
  teaches: 'friction is a budget: what cannot hurt needs one touch of a key, the author’s or a reviewer’s, because anybody can write "by hand"',
  expected: { status: 'pending', assisted: false, tier: 'low', exit: 0 },
  steps: [
    {
      at: '2026-11-19 09:30',
      by: 'noor',
      message: ['Explain how returns work', '', trailers.none].join('\n'),
      write: {
        'docs/returns.md': text`
          # Returns

          A parcel may come back within 30 days. The warehouse counts it in first; the refund follows the count,
          never the label: one label in forty is scanned and its parcel never arrives.
        `,
      },
    },
  ],
};

/** Tests by a mid, by hand and declared so. */
export const testRounding: WaitingChange = {
  branch: 'test-rounding',
  happened: 'Mina tests how half cents are rounded, by hand, and says so',
  teaches: 'tests by hand need no senior, also beside a critical area',
  expected: { status: 'pending', assisted: false, tier: 'low', exit: 0 },
  steps: [
    {
      at: '2026-11-19 11:12',
      by: 'mina',
      message: ['Test how half cents are rounded', '', 'Finance asked; nobody was sure.', '', trailers.none].join('\n'),
      write: {
        'tests/money/round.test.ts': text`
          import assert from 'node:assert/strict';
          import test from 'node:test';
          import { roundCents } from '../../libs/money/round.ts';

          test('half a cent goes to the even cent', () => {
            assert.equal(roundCents(0.5), 0);
            assert.equal(roundCents(1.5), 2);
            assert.equal(roundCents(2.5), 2);
          });

          test('everything else goes to the nearest cent', () => {
            assert.equal(roundCents(1.49), 1);
            assert.equal(roundCents(1.51), 2);
          });
        `,
      },
    },
  ],
};
