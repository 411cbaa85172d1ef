import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, factsOf, outcome, policy, rule, signOff, team, type Case } from './decision-cases.ts';
import { diffPolicies, signatureStrengths, type RequirementTemplate } from '../../src/core/policy/index.ts';
import { decide } from '../../src/core/decision/index.ts';

const ladder = ['junior', 'mid', 'senior', 'principal'];
const level = fc.constantFrom(...ladder);
const after = fc.constantFrom(null, null, 'sign-off', 'review') as fc.Arbitrary<RequirementTemplate['after']>;
const asked: fc.Arbitrary<RequirementTemplate> = fc.oneof(
  fc
    .tuple(level, fc.integer({ min: 1, max: 2 }), fc.constantFrom('per-area', 'any'), fc.constantFrom(...signatureStrengths), after)
    .map(([l, count, owners, signature, a]) => ask({ kind: 'sign-off', level: l, count, owners, signature }, a)),
  fc.tuple(fc.integer({ min: 1, max: 2 }), level, fc.boolean(), after).map(([count, l, distinct, a]) => ask({ kind: 'review', count, level: l, distinct, signature: 'any' }, a)),
  after.map((a) => ask({ kind: 'checklist', name: 'ai-review' }, a)),
);
/** A list and what an edit made of it: some requirements replaced, some dropped, some added. */
const edited = fc
  .tuple(fc.array(asked, { minLength: 1, maxLength: 3 }), fc.array(fc.option(asked), { maxLength: 3 }), fc.array(asked, { maxLength: 1 }))
  .map(([before, replaced, added]) => ({ before, after: [...before.map((one, index) => replaced[index] ?? one), ...added] }));
const signed = fc.array(
  fc
    .tuple(fc.constantFrom('ana', 'li', 'edda', 'tomas', 'mina'), fc.integer({ min: 1, max: 20 }), fc.constantFrom(...signatureStrengths), fc.boolean())
    .map(([who, order, strength, answered]) => signOff(who, order, { strength, answered: answered ? ['ai-review'] : [] })),
  { minLength: 2, maxLength: 8 },
);

test('what an edit that is nowhere looser or different lets through was let through before', () => {
  let stricter = 0;
  fc.assert(
    fc.property(edited, signed, fc.subarray(['checkout', 'kms']), (templates, signOffs, areas) => {
      const [was, is] = [templates.before, templates.after].map((one) => rule('gate', one)) as [ReturnType<typeof rule>, ReturnType<typeof rule>];
      const differences = diffPolicies({ ...policy, rules: [was] }, { ...policy, rules: [is] });
      if (differences.some(({ effect }) => effect !== 'stricter')) return;
      const decided = (one: typeof was) => decide(factsOf({ people: team, signOffs, authors: ['bo'], outcomes: [outcome(one, 'applies', areas)] } satisfies Case), () => '').status;
      if (decided(is) !== 'approved') return;
      if (differences.length > 0) stricter += 1;
      expect(decided(was)).toBe('approved');
    }),
    { numRuns: 8000 },
  );
  expect(stricter).toBeGreaterThan(0);
});
