import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ask, factsOf, now, outcome, rule, signOff, team } from '../../../../test/policy-cases/decision-cases.ts';
import type { CheckResult, Measured } from '../../signoff/index.ts';
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
const none = { error: 0, warning: 0, note: 0 };
const touched = change.files[0]!.path;
const clean: Measured = { kind: 'scan', files: [], nowhere: none };
const found = (path: string, counts: Partial<typeof none>): Measured => ({ kind: 'scan', files: [{ path, ...none, ...counts }], nowhere: none });
const ran = (parts: Partial<Extract<Measured, { kind: 'tests' }>> = {}): Measured => ({ kind: 'tests', ran: 4, failed: 0, skipped: 0, coverage: null, ...parts });

const scanned = rule('r', [ask({ kind: 'review', count: 1, level: 'mid', distinct: true, signature: 'any' }), ask({ kind: 'scan', noNew: 'warning' }, 'review')]);
const tested = rule('r', [ask({ kind: 'review', count: 1, level: 'mid', distinct: true, signature: 'any' }), ask({ kind: 'tests', suites: ['unit'], cover: null }, 'review')]);
const result = (order: number, measured: Measured, parts: Partial<CheckResult> = {}): CheckResult => ({
  id: `${order}`, gate: 'ci', name: measured.kind === 'tests' ? 'unit' : 'semgrep', outcome: 'passed', tree: change.head.tree, signedAt: now - 60, order, measured, ...parts,
});

function decided(of: typeof scanned, results: readonly CheckResult[], inputs: Partial<DecisionInputs> = {}) {
  const facts = factsOf({ people: team, outcomes: [outcome(of)], inputs: { signOffs: [signOff('tomas', 5)], results, ...inputs } });
  const { standing, reviewing } = standings(facts.inputs, facts.exclusions);
  const { status, root } = decide({ ...facts, standing, reviewing }, sha256);
  const [, node] = root.children.find((child) => child.rule === 'r')!.children;
  return { status, said: node!.status === 'approved' ? node!.met.join(' ') : node!.sentence, aside: node!.setAside.map(({ because }) => because) };
}

describe('a scan', () => {
  test.each<[string, readonly CheckResult[], string, string]>([
    ['that is clean counts', [result(7, clean)], 'approved', 'semgrep found nothing new, ci, entry 7'],
    ['counts with what is below the level, or elsewhere', [result(7, found(touched, { note: 9 })), result(8, found('elsewhere.ts', { error: 1 }), { name: 'eslint' })], 'approved', 'eslint found nothing new, ci, entry 8 semgrep found nothing new, ci, entry 7'],
    ['counts from the first of several', [result(7, clean), result(9, clean)], 'approved', 'semgrep found nothing new, ci, entry 7'],
    ['that found something keeps it waiting', [result(7, found(touched, { error: 1, warning: 2 }))], 'pending', `semgrep found 1 error and 2 warnings in ${touched}, ci, entry 7`],
    ['is believed in what it found whatever it is dated', [result(7, clean), result(8, found(touched, { error: 1 }), { signedAt: now + 7200 })], 'pending', `semgrep found 1 error in ${touched}, ci, entry 8`],
    ['that is clean and dated in the future is not', [result(7, clean, { signedAt: now + 7200 })], 'pending', 'no signed scan of this head yet: nothing new at or above warning'],
    ['that stopped is none', [result(7, clean, { outcome: 'failed' })], 'pending', 'semgrep did not run to its end, ci, entry 7'],
    ['before the review it follows is too early', [result(4, clean)], 'pending', '`semgrep` passed before the review it should follow, entry 4'],
    ['by nobody’s gate is none', [result(7, clean, { gate: 'zoe' })], 'pending', 'no signed scan of this head yet: nothing new at or above warning'],
    ['of another tree is none', [result(7, clean, { tree: 'f'.repeat(40) })], 'pending', 'no signed scan of this head yet: nothing new at or above warning'],
    ['beside a result that cannot be read waits', [result(7, clean), result(8, clean, { tree: 'short' })], 'pending', '`scan` waits: entry 8 cannot be read as a result'],
    ['is not what tests or a check of that name found', [result(7, ran(), { name: 'semgrep' }), { id: '8', gate: 'ci', name: 'scan', outcome: 'passed', tree: change.head.tree, signedAt: now, order: 8 }], 'pending', 'no signed scan of this head yet: nothing new at or above warning'],
  ])('%s', (_, results, status, said) => {
    expect(decided(scanned, results)).toMatchObject({ status, said });
  });

  test('of the tree that was signed counts where the sign-off is carried with no touched file moved', () => {
    const head = { commit: '1'.repeat(40), tree: '2'.repeat(40) };
    const moved = signOff('tomas', 5, { head, answering: { tier: 'low', rules: ['r'] } });
    const on = (how: 'disjoint' | 'textual') => decided(scanned, [result(7, clean, { tree: head.tree })], { signOffs: [moved], carries: [{ signOff: 's5', test: how, moved: how === 'textual' ? [touched] : [] }] });
    expect(on('disjoint').said).toBe('semgrep found nothing new, ci, entry 7, carried from tree 2222222 (disjoint)');
    expect(on('textual').status).toBe('pending');
  });
});

describe('a suite', () => {
  test.each<[string, readonly CheckResult[], string, string]>([
    ['that ran counts', [result(7, ran({ skipped: 1 }))], 'approved', 'unit passed, ci, entry 7 (4 ran, 1 skipped)'],
    ['of which one failed keeps it waiting, also where it says that it passed', [result(7, ran({ failed: 1 }))], 'pending', '1 of 4 unit tests failed, ci, entry 7'],
    ['of which none ran too', [result(7, ran({ ran: 0 }))], 'pending', 'no unit test ran, ci, entry 7'],
    ['that ran and later failed too', [result(7, ran()), result(8, ran({ failed: 2 }), { outcome: 'failed' })], 'pending', '2 of 4 unit tests failed, ci, entry 8'],
    ['is not another suite', [result(7, ran(), { name: 'integration' })], 'pending', 'no signed result of `unit` for this head yet'],
  ])('%s', (_, results, status, said) => {
    expect(decided(tested, results)).toMatchObject({ status, said });
  });
});
