import type { People, PeopleIndex, Person } from '../people.ts';
import type { Area, Policy, PolicyProblem, RequirementTemplate, Rule } from '../policy.ts';
import { mayHold, type Situation } from './may-hold.ts';
import { atLeast, count, problem, someone, thereAre } from './wording.ts';

type SignOffTemplate = Extract<RequirementTemplate, { readonly kind: 'sign-off' }>;
type ReviewTemplate = Extract<RequirementTemplate, { readonly kind: 'review' }>;

/** Rules nobody could satisfy for some author, with the author as witness; one problem per area or rule. */
export function outOfReach(policy: Policy, people: People, index: PeopleIndex): readonly PolicyProblem[] {
  const found = new Map<string, PolicyProblem>();
  for (const rule of policy.rules) {
    for (const template of rule.require) {
      if (template.kind === 'review')
        keepFirst(found, `review ${rule.name}`, reviewers(policy, people, rule, template));
      if (template.kind !== 'sign-off') continue;
      keepFirst(found, `rule ${rule.name}`, signers(policy, people, rule, template, null, people.persons));
      if (template.owners !== 'per-area') continue;
      for (const area of policy.areas) {
        if (area.owners.length === 0) continue;
        keepFirst(
          found,
          `area ${area.name}`,
          signers(policy, people, rule, template, area, index.membersOf(area.owners)),
        );
      }
    }
  }
  return [...found.values()];
}

function keepFirst(found: Map<string, PolicyProblem>, key: string, one: PolicyProblem | null): void {
  if (one !== null && !found.has(key)) found.set(key, one);
}

function signers(
  policy: Policy,
  people: People,
  rule: Rule,
  template: SignOffTemplate,
  area: Area | null,
  pool: readonly Person[],
): PolicyProblem | null {
  const able = atLeast(policy, people.persons, template.level);
  const eligible = atLeast(policy, pool, template.level);
  const what = area === null ? `\`${rule.name}\`` : `\`${area.name}\``;
  const place = area?.at ?? rule.at;
  // An ordinary change: of this area alone, or outside every owned area, at the tier its files have.
  const situation = (level: string | null): Situation =>
    area !== null
      ? { level, tier: area.tier, areas: [area.name] }
      : template.owners === 'per-area'
        ? { level, tier: policy.defaultTier, areas: [] }
        : { level, tier: null, areas: null };
  const concerned = (level: string | null) => mayHold(policy, rule.when, situation(level));
  if (eligible.length < template.count) {
    // With too few people of the level anywhere, the rule says so once; its areas need not repeat it.
    if (
      area === null
        ? !mayHold(policy, rule.when, { level: null, tier: null, areas: null })
        : able.length < template.count || !concerned(null)
    )
      return null;
    const has =
      area === null
        ? thereAre(eligible.length)
        : `it has ${eligible.length === 0 ? 'no' : count(eligible.length)} owner${eligible.length === 1 ? '' : 's'}`;
    const asks = template.count > 1 ? `, \`${rule.name}\` asks for ${count(template.count)}` : '';
    return problem(
      'error',
      'unsatisfiable-rule',
      `nobody could ever sign ${what}: ${has} of level ${template.level} or above${asks}`,
      area === null ? 'enrol more people of that level, or ask for a lower one' : 'add an owner of that level',
      place,
    );
  }
  const stuck = eligible.filter((author) => eligible.length - 1 < template.count && concerned(author.level));
  if (stuck.length === 0) return null;
  const asks = template.count > 1 ? `, \`${rule.name}\` asks for ${count(template.count)}` : '';
  const has = `${count(eligible.length)} owner${eligible.length === 1 ? '' : 's'}${pool.length > eligible.length ? ` of level ${template.level} or above` : ''}`;
  const because =
    area === null
      ? `${thereAre(eligible.length)} of level ${template.level} or above`
      : `it has ${has}`;
  const mend =
    area === null
      ? `enrol another ${template.level}`
      : able.length > eligible.length
        ? `add an owner, or let level ${template.level} sign without owning`
        : `enrol another ${template.level} and make them an owner`;
  return problem(
    'error',
    'unsatisfiable-rule',
    `nobody could sign ${what} if ${someone(stuck)} writes: ${because}${asks}`,
    mend,
    place,
  );
}

function reviewers(policy: Policy, people: People, rule: Rule, template: ReviewTemplate): PolicyProblem | null {
  const signing = template.distinct
    ? Math.max(0, ...rule.require.map((other) => (other.kind === 'sign-off' ? other.count : 0)))
    : 0;
  const pool = atLeast(policy, people.persons, template.level);
  const stuck = people.persons.filter((author) => {
    // The signers of the same rule drop out of the reviewers where they are of the reviewers' level, which a senior always is.
    const left = pool.length - (pool.includes(author) ? 1 : 0) - signing;
    return (
      left < template.count &&
      mayHold(policy, rule.when, { level: author.level, tier: policy.defaultTier, areas: null })
    );
  });
  if (stuck.length === 0) return null;
  const needs =
    signing > 0
      ? `${count(signing)} to sign and ${count(template.count)} more to review`
      : `${count(template.count)} to review`;
  return problem(
    'error',
    'unsatisfiable-rule',
    `nobody could review \`${rule.name}\` if ${someone(stuck)} writes: it takes ${needs}`,
    `enrol more people of level ${template.level} or above`,
    rule.at,
  );
}
