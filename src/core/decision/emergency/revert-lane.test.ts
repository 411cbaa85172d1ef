import { describe, expect, test } from 'vitest';
import { factsOf, now, outcome, seniorGate, signOff, type Case } from '../../../../test/policy-cases/decision-cases.ts';
import { decide } from '../decide.ts';

const decisionOf = (parts: Case) => decide(factsOf(parts), () => '');
const lane = { level: 'mid', count: 1, onCall: true, reviewWithin: 86_400 };
const revertOf = { commit: '91bc2f0'.padEnd(40, '0'), landedAt: now - 7200, takesBack: null, untold: null };
const back = (parts: Case = {}, inputs: Case['inputs'] = {}): Case => ({
  paths: ['checkout/a'],
  ...parts,
  policy: { revert: lane, ...parts.policy },
  inputs: { revertOf, onCall: ['tomas', 'bo'], ...inputs },
});
const seen = (parts: Case) => {
  const { status, root } = decisionOf(parts);
  return [status, root.sentence];
};

describe('taking a landing back', () => {
  test('needs one person on call, and says why the rules stand aside', () => {
    const { root, status, next } = decisionOf(back({ signOffs: [signOff('tomas', 1)] }));
    expect(status).toBe('approved');
    expect(root.sentence).toBe('taken back by Tomás (mid, verified) on call: exact inverse of 91bc2f0, landed 2 h ago; after-review due within 24 h');
    expect(root.children.map(({ rule, status: is, sentence }) => [rule, is, sentence])).toEqual([
      ['senior-gate', 'skipped', 'skipped: exact inverse of 91bc2f0, landed 2 h ago'],
      ['revert', 'approved', root.sentence],
    ]);
    expect(next[0]!.sentence).toBe('somebody reviews the revert afterwards, within 24 h');
  });

  test('the person on call who made the revert may answer for it alone', () => {
    expect(seen(back({ authors: ['bo'], signOffs: [signOff('bo', 1)] }))[0]).toBe('approved');
    expect(seen(back({ authors: ['bo', 'tomas'], policy: { revert: { ...lane, count: 2 } }, signOffs: [signOff('bo', 1), signOff('tomas', 2)] }))[0]).toBe('pending');
    expect(seen(back({ authors: ['bo'], policy: { revert: { ...lane, onCall: false } }, signOffs: [signOff('bo', 1)] }))[0]).toBe('pending');
  });

  test.each<[string, Case, string]>([
    ['nobody signed', back(), 'needs 1 mid on call: exact inverse of 91bc2f0, landed 2 h ago'],
    ['nobody is known to be on call', back({ signOffs: [signOff('tomas', 1)] }, { onCall: [] }), 'needs 1 mid on call: exact inverse of 91bc2f0, landed 2 h ago; nobody is known to be on call (`on-call` of people.yaml)'],
    ['somebody who is not on call signed', back({ signOffs: [signOff('ana', 1)] }), 'needs 1 mid on call: exact inverse of 91bc2f0, landed 2 h ago'],
    ['a file key signed', back({ signOffs: [signOff('tomas', 1, { strength: 'any' })] }), 'needs 1 mid on call: exact inverse of 91bc2f0, landed 2 h ago'],
    ['a junior on call signed', back({ signOffs: [signOff('mina', 1)] }, { onCall: ['mina'] }), 'needs 1 mid on call: exact inverse of 91bc2f0, landed 2 h ago'],
    ['it was signed for another change', back({ signOffs: [signOff('tomas', 1, { changeDigest: '9'.repeat(64) })] }), 'needs 1 mid on call: exact inverse of 91bc2f0, landed 2 h ago'],
  ])('waits where %s', (_, parts, sentence) => {
    expect(seen(parts)).toEqual(['pending', sentence]);
  });

  test('hides no other way where too few could take it', () => {
    const names = (parts: Case) => decisionOf(parts).next.flatMap(({ people }) => people);
    expect(names(back()).toSorted()).toEqual(['bo', 'tomas']);
    expect(names(back({}, { onCall: [] }))).toContain('ana');
    expect(names(back({}, { onCall: ['mina'] }))).toContain('ana');
    expect(names(back({ policy: { revert: { ...lane, count: 3 } } }))).toContain('ana');
    expect(decisionOf(back({}, { onCall: [] })).root.children.find(({ rule }) => rule === 'senior-gate')?.status).toBe('pending');
  });

  test.each<[string, Case, string]>([
    ['what may have taken something back itself', back({ signOffs: [signOff('tomas', 1)] }, { revertOf: { ...revertOf, untold: 'the history here is shallow' } }), 'pending'],
    ['what took something back itself: that would land it again', back({ signOffs: [signOff('tomas', 1)] }, { revertOf: { ...revertOf, takesBack: '02ac'.padEnd(40, '0') } }), 'pending'],
    ['the policy', back({ paths: ['.countersign/policy.yaml'], signOffs: [signOff('tomas', 1)] }), 'pending'],
    ['under a policy without a lane', back({ policy: { revert: null }, signOffs: [signOff('tomas', 1)] }), 'pending'],
    ['beside a rejection', back({ signOffs: [signOff('tomas', 1), signOff('li', 2, { verdict: 'reject' })] }), 'refused'],
    ['beside a rule that could not be evaluated', back({ outcomes: [outcome(seniorGate, 'unknown')], signOffs: [signOff('tomas', 1)] }), 'unknown'],
    ['of which a part could not be read', back({ change: { unread: ['gone'] }, signOffs: [signOff('tomas', 1)] }), 'unknown'],
  ])('does not help %s', (_, parts, status) => {
    expect(seen(parts)[0]).toBe(status);
  });

  test('answers for nobody who was silent: what lands was there before', () => {
    expect(seen(back({ state: 'ask', signOffs: [signOff('tomas', 1)] }))[0]).toBe('approved');
  });

  test('never asks more than the rules do', () => {
    const signOffs = [signOff('ana', 1), signOff('tomas', 2)];
    const usual = decisionOf(back({ signOffs }, { onCall: [] }));
    expect(usual.status).toBe('approved');
    expect(usual.root.children.map(({ rule }) => rule)).toEqual(['senior-gate']);
  });
});
