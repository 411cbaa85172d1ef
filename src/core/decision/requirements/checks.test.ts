import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ask, factsOf, now, outcome, rule, signOff, team } from '../../../../test/policy-cases/decision-cases.ts';
import type { RecordedReview, CheckResult } from '../../signoff/index.ts';
import type { Sha256 } from '../../values/index.ts';
import { decide } from '../decide.ts';
import type { DecisionInputs } from '../inputs.ts';
import { standings } from '../reviewing.ts';

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};
const { change } = factsOf({}).inputs;
const tested = rule('tested', [ask({ kind: 'review', count: 1, level: 'mid', distinct: true, signature: 'any' }), ask({ kind: 'checks', pass: ['test'] }, 'review')]);
const people = { ...team, gates: [...team.gates, { id: 'host', keys: [], may: ['landing' as const], at: team.gates[0]!.at }] };

function result(order: number, parts: Partial<CheckResult> = {}): CheckResult {
  return { id: `${order}`, gate: 'ci', name: 'test', outcome: 'passed', tree: change.head.tree, signedAt: now - 60, order, ...parts };
}

function decided(results: readonly CheckResult[], inputs: Partial<DecisionInputs> = {}) {
  const facts = factsOf({ people, outcomes: [outcome(tested)], inputs: { signOffs: [signOff('tomas', 5)], results, ...inputs } });
  const { standing, reviewing } = standings(facts.inputs, facts.exclusions);
  const { status, root } = decide({ ...facts, standing, reviewing }, sha256);
  const [review, checks] = root.children.find((child) => child.rule === 'tested')!.children;
  return { status, checks: checks!, review: review! };
}

describe('a check counts', () => {
  test.each<[string, readonly CheckResult[], string]>([
    ['signed by the gate for this tree, after the review', [result(7)], 'test passed, ci, entry 7'],
    ['once it passes again', [result(6, { outcome: 'failed' }), result(7)], 'test passed, ci, entry 7'],
    ['from the first of several passes on', [result(7), result(8), result(9)], 'test passed, ci, entry 7'],
    ['whatever another check says', [result(7), result(8, { name: 'lint', outcome: 'failed' })], 'test passed, ci, entry 7'],
    ['whatever it says of another tree', [result(7), result(8, { tree: 'f'.repeat(40), outcome: 'failed' })], 'test passed, ci, entry 7'],
  ])('%s', (_, results, met) => {
    expect(decided(results)).toMatchObject({ status: 'approved', checks: { status: 'approved', met: [met] } });
  });
});

describe('a check keeps the change waiting', () => {
  test.each<[string, readonly CheckResult[], string, readonly string[]]>([
    ['that nobody signed', [], 'no signed result of `test` for this head yet', []],
    ['that failed', [result(7, { outcome: 'failed' })], 'test failed, ci, entry 7', []],
    ['that failed after it had passed', [result(7), result(8, { outcome: 'failed' })], 'test failed, ci, entry 8', []],
    ['that failed at the very place where it passed', [result(7, { outcome: 'failed' }), result(7)], 'test failed, ci, entry 7', []],
    ['that passed before the review', [result(4)], '`test` passed before the review it should follow, entry 4', []],
    ['that ran on another tree', [result(7, { tree: 'f'.repeat(40) })], 'no signed result of `test` for this head yet', [`test ran on tree fffffff, the head's is ${change.head.tree.slice(0, 7)}`]],
    ['that a gate signed which may not', [result(7, { gate: 'host' })], 'no signed result of `test` for this head yet', ['host may not sign evidence']],
    ['that nobody enrolled signed', [result(7, { gate: 'zoe' })], 'no signed result of `test` for this head yet', ['no gate of this id is enrolled']],
    ['that a person signed', [result(7, { gate: 'ana' })], 'no signed result of `test` for this head yet', ['no gate of this id is enrolled']],
    ['dated in the future', [result(7, { signedAt: now + 7200 })], 'no signed result of `test` for this head yet', ['dated in the future']],
    ['that is a scan of that name', [result(7, { measured: { kind: 'scan', files: [], nowhere: { error: 0, warning: 0, note: 0 } } })], 'no signed result of `test` for this head yet', []],
    ['without a date', [result(7, { signedAt: NaN })], 'no signed result of `test` for this head yet', ['dated in the future']],
  ])('%s', (_, results, sentence, aside) => {
    const { status, checks } = decided(results);
    expect([status, checks.status, checks.sentence]).toEqual(['pending', 'pending', sentence]);
    expect(checks.setAside.map(({ because }) => because)).toEqual(aside);
  });

  test('that passed while the review it follows is open', () => {
    expect(decided([result(7)], { signOffs: [] }).checks.sentence).toBe('`test` waits for the review, which is not met yet');
  });

  test('and says so where no gate could sign it', () => {
    const facts = factsOf({ people: { ...team, gates: [] }, outcomes: [outcome(tested)] });
    expect(decide(facts, sha256).next.at(-2)!.sentence).toBe('then tests, signed by a gate, once one is enrolled that may sign evidence');
  });
});

