import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge } from '../../src/core/decision/index.ts';
import { findStuck, type Authors, type Stuck } from '../../src/core/lint/index.ts';
import { tiers } from '../../src/core/risk/index.ts';
import { generated, inputsOf, type Case, type Generated } from './generated-policies.ts';

/** Every author, every one or two files, every tier, assisted or not. What no rule reads is varied in every tenth policy only. */
function everyCase({ policy, people, paths, floors }: Generated, all: boolean): readonly Case[] {
  const text = policy.rules.map((rule) => rule.when.text).join(' ');
  const ids = people.persons.map(({ id }) => id);
  const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b]));
  const besides = all || text.includes('operator') ? ['zoe', 'kiro'] : ['zoe'];
  const authors = [...ids.map((id) => [id]), ...besides.flatMap((other) => [[other], ...ids.map((id) => [id, other])]), ...pairs];
  const touched = paths.flatMap((_, i) => [[i], ...paths.slice(i + 1).map((_, j) => [i, i + 1 + j])]);
  const raisedIn = (at: readonly number[]) => {
    const floor = Math.max(...at.map((i) => tiers.indexOf(floors[i]!)));
    return all || text.includes('tier') ? [null, ...tiers.slice(floor + 1)] : [null];
  };
  const assisted = all || text.includes('assisted') ? [true, false] : [true];
  const changes = touched.flatMap((at) => raisedIn(at).flatMap((raised) => assisted.map((yes) => ({ paths: at.map((i) => paths[i]!), raised, assisted: yes }))));
  return authors.flatMap((who) => changes.map((change) => ({ ...change, authors: who })));
}

interface Seen {
  readonly one: Case;
  readonly rule: string;
  readonly areas: string;
  readonly tier: string;
}

/** The cases in which the real decision calls a rule unsatisfiable. */
function unsatisfiable(given: Generated, cases: readonly Case[]): readonly Seen[] {
  return cases.flatMap((one) => {
    const { decision, areas, risk } = judge(inputsOf(given, one), () => '');
    const stuck = decision.root.children.filter(({ rule, status }) => status === 'unsatisfiable' && /^r\d$/.test(rule));
    return stuck.map(({ rule }) => ({ one, rule, areas: areas.map(({ name }) => name).join(), tier: risk.tier }));
  });
}

const idsOf = ({ persons, beside }: Authors) => [...persons.map(({ id }) => id), ...(beside === null ? [] : [beside === 'agent' ? 'kiro' : 'zoe'])].join();
/** Whoever writes, one, one beside a stranger or an agent, two. */
const sizeOf = (authors: readonly string[]) => (authors.includes('zoe') || authors.includes('kiro') ? (authors.length === 1 ? 1 : 2) : authors.length === 1 ? 1 : 3);
const sizeOfWitness = ({ authors }: Stuck) => (authors === null ? 0 : sizeOf(idsOf(authors[0]!).split(',')));

test('lint calls a rule unsatisfiable exactly where the decision does, for every author and every area', () => {
  const seed = Number(process.env['FC_SEED'] ?? 20261121);
  const found = { policies: 0, cases: 0, stuckPolicies: 0, stuckRules: 0, stuckCases: 0, together: 0 };
  fc.assert(
    fc.property(generated, (given) => {
      const cases = everyCase(given, found.policies % 10 === 0);
      const seen = unsatisfiable(given, cases);
      const reported = findStuck(given.policy, given.people);
      const rulesOf = (all: readonly string[]) => [...new Set(all)].sort();
      expect(rulesOf(reported.map(({ rule }) => rule.name))).toEqual(rulesOf(seen.map(({ rule }) => rule)));
      for (const stuck of reported) {
        const alike = seen.filter(({ rule, areas, tier }) => rule === stuck.rule.name && areas === stuck.touched.areas.join() && tier === stuck.touched.tier);
        const by = alike.map(({ one }) => one.authors.join());
        // Every author lint names is really stuck there.
        if (stuck.authors === null) expect(by).not.toEqual([]);
        else for (const authors of stuck.authors) expect(by).toContain(idsOf(authors));
      }
      // No smaller author is stuck than the smallest lint names.
      for (const rule of rulesOf(seen.map((one) => one.rule))) {
        const sizes = reported.filter((one) => one.rule.name === rule).map(sizeOfWitness);
        const smallest = Math.min(...seen.filter((one) => one.rule === rule).map(({ one }) => sizeOf(one.authors)));
        expect(Math.min(...sizes)).toBeLessThanOrEqual(smallest);
      }
      found.policies += 1;
      found.cases += cases.length;
      found.stuckPolicies += reported.length > 0 ? 1 : 0;
      found.stuckRules += rulesOf(reported.map(({ rule }) => rule.name)).length;
      found.stuckCases += seen.length;
      found.together += reported.some((one) => one.together) ? 1 : 0;
    }),
    { numRuns: Number(process.env['FC_RUNS'] ?? 1000), seed },
  );
  console.log(`seed ${seed}: ${found.policies} policies, ${found.cases} cases judged; ${found.stuckRules} rules of ${found.stuckPolicies} policies unsatisfiable in ${found.stuckCases} cases, ${found.together} policies only by splitting people between sign-off and review`);
  expect(found.stuckPolicies).toBeGreaterThan(found.policies / 10);
  expect(found.together).toBeGreaterThan(10);
});
