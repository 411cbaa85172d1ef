import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ask, factsOf, outcome, rule, signOff, team, type Case } from '../../../../test/policy-cases/decision-cases.ts';
import type { Policy } from '../../policy/index.ts';
import type { AtomOutcome } from '../../requirements/index.ts';
import type { Sha256 } from '../../values/index.ts';
import { decide } from '../decide.ts';
import { drawOf } from './spot-check.ts';

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};
const when: NonNullable<Policy['spotCheck']>['when'] = { text: 'change.tier >= high', tree: { op: 'atom', text: 'change.tier >= high', offset: 0, reads: [] }, at: { file: 'policy.yaml', line: 30, column: 3 } };
const one = rule('gate', [ask({ kind: 'sign-off', level: 'senior', count: 1, owners: 'any', signature: 'touch' })]);
const root = 'ab'.repeat(32);
/** The share decides: 1 draws everything, 0 nothing. */
const checked = (share: number, parts: Case = {}, said: AtomOutcome | null = 'true', ledgerRoot: string | null = root) => {
  const facts = factsOf({ outcomes: [outcome(one)], signOffs: [signOff('ana', 1)], ...parts, policy: { spotCheck: { share, when } }, inputs: { ledgerRoot } });
  return decide({ ...facts, ...(said === null ? {} : { spotCheck: { outcome: said, atoms: [] } }) }, sha256);
};
const spot = (decision: ReturnType<typeof checked>) => decision.root.children.find((child) => child.rule === 'spot-check');

describe('a spot-check', () => {
  test('asks one more person of the highest level when drawn', () => {
    const drawn = checked(1);
    expect(drawn.status).toBe('pending');
    expect(spot(drawn)!.sentence).toMatch(/^drawn for a spot-check of 100 %: \d+(\.\d)? % under ledger root abab; needs a senior who has not signed yet$/);
    expect(drawn.next[0]).toMatchObject({ sentence: 'one other person reviews: Li or Edda', people: ['li', 'edda'] });
    const done = checked(1, { signOffs: [signOff('ana', 1), signOff('li', 2)] });
    expect([done.status, spot(done)!.sentence]).toEqual(['approved', 'spot-checked by Li (senior, verified)']);
  });

  test.each<[string, Case]>([
    ['the signer again', { signOffs: [signOff('ana', 1), signOff('ana', 2)] }],
    ['a level below', { signOffs: [signOff('ana', 1), signOff('tomas', 2)] }],
    ['the author', { signOffs: [signOff('ana', 1), signOff('bo', 2)] }],
    ['a file key', { signOffs: [signOff('ana', 1), signOff('li', 2, { strength: 'any' })] }],
  ])('is not met by %s', (_, parts) => {
    expect(checked(1, parts).status).toBe('pending');
  });

  test('not drawn is approved and names the draw', () => {
    const free = checked(0);
    expect(free.status).toBe('approved');
    expect(spot(free)!.met).toEqual([expect.stringMatching(/^not drawn: .* under ledger root abab$/)]);
  });

  test.each<[string, AtomOutcome | null, string | null, string, string]>([
    ['before the sign-off is in the ledger', 'true', null, 'pending', 'drawn once the sign-off is in the ledger'],
    ['from something that is no root', 'true', 'abc', 'pending', 'drawn once the sign-off is in the ledger'],
    ['while the author has not answered', 'asked', root, 'pending', "waits for the author's answer on AI: `change.tier >= high`"],
    ['where its condition failed', 'failed', root, 'unknown', 'could not be evaluated: `change.tier >= high`'],
    ['where nobody evaluated its condition', null, root, 'unknown', 'could not be evaluated: `change.tier >= high`'],
  ])('%s is never approved', (_, said, ledgerRoot, status, sentence) => {
    const decision = checked(0, {}, said, ledgerRoot);
    expect([decision.status, spot(decision)!.sentence]).toEqual([status, sentence]);
  });

  test('is none where its condition is false, and none before anything is signed', () => {
    expect(spot(checked(1, {}, 'false'))).toBeUndefined();
    expect(spot(checked(1, { signOffs: [] }))).toBeUndefined();
  });

  test('is drawn of what was signed with nothing but an answer, too', () => {
    const asks = [outcome(rule('gate', [ask({ kind: 'checklist', name: 'ai-review' })]))];
    expect(checked(1, { outcomes: asks }).status).toBe('pending');
    expect(spot(checked(1, { outcomes: asks, signOffs: [signOff('ana', 1), signOff('edda', 2)] }))!.sentence).toBe('spot-checked by Edda (principal, verified)');
  });

  test('that nobody is left for is a deadlock with a cure', () => {
    const people = { ...team, persons: team.persons.filter(({ id }) => !['li', 'edda'].includes(id)) };
    const decision = checked(1, { people });
    expect(decision.status).toBe('unsatisfiable');
    expect(decision.next[0]!.sentence).toBe('enrol one more senior in .countersign/people.yaml');
  });

  test('is drawn for its share of changes', () => {
    const digests = Array.from({ length: 10_000 }, (_, n) => sha256([`change ${n}`]));
    for (const share of [0.01, 0.05, 0.5]) {
      const drawn = digests.filter((digest) => drawOf(digest, root, sha256) < share).length;
      // Four standard deviations of a fair draw.
      expect(Math.abs(drawn - 10_000 * share)).toBeLessThan(4 * Math.sqrt(10_000 * share * (1 - share)));
    }
  });

  test('falls by the root, which nobody knows while signing: no change escapes every draw', () => {
    const roots = Array.from({ length: 400 }, (_, n) => sha256([`root ${n}`]));
    for (let n = 0; n < 50; n++) {
      const digest = sha256([`change ${n}`]);
      const drawn = roots.filter((ledgerRoot) => drawOf(digest, ledgerRoot, sha256) < 0.5).length;
      expect(drawn).toBeGreaterThan(140);
      expect(drawn).toBeLessThan(260);
    }
  });
});