describe('a check of another tree', () => {
  const head = { commit: '1'.repeat(40), tree: '2'.repeat(40) };
  const moved = signOff('tomas', 5, { head, answering: { tier: 'low', rules: ['tested'] } });
  const on = (test: 'disjoint' | 'textual', parts: Partial<DecisionInputs> = {}) =>
    decided([result(7, { tree: head.tree })], { signOffs: [moved], carries: [{ signOff: 's5', test, moved: test === 'textual' ? ['web/page.ts'] : [] }], ...parts });

  test('counts where its sign-off is carried and no touched file moved underneath', () => {
    expect(on('disjoint')).toMatchObject({ status: 'approved', checks: { met: ['test passed, ci, entry 7, carried from tree 2222222 (disjoint)'] } });
  });

  test('counts for nothing where a file was replayed, or where this very tree failed', () => {
    expect(on('textual').checks.status).toBe('pending');
    expect(on('disjoint', { results: [result(7, { tree: head.tree }), result(6, { outcome: 'failed' })] }).checks.sentence).toBe('test failed, ci, entry 6');
    expect(on('disjoint', { signOffs: [{ ...moved, person: 'zoe' }] }).checks.status).toBe('pending');
  });
});

test('a sign-off that follows a check waits for it, and counts from there', () => {
  const gate = rule('gate', [ask({ kind: 'checks', pass: ['test'] }), ask({ kind: 'sign-off', level: 'senior', count: 1, owners: 'any', signature: 'any' }, 'checks')]);
  const status = (order: number) => decide(factsOf({ outcomes: [outcome(gate)], signOffs: [signOff('ana', order)], inputs: { results: [result(7), result(9)] } }), sha256).status;
  expect([status(6), status(8)]).toEqual(['pending', 'approved']);
});

describe('a review of a forge', () => {
  const review = (order: number, parts: Partial<RecordedReview> = {}): RecordedReview => ({
    id: `${order}`, person: 'tomas', forge: 'github', verdict: 'approve', changeDigest: change.digest, target: change.target, signedAt: now - 60, order, ...parts,
  });
  const onForge = (...reviews: readonly RecordedReview[]) => decided([result(9)], { signOffs: [], reviews });

  test('counts as a review, with where it was given', () => {
    expect(onForge(review(5))).toMatchObject({ status: 'approved', review: { met: ['Tomás (mid, review on github, entry 5)'] } });
  });

  test.each<[string, readonly RecordedReview[], string]>([
    ['of another digest', [review(5, { changeDigest: '91bc'.padEnd(64, '0') })], 'stale: signed for digest 91bc…, the change is now 4f1c…'],
    ['for another branch', [review(5, { target: 'refs/heads/x' })], 'given for refs/heads/x'],
    ['of an author', [review(5, { person: 'bo' })], 'contributor: author of 3f2a910'],
    ['of a level too low', [review(5, { person: 'mina' })], 'junior is below mid'],
    ['of somebody not enrolled', [review(5, { person: 'zoe' })], 'nobody of this id is enrolled'],
    ['of an agent', [review(5, { person: 'kiro' })], 'agent'],
    ['that was followed by a request for changes', [review(5), review(6, { verdict: 'request-changes' })], 'later asked for changes'],
  ])('%s counts for nothing', (_, reviews, because) => {
    const { status, review: node } = onForge(...reviews);
    expect(status).toBe('pending');
    expect(node.setAside.map((one) => one.because)).toEqual([because]);
  });

  test('never meets a sign-off', () => {
    const gate = rule('gate', [ask({ kind: 'sign-off', level: 'mid', count: 1, owners: 'any', signature: 'any' })]);
    const facts = factsOf({ outcomes: [outcome(gate)], inputs: { reviews: [review(5)] } });
    expect(decide({ ...facts, ...standings(facts.inputs, facts.exclusions) }, sha256).status).toBe('pending');
  });

  test('takes back nothing that was signed, and a request for changes waits for its own answer', () => {
    const asking = review(6, { person: 'li', verdict: 'request-changes' });
    expect(decided([result(9)], { reviews: [asking] }).status).toBe('pending');
    expect(decided([result(9)], { reviews: [asking, review(8, { person: 'li' })] }).status).toBe('approved');
    expect(decided([result(9)], { signOffs: [signOff('tomas', 5), signOff('li', 6, { verdict: 'request-changes' })], reviews: [review(8, { person: 'li' })] }).status).toBe('pending');
    expect(decided([result(9)], { signOffs: [signOff('tomas', 5), signOff('li', 6, { verdict: 'reject' })], reviews: [review(8, { person: 'li' })] }).status).toBe('refused');
  });
});
