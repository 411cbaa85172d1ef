import fc from 'fast-check';
import type { DecisionInputs } from '../../src/core/decision/index.ts';
import type { RequirementTemplate } from '../../src/core/policy/index.ts';
import type { RuleOutcome } from '../../src/core/requirements/index.ts';
import type { Override, SignOff } from '../../src/core/signoff/index.ts';
import { ask, now, outcome, rule, signOff, team, type Case } from './decision-cases.ts';

/** Everybody of the team. */
export const ids = ['ana', 'li', 'edda', 'bo', 'tomas', 'mina'] as const;
/** A rung of the ladder. */
export const level = fc.constantFrom('junior', 'mid', 'senior', 'principal');
const signature = fc.constantFrom('any', 'touch', 'verified');
const after = fc.constantFrom(null, null, 'sign-off', 'review', 'checks') as fc.Arbitrary<RequirementTemplate['after']>;
const owners = fc.constantFrom('per-area', 'any');
const template: fc.Arbitrary<RequirementTemplate> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(level, fc.integer({ min: 0, max: 3 }), owners, signature, after).map(([l, count, o, s, a]) => ask({ kind: 'sign-off', level: l, count, owners: o, signature: s }, a)) },
  { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 0, max: 2 }), level, fc.boolean(), after).map(([count, l, distinct, a]) => ask({ kind: 'review', count, level: l, distinct, signature: 'any' }, a)) },
  { weight: 1, arbitrary: after.map((a) => ask({ kind: 'checklist', name: 'ai-review' }, a)) },
  { weight: 1, arbitrary: after.map((a) => ask({ kind: 'rewrite' }, a)) },
  { weight: 1, arbitrary: after.map((a) => ask({ kind: 'checks', pass: ['test'] }, a)) },
);
const ruleOutcome = (state: fc.Arbitrary<RuleOutcome['state']>): fc.Arbitrary<RuleOutcome> =>
  fc.tuple(fc.array(template, { maxLength: 4 }), fc.subarray(['checkout', 'kms']), state).map(([templates, areas, said]) => outcome(rule('random', templates), said, areas));
const outcomes = fc.array(ruleOutcome(fc.constantFrom('applies', 'applies', 'applies', 'skipped')), { minLength: 0, maxLength: 3 });
/** An approval that may be stale, weak, by an agent or a stranger. */
export const approval: fc.Arbitrary<SignOff> = fc
  .tuple(fc.constantFrom(...ids, 'kiro', 'zoe'), fc.integer({ min: 1, max: 20 }), signature, fc.boolean(), fc.constantFrom(undefined, undefined, undefined, '9'.repeat(64)))
  .map(([who, order, strength, answered, digest]) =>
    signOff(who, order, { strength, answered: answered ? ['ai-review', 'rewrite'] : [], ...(digest === undefined ? {} : { changeDigest: digest }) }),
  );
const authors = fc.array(fc.constantFrom(...ids, 'zoe', 'kiro'), { minLength: 1, maxLength: 3 });
/** A change with random rules, people and sign-offs. */
export const someCase: fc.Arbitrary<Case> = fc.record({
  authors,
  outcomes,
  signOffs: fc.array(approval, { maxLength: 8 }),
  people: fc.subarray([...team.persons]).map((persons) => ({ ...team, persons })),
  state: fc.constantFrom('assisted', 'not-assisted'),
});


const mostly = <T>(often: T, seldom: T) => fc.constantFrom(often, often, often, often, often, seldom);
const override: fc.Arbitrary<Override> = fc
  .tuple(
    fc.constantFrom('ana', 'li', 'edda', 'ana', 'li', 'edda', 'tomas', 'kiro'),
    mostly('d'.repeat(40), 'a'.repeat(40)),
    mostly(false, true),
    mostly(now + 60, now - 60),
    mostly<Override['strength']>('touch', 'any'),
    fc.integer({ min: 1, max: 99 }),
  )
  .map(([person, head, used, expiresAt, strength, order]) => ({
    id: `o${order}`, person, head, used, expiresAt, strength, order, changeDigest: '4f1c'.padEnd(64, '0'), target: 'refs/heads/main', reason: 'down', signedAt: now - 600,
  }));
const inputs: fc.Arbitrary<Partial<DecisionInputs>> = fc.record({
  overrides: fc.oneof(fc.constant([]), fc.array(override, { minLength: 2, maxLength: 4 })),
  revertOf: fc.constantFrom(null, { commit: '91bc'.padEnd(40, '0'), landedAt: now - 60, takesBack: null, untold: null }, { commit: '91bc'.padEnd(40, '0'), landedAt: now - 60, takesBack: '02ac'.padEnd(40, '0'), untold: null }),
  onCall: fc.subarray([...ids]),
  ledgerRoot: fc.constantFrom(null, 'ab'.repeat(32), ''),
  carries: fc.array(fc.record({ signOff: fc.integer({ min: 1, max: 20 }).map((n) => `s${n}`), test: fc.constantFrom('exact', 'disjoint', 'textual'), moved: fc.subarray(['web/page.ts', 'checkout/a']) }), { maxLength: 3 }),
});
const when = { text: 'true', tree: { op: 'atom', text: 'true', offset: 0, reads: [] }, at: { file: 'policy.yaml', line: 1, column: 1 } } as const;
const lane = { level: 'mid', count: 1, onCall: true, reviewWithin: 3600 };

/** The same with overrides, reverts, spot-checks and carried sign-offs. */
export const richCase: fc.Arbitrary<Case> = fc
  .tuple(someCase, inputs, fc.constantFrom(null, lane, { ...lane, onCall: false }), fc.constantFrom(null, 0, 1), fc.boolean())
  .map(([parts, more, revert, share, touches]) => ({
    ...parts,
    inputs: more,
    policy: { revert, spotCheck: share === null ? null : { share, when } },
    ...(touches ? { paths: ['.countersign/policy.yaml'] } : {}),
  }));
