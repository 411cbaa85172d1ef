import { describe, expect, test } from 'vitest';
import { ask, factsOf, outcome, rule, signOff, type Case } from '../../../../test/policy-cases/decision-cases.ts';
import { decide } from '../decide.ts';
import type { Carry, SignOff } from '../../signoff/index.ts';

const gate = rule('gate', [ask({ kind: 'sign-off', level: 'senior', count: 1, owners: 'any', signature: 'touch' })]);
const old = '91bc'.padEnd(64, '0');
const answering = { tier: 'critical', rules: ['gate'] } as const;
const carried = (test: Carry['test'], moved: readonly string[] = [], parts: Case = {}, sign: Partial<SignOff> = {}) =>
  decide(
    factsOf({
      paths: ['web/page.ts', 'checkout/retry.ts'],
      outcomes: [outcome(gate)],
      ...parts,
      signOffs: [signOff('ana', 1, { changeDigest: old, answering, ...sign })],
      inputs: { carries: [{ signOff: 's1', test, moved }], ...parts.inputs },
    }),
    () => '',
  );
const seen = (...given: Parameters<typeof carried>) => {
  const { status, root } = carried(...given);
  const node = root.children[0]!.children[0]!;
  return [status, node.met[0] ?? node.setAside[0]?.because];
};
const carry = { low: 'textual', medium: 'textual', high: 'disjoint', critical: 'exact' } as const;

describe('a sign-off given for other trees', () => {
  test.each<[string, Parameters<typeof carried>, string, string]>([
    ['covers the same trees', ['exact'], 'approved', 'Ana (senior, verified), carried from 91bc (exact)'],
    ['covers a change nothing moved under', ['disjoint'], 'approved', 'Ana (senior, verified), carried from 91bc (disjoint)'],
    ['covers a file of medium tier that moved and replays', ['textual', ['web/page.ts']], 'approved', 'Ana (senior, verified), carried from 91bc (textual)'],
    ['does not cover a critical file that moved', ['textual', ['checkout/retry.ts']], 'pending', 'stale since 91bc: retry.ts moved underneath'],
    ['counts what moved, whatever the test is called', ['disjoint', ['checkout/retry.ts']], 'pending', 'stale since 91bc: retry.ts moved underneath'],
    ['covers nothing that moved where nothing was replayed', ['disjoint', ['web/page.ts']], 'pending', 'stale since 91bc: page.ts moved underneath'],
    ['is not carried by a test nobody knows', ['similar' as 'disjoint'], 'pending', 'stale since 91bc: its replay does not say what moved underneath'],
    ['does not cover a moved base where only the same trees are carried', ['disjoint', [], { policy: { carry } }], 'pending', 'stale since 91bc: its base moved, and the policy carries nothing there'],
    ['does not cover anything that moved where only the same trees are carried', ['exact', ['web/page.ts'], { policy: { carry } }], 'pending', 'stale since 91bc: page.ts moved underneath'],
    ['is carried textually where no file is of such an area', ['textual', ['web/page.ts'], { paths: ['web/page.ts'], policy: { carry } }], 'approved', 'Ana (senior, verified), carried from 91bc (textual)'],
    ['does not cover a path spelled as no file of the change', ['textual', ['checkout/Retry.ts']], 'pending', 'stale since 91bc: what moved underneath names checkout/Retry.ts, no file of this change'],
    ['is not replayed over nothing', ['textual', []], 'pending', 'stale since 91bc: its replay does not say what moved underneath'],
    ['of no moment does not count', ['exact', [], {}, { signedAt: Number.NaN }], 'pending', 'it does not say when it was given'],
    ['does not cover a higher tier', ['exact', [], { tier: 'high' }, { answering: { tier: 'medium', rules: ['gate'] } }], 'pending', 'stale since 91bc: the tier rose from medium to high'],
    ['covers a lower tier', ['exact', [], { tier: 'low' }], 'approved', 'Ana (senior, verified), carried from 91bc (exact)'],
    ['does not cover a rule that had not asked', ['exact', [], {}, { answering: { tier: 'critical', rules: ['other'] } }], 'pending', 'stale since 91bc: gate had not asked then'],
    ['that does not say what it answers is not carried', ['exact', [], {}, { id: 's2' }], 'pending', 'stale: signed for digest 91bc…, the change is now 4f1c…'],
    ['expires all the same', ['exact', [], {}, { signedAt: 1 }], 'pending', 'expired 20687 d ago'],
    ['is for a further target only where it names that one', ['exact', [], {}, { target: 'refs/heads/x', alsoFor: ['refs/heads/y'] }], 'pending', 'given for refs/heads/x'],
    ['is for its target all the same', ['exact', [], {}, { target: 'refs/heads/x' }], 'pending', 'given for refs/heads/x'],
    ['frees no contributor', ['exact', [], {}, { person: 'bo' }], 'pending', 'contributor: author of 3f2a910'],
  ])('%s', (_, given, status, because) => {
    expect(seen(...given)).toEqual([status, because]);
  });

  test('that does not say what it answers is set aside', () => {
    const signOffs = [signOff('ana', 1, { changeDigest: old })];
    const { root } = decide(factsOf({ outcomes: [outcome(gate)], signOffs, inputs: { carries: [{ signOff: 's1', test: 'exact', moved: [] }] } }), () => '');
    expect(root.children[0]!.children[0]!.setAside[0]!.because).toBe('stale since 91bc: it does not say for which tier and rules it was given');
  });

  test('is held against every carry there is of it', () => {
    const both = [{ signOff: 's1', test: 'textual', moved: ['checkout/retry.ts'] }, { signOff: 's1', test: 'exact', moved: [] }] as const;
    for (const carries of [both, both.toReversed()]) expect(seen('exact', [], { inputs: { carries } })[0]).toBe('pending');
  });
});
