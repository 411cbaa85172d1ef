import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, factsOf, outcome, policy, rule, signOff, team, type Case } from './decision-cases.ts';
import type { RequirementTemplate } from '../../src/core/policy/index.ts';
import type { SignOff } from '../../src/core/signoff/index.ts';
import { decide } from '../../src/core/decision/index.ts';

const statusOf = (parts: Case) => decide(factsOf(parts), () => '').status;
const level = fc.constantFrom('junior', 'mid', 'senior');
const signTemplate = fc
  .tuple(level, fc.integer({ min: 1, max: 2 }), fc.constantFrom('per-area', 'any'))
  .map(([l, count, owners]) => ask({ kind: 'sign-off', level: l, count, owners, signature: 'any' }));
const reviewTemplate = fc
  .tuple(level, fc.integer({ min: 1, max: 2 }), fc.boolean(), fc.constantFrom(null, 'sign-off') as fc.Arbitrary<RequirementTemplate['after']>)
  .map(([l, count, distinct, after]) => ask({ kind: 'review', count, level: l, distinct, signature: 'any' }, after));
const ids = ['ana', 'li', 'edda', 'tomas', 'mina'];
/** Edda and Ana own parts of both areas, so that one signature can serve two. */
const areas = policy.areas.map((area) => (area.name === 'checkout' ? { ...area, owners: ['ana', 'li', 'edda'] } : area.name === 'kms' ? { ...area, owners: ['edda', 'ana'] } : area));
const someRule: fc.Arbitrary<Case & { readonly signOffs: readonly SignOff[] }> = fc
  .tuple(fc.array(signTemplate, { minLength: 1, maxLength: 2 }), fc.array(reviewTemplate, { minLength: 1, maxLength: 2 }), fc.subarray(['checkout', 'kms']), fc.array(fc.constantFrom(...ids), { maxLength: 6 }))
  .map(([signs, reviews, touched, signers]) => ({
    policy: { areas },
    outcomes: [outcome(rule('random', [...signs, ...reviews]), 'applies', touched)],
    signOffs: signers.map((who, index) => signOff(who, index + 1)),
  }));

interface Wanted {
  readonly kind: 'sign-off' | 'review';
  readonly count: number;
  readonly distinct: boolean;
  readonly waits: boolean;
  readonly fits: (person: string) => boolean;
}

function wantedBy({ outcomes = [] }: Case): Wanted[] {
  const { levels } = policy;
  return outcomes[0]!.requirements.flatMap(({ template, areas: touched }) => {
    if (template.kind !== 'sign-off' && template.kind !== 'review') return [];
    const reaches = (id: string) => levels.indexOf(team.persons.find((one) => one.id === id)!.level) >= levels.indexOf(template.level);
    const distinct = template.kind === 'review' && template.distinct;
    return (touched.length > 0 ? touched : [null]).map((area) => {
      const owns = (id: string) => area === null || areas.find(({ name }) => name === area)!.owners.includes(id);
      return { kind: template.kind, count: template.count, distinct, waits: template.after === 'sign-off', fits: (id: string) => reaches(id) && owns(id) };
    });
  });
}

/** Every set of `count` sign-offs of different people. */
function sets(all: readonly SignOff[], count: number): SignOff[][] {
  if (count === 0) return [[]];
  return all.flatMap((one, index) => sets(all.slice(index + 1).filter(({ person }) => person !== one.person), count - 1).map((rest) => [one, ...rest]));
}

/** Whether any choice of sign-offs for the asks of a rule keeps every demand. */
function canBeMet(wanted: readonly Wanted[], given: readonly SignOff[]): boolean {
  const choose = (at: number, chosen: readonly (readonly SignOff[])[]): boolean => {
    const next = wanted[at];
    if (next === undefined) return holds(wanted, chosen);
    return sets(given.filter(({ person }) => next.fits(person)), next.count).some((set) => choose(at + 1, [...chosen, set]));
  };
  return choose(0, []);
}

function holds(wanted: readonly Wanted[], chosen: readonly (readonly SignOff[])[]): boolean {
  const of = (keep: (one: Wanted) => boolean) => wanted.flatMap((one, index) => (keep(one) ? chosen[index]! : []));
  const signing = of(({ kind }) => kind === 'sign-off');
  const complete = Math.max(...signing.map(({ order }) => order));
  const signers = new Set(signing.map(({ person }) => person));
  return of(({ distinct }) => distinct).every(({ person }) => !signers.has(person)) && of(({ waits }) => waits).every(({ order }) => order > complete);
}

test('a rule is met exactly where some choice among all sign-offs meets it', () => {
  let met = 0;
  let near = 0;
  fc.assert(
    fc.property(someRule, (parts) => {
      const expected = canBeMet(wantedBy(parts), parts.signOffs);
      expect(statusOf(parts) === 'approved').toBe(expected);
      if (expected) met += 1;
      else if (parts.signOffs.length > 3) near += 1;
    }),
    { numRuns: 2500 },
  );
  expect(met).toBeGreaterThan(150);
  expect(near).toBeGreaterThan(150);
});

test('a rule is a deadlock exactly where nobody signing everything could meet it', () => {
  let deadlocks = 0;
  fc.assert(
    fc.property(someRule, fc.subarray(ids), (parts, left) => {
      const persons = team.persons.filter(({ id }) => id === 'bo' || left.includes(id));
      const everybody = [0, 1].flatMap((round) => left.map((who, index) => signOff(who, 10 * round + index + 1)));
      const deadlock = statusOf({ ...parts, people: { ...team, persons }, signOffs: parts.signOffs.filter(({ person }) => left.includes(person)) }) === 'unsatisfiable';
      expect(deadlock).toBe(!canBeMet(wantedBy(parts), everybody));
      if (deadlock) deadlocks += 1;
    }),
    { numRuns: 2000 },
  );
  expect(deadlocks).toBeGreaterThan(100);
});
