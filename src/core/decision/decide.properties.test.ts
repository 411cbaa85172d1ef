import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, claim, commit, factsOf, outcome, policy, rule, signOff, team, type Case } from '../../../test/policy-cases/decision-cases.ts';
import { ids, level, someCase } from '../../../test/policy-cases/some-case.ts';
import { poolFor } from '../signoff/index.ts';
import { decide } from './decide.ts';
import type { Decision, Reason } from './decision.ts';

const decisionOf = (parts: Case): Decision => decide(factsOf(parts), () => '0'.repeat(64));
const leaves = (reason: Reason): Reason[] => (reason.children.length === 0 ? [reason] : reason.children.flatMap(leaves));

const runs = { numRuns: 1500 };

test('approved only where every requirement names what met it', () => {
  let approved = 0;
  fc.assert(
    fc.property(someCase, (parts) => {
      const { status, root } = decisionOf(parts);
      if (status !== 'approved') return;
      approved += 1;
      const counting = leaves(root).filter((leaf) => leaf.status !== 'skipped');
      expect(counting.length).toBeGreaterThan(0);
      for (const leaf of counting) {
        expect(leaf.status).toBe('approved');
        expect(leaf.met.length).toBeGreaterThan(0);
      }
    }),
    runs,
  );
  expect(approved).toBeGreaterThan(20);
});

test('nobody who had a hand in the change is counted or asked to sign', () => {
  fc.assert(
    fc.property(someCase, (parts) => {
      const facts = factsOf(parts);
      const { root, next } = decide(facts, () => '');
      const excluded = facts.exclusions.flatMap(({ person }) => (person === null ? [] : [person]));
      const names = new Set(team.persons.filter(({ id }) => excluded.includes(id)).map(({ name }) => name.split(' ')[0]!));
      for (const step of next) expect(step.people.filter((id) => excluded.includes(id))).toEqual([]);
      for (const { met } of leaves(root)) for (const one of met) for (const name of names) expect(one).not.toContain(name);
    }),
    runs,
  );
});

test('who is asked to review counts for a review that is lacking, or nobody is asked', () => {
  fc.assert(
    fc.property(fc.tuple(level, level, fc.boolean(), fc.boolean()), fc.subarray([...team.persons]), ([one, other, first, second], persons) => {
      const reviews = [ask({ kind: 'review', count: 1, level: one, distinct: first, signature: 'any' }), ask({ kind: 'review', count: 1, level: other, distinct: second, signature: 'any' })];
      const parts: Case = { people: { ...team, persons }, outcomes: reviews.map((review, index) => outcome(rule(`r${index}`, [review]))) };
      const { status, next } = decisionOf(parts);
      const steps = next.filter(({ sentence }) => sentence.includes('review'));
      if (status !== 'pending' || persons.length === 0) return;
      // Whoever is offered meets what they are offered for: after all steps nothing waits.
      const signOffs = steps.flatMap(({ people }) => people.slice(-1)).map((who, index) => signOff(who, index + 1));
      expect(decisionOf({ ...parts, signOffs }).status).toBe('approved');
    }),
    runs,
  );
});

test('no way forward begins with a step that follows another', () => {
  fc.assert(
    fc.property(someCase, (parts) => {
      const [first] = decisionOf(parts).next;
      expect(first?.sentence ?? '').not.toMatch(/^then /);
    }),
    runs,
  );
});

test('one more contributor never makes more people eligible, nor a waiting change approved', () => {
  fc.assert(
    fc.property(someCase, fc.constantFrom(...ids), level, fc.constantFrom(null, 'checkout', 'kms'), (parts, who, wanted, area) => {
      const more = { ...parts, authors: [...(parts.authors ?? []), who] };
      const pool = (of: Case) => {
        const { inputs, exclusions } = factsOf(of);
        return poolFor({ level: wanted, area }, inputs.policy, inputs.people, exclusions).eligible.map(({ id }) => id);
      };
      for (const id of pool(more)) expect(pool(parts)).toContain(id);
      if (decisionOf(more).status === 'approved') expect(decisionOf(parts).status).toBe('approved');
    }),
    runs,
  );
});

