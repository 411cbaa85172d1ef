import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsOf, signOff, team, type Case } from './decision-cases.ts';
import { approval, ids, richCase, someCase } from './some-case.ts';
import { decide, type Decision, type Reason } from '../../src/core/decision/index.ts';

const decisionOf = (parts: Case): Decision => decide(factsOf(parts), () => '0'.repeat(64));
const statusOf = (parts: Case) => decisionOf(parts).status;
const leaves = (reason: Reason): Reason[] => (reason.children.length === 0 ? [reason] : reason.children.flatMap(leaves));
const runs = { numRuns: 1000 };

test('with every way round the rules, approved still names what met each leaf, and overridden who', () => {
  const seen: Partial<Record<Decision['status'], number>> = {};
  fc.assert(
    fc.property(richCase, (parts) => {
      const { status, root, shadow } = decisionOf(parts);
      seen[status] = (seen[status] ?? 0) + 1;
      expect(shadow).toEqual([]);
      expect(root.status).toBe(status);
      const counting = leaves(root).filter((leaf) => leaf.status !== 'skipped');
      if (status === 'approved') for (const leaf of counting) expect([leaf.status, leaf.met.length > 0]).toEqual(['approved', true]);
      if (status === 'overridden') expect(counting.filter((leaf) => leaf.rule === 'override' && leaf.status === 'overridden' && leaf.met.length > 1)).toHaveLength(1);
      else expect(counting.some((leaf) => leaf.status === 'overridden')).toBe(false);
    }),
    { numRuns: 2000 },
  );
  for (const status of ['approved', 'pending', 'overridden', 'unknown'] as const) expect(seen[status]).toBeGreaterThan(3);
});

test('nobody lands alone what they wrote: without anybody else but the person on call who takes something back', () => {
  fc.assert(
    fc.property(richCase, fc.constantFrom(...ids), (parts, who) => {
      const own: Case = { ...parts, authors: [who], signOffs: (parts.signOffs ?? []).filter(({ person }) => person === who) };
      const overrides = (parts.inputs?.overrides ?? []).filter(({ person }) => person === who);
      const { status, root } = decisionOf({ ...own, inputs: { ...parts.inputs, overrides } });
      const asked = root.children.some(({ rule, status: is }) => is !== 'skipped' && rule !== 'otherwise');
      const lane = root.children.some(({ rule, status: is }) => rule === 'revert' && is === 'approved');
      if (asked && !lane) expect(['approved', 'overridden']).not.toContain(status);
    }),
    runs,
  );
});

test('one more approval never takes an approval away', () => {
  let approved = 0;
  fc.assert(
    fc.property(someCase, approval, (parts, more) => {
      if (statusOf(parts) !== 'approved') return;
      approved += 1;
      expect(statusOf({ ...parts, signOffs: [...(parts.signOffs ?? []), { ...more, id: 'more' }] })).toBe('approved');
    }),
    { numRuns: 2500 },
  );
  expect(approved).toBeGreaterThan(30);
});

test('where every sign-off left is necessary, each is named, and taking any away takes the approval away', () => {
  let necessary = 0;
  fc.assert(
    fc.property(someCase, (parts) => {
      if (statusOf(parts) !== 'approved') return;
      let left = [...(parts.signOffs ?? [])];
      for (const one of parts.signOffs ?? []) {
        const without = left.filter((other) => other !== one);
        if (statusOf({ ...parts, signOffs: without }) === 'approved') left = without;
      }
      necessary += left.length;
      const { root } = decisionOf({ ...parts, signOffs: left });
      for (const one of left) {
        expect(statusOf({ ...parts, signOffs: left.filter((other) => other !== one) })).not.toBe('approved');
        const name = team.persons.find(({ id }) => id === one.person)!.name.split(' ')[0]!;
        expect(leaves(root).some(({ met }) => met.some((words) => words.includes(name)))).toBe(true);
      }
    }),
    { numRuns: 2500 },
  );
  expect(necessary).toBeGreaterThan(15);
});

test('a signer of a higher level is at least as good', () => {
  let approved = 0;
  fc.assert(
    fc.property(someCase, fc.constantFrom(...ids), fc.constantFrom('mid', 'senior', 'principal'), (parts, who, level) => {
      const people = parts.people ?? team;
      const { levels } = factsOf(parts).inputs.policy;
      if (statusOf(parts) !== 'approved' || (parts.authors ?? []).includes(who)) return;
      approved += 1;
      const raised = people.persons.map((one) => (one.id === who && levels.indexOf(level) > levels.indexOf(one.level) ? { ...one, level } : one));
      expect(statusOf({ ...parts, people: { ...people, persons: raised } })).toBe('approved');
    }),
    { numRuns: 2500 },
  );
  expect(approved).toBeGreaterThan(30);
});

test('who was known to have had a hand in it before never signs, and one more of them never helps', () => {
  fc.assert(
    fc.property(someCase, fc.constantFrom(...ids), (parts, who) => {
      const known = { ...parts, inputs: { knownExclusions: [{ who, person: who, reasons: ['pushed an older head'] }] } };
      const before = statusOf(parts);
      const { status, root, next } = decisionOf(known);
      if (status === 'approved') expect(before).toBe('approved');
      for (const step of next) expect(step.people).not.toContain(who);
      const name = team.persons.find(({ id }) => id === who)!.name.split(' ')[0]!;
      for (const { met } of leaves(root)) for (const words of met) expect(words).not.toContain(name);
    }),
    runs,
  );
  const { root } = decisionOf({ signOffs: [signOff('ana', 1)], inputs: { knownExclusions: [{ who: 'ana', person: 'ana', reasons: ['pushed 91bc'] }] } });
  expect(leaves(root)[0]!.setAside[0]!.because).toBe('contributor: pushed 91bc');
});
