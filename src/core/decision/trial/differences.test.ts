import { expect, it } from 'vitest';
import type { Decision, Reason } from '../decision.ts';
import { trialDifferences } from './differences.ts';

const node = (rule: string, status: Reason['status'], sentence: string, children: readonly Reason[] = []): Reason => ({ rule, status, sentence, needs: [], met: [], setAside: [], children });
const decision = (...children: readonly Reason[]): Decision => ({
  status: 'pending',
  changeDigest: '',
  inputsDigest: '',
  root: node('decision', 'pending', '', children),
  next: [],
  shadow: [],
});

it('says first what only the live policy asks, then what both ask otherwise, then what only the trial asks', () => {
  const live = decision(node('gate', 'pending', 'needs a senior'), node('same', 'pending', 'x'), node('dropped', 'refused', 'y'), node('off', 'skipped', ''), node('otherwise', 'approved', 'fine'));
  const trial = decision(node('new', 'pending', 'z'), node('same', 'pending', 'x'), node('gate', 'pending', 'needs 2 seniors'), node('dropped', 'skipped', ''));
  expect(trialDifferences(live, trial)).toEqual([
    { rule: 'dropped', live: 'refused', trial: null, sentence: 'y' },
    { rule: 'gate', live: 'pending', trial: 'pending', sentence: 'needs 2 seniors' },
    { rule: 'new', live: null, trial: 'pending', sentence: 'z' },
  ]);
});

it('sees a difference below the first sentence', () => {
  const [live, trial] = ['any key', 'key touched'].map((need) => decision(node('gate', 'pending', 'needs a senior', [node('sign-off', 'pending', need)])));
  expect(trialDifferences(live!, trial!)).toHaveLength(1);
  expect(trialDifferences(live!, live!)).toEqual([]);
});