test('more AI evidence never approves what was not, nor takes a requirement away', () => {
  const strip = ({ outcomes: _, ...rest }: Case): Case => rest;
  const extra = fc.array(
    fc.record({ operator: fc.constantFrom(null, ...ids, 'zoe'), strength: fc.constantFrom('strong', 'weak') }),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(someCase, extra, (parts, found) => {
      const before = factsOf({ ...strip(parts), claims: [] });
      const id = before.inputs.change.commits[0]!.id;
      const claims = found.map(({ operator, strength }) =>
        claim(id, {
          kind: 'recorded',
          strength,
          source: { in: 'note', ref: 'refs/notes/ai', blob: 'f', line: 1 },
          ...(operator === null ? {} : { person: `${operator} <${operator}@example.com>` }),
        }),
      );
      // A strong claim makes the change assisted, whatever it was taken for before.
      const assisted = parts.state === 'assisted' || found.some(({ strength }) => strength === 'strong');
      const later = factsOf({ ...strip(parts), claims, state: assisted ? 'assisted' : 'not-assisted' });
      const [was, is] = [decide(before, () => ''), decide(later, () => '')];
      if (is.status === 'approved') expect(was.status).toBe('approved');
      const asked = (root: Reason) => root.children.filter((child) => child.status !== 'skipped').flatMap(({ children }) => children.map((child) => child.rule));
      expect(asked(is.root)).toEqual(expect.arrayContaining(asked(was.root)));
      const excluded = (one: typeof before) => one.exclusions.map(({ who }) => who);
      expect(excluded(later)).toEqual(expect.arrayContaining(excluded(before)));
    }),
    { numRuns: 500 },
  );
});

test('nothing that could not be read or evaluated ends approved, whatever stands beside it', () => {
  const fault = fc.constantFrom<Case>(
    { change: { unread: ['an object is missing'] } },
    { change: { baseOnTarget: false } },
    { change: { files: [] } },
    { state: 'ask' },
    { state: 'contradictory' },
    { inputs: { proposedPolicy: [{ severity: 'error', code: 'c', message: 'm', mend: null, at: { file: 'f', line: 1, column: 1 } }] } },
    { signOffs: [signOff('li', 30, { verdict: 'reject' })] },
    { signOffs: [signOff('li', 30, { verdict: 'request-changes' })] },
    { outcomes: [outcome(rule('failed', []), 'unknown')] },
    { outcomes: [outcome(rule('asked', []), 'asked')] },
    { outcomes: [outcome(rule('empty', []))] },
  );
  fc.assert(
    fc.property(someCase, fault, (parts, broken) => {
      const merged: Case = {
        ...parts,
        ...broken,
        signOffs: [...(parts.signOffs ?? []), ...(broken.signOffs ?? [])],
        outcomes: [...(parts.outcomes ?? []), ...(broken.outcomes ?? [])],
      };
      const { status } = decisionOf(merged);
      expect(status).not.toBe('approved');
      expect(status).not.toBe('overridden');
    }),
    runs,
  );
});

test('a deadlock is only called one where no set of sign-offs could end it', () => {
  // Everybody enrolled signs with the strongest key, in every order of two rounds: what is still open is open for good.
  fc.assert(
    fc.property(someCase, (parts) => {
      if (decisionOf({ ...parts, signOffs: [] }).status !== 'unsatisfiable') return;
      const persons = (parts.people ?? team).persons;
      const rounds = [0, 1, 2].flatMap((round) => persons.map(({ id }, i) => signOff(id, 100 * round + i + 1)));
      expect(decisionOf({ ...parts, signOffs: rounds }).status).not.toBe('approved');
    }),
    runs,
  );
});

/** Met by what a gate or the author says. */
const notBySigning = new Set(['checks', 'document', 'owner']);

test('what waits for people only can be ended by people', () => {
  let waited = 0;
  fc.assert(
    fc.property(someCase, (parts) => {
      const persons = (parts.people ?? team).persons;
      const { status, root } = decisionOf({ ...parts, signOffs: [] });
      if (status !== 'pending' || persons.length === 0 || leaves(root).some(({ status: of, rule: kind }) => of === 'unknown' || (of === 'pending' && notBySigning.has(kind)))) return;
      waited += 1;
      const rounds = [0, 1, 2, 3].flatMap((round) => persons.map(({ id }, i) => signOff(id, 100 * round + i + 1)));
      expect(decisionOf({ ...parts, signOffs: rounds }).status).toBe('approved');
    }),
    runs,
  );
  expect(waited).toBeGreaterThan(10);
});

test('the order in which sign-offs are handed over changes nothing', () => {
  fc.assert(
    fc.property(someCase, (parts) => {
      const signOffs = (parts.signOffs ?? []).map((one, i) => ({ ...one, id: `s${i}`, order: i + 1 }));
      expect(decisionOf({ ...parts, signOffs: signOffs.toReversed() })).toEqual(decisionOf({ ...parts, signOffs }));
    }),
    { numRuns: 300 },
  );
});

test('a commit nobody can be found for counts as the lowest level', () => {
  const facts = factsOf({ commits: [commit('a1', 'zoe'), commit('a2', 'edda')] });
  expect(facts.contributors.level).toBe(policy.levels[0]);
});
