import { compareTiers, compileAreas, tiers, type Tier } from '../risk/index.ts';
import type { Position } from '../values/index.ts';
import { compileCondition } from './compile-condition.ts';
import type { Condition, ConditionTree } from './condition.ts';
import type { ConditionValues } from './condition-environment.ts';
import { policyAreaName } from './floors.ts';
import { nearest } from './nearest.ts';
import { presetPolicy } from './parse-policy.ts';
import { compareLevels, peopleIndex, type People, type PeopleIndex, type Person } from './people.ts';
import type { Area, Policy, PolicyProblem, RequirementTemplate, Rule } from './policy.ts';

/** What lint may look at beyond the two files. */
export interface LintOptions {
  /** Paths of the repository's files: patterns that match none are then reported. */
  readonly paths?: readonly string[];
  /** Today as an RFC 3339 date: areas whose `review-by` has passed are then reported. */
  readonly today?: string;
}

type SignOffTemplate = Extract<RequirementTemplate, { readonly kind: 'sign-off' }>;
type ReviewTemplate = Extract<RequirementTemplate, { readonly kind: 'review' }>;

/**
 * What a policy and its people get wrong together, and what is allowed but unwise. Only `unknown-owner` makes
 * them unusable; the other errors are situations nobody could get out of. Sorted by place.
 */
export function lintPolicy(policy: Policy, people: People, options: LintOptions = {}): readonly PolicyProblem[] {
  const index = peopleIndex(people);
  const problems = [
    ...unknownOwners(policy, people),
    ...deadConditions(policy),
    ...weakSignatures(policy),
    ...(people.persons.length === 0 ? [nobodyEnrolled(policy)] : [...outOfReach(policy, people, index), ...unowned(policy), ...emergencyLanes(policy, people)]),
    ...overdueReviews(policy, options.today ?? null),
    ...unmatchedPaths(policy, options.paths ?? null),
  ];
  return problems.sort((a, b) => (a.at.file === b.at.file ? a.at.line - b.at.line || a.at.column - b.at.column : a.at.file < b.at.file ? -1 : 1));
}

function unknownOwners(policy: Policy, people: People): readonly PolicyProblem[] {
  const known = [...people.persons, ...people.teams].map((one) => one.id);
  const agents = new Set(people.agents.map((agent) => agent.id));
  return policy.areas.flatMap((area) =>
    area.owners.flatMap((owner, i): readonly PolicyProblem[] => {
      if (known.includes(owner)) return [];
      const close = nearest(owner, known);
      const message = agents.has(owner)
        ? `the owner \`${owner}\` of area \`${area.name}\` is an agent, which never counts as a person`
        : `unknown person or team \`${owner}\` owns area \`${area.name}\`${close === null ? '' : `; did you mean \`${close}\`?`}`;
      return [problem('error', 'unknown-owner', message, 'enrol them in people.yaml, or name another owner', area.ownersAt?.[i] ?? area.at)];
    }),
  );
}

/** A condition no level and tier can make true: its rule would guard nothing. */
function deadConditions(policy: Policy): readonly PolicyProblem[] {
  return policy.rules.flatMap((rule) => {
    const possible = policy.levels.some((level) => tiers.some((tier) => mayHold(policy, rule.when, { level, tier, areas: null })));
    return possible ? [] : [problem('error', 'never-applies', `rule \`${rule.name}\` can never apply: \`${rule.when.text}\` is never true`, 'mend its condition, or remove the rule', rule.when.at)];
  });
}

function weakSignatures(policy: Policy): readonly PolicyProblem[] {
  return policy.rules.flatMap((rule) =>
    rule.require.flatMap((template) =>
      template.kind === 'sign-off' && template.signature === 'any'
        ? [problem('warning', 'weak-signature', `rule \`${rule.name}\` takes \`signature: any\`: an agent on the same laptop can use a key kept in a file`, 'ask for touch', template.at)]
        : [],
    ),
  );
}

function nobodyEnrolled(policy: Policy): PolicyProblem {
  const at: Position = { file: '.countersign/people.yaml', line: 1, column: 1 };
  return problem('warning', 'nobody-enrolled', `nobody is enrolled: no sign-off of ${policy.rules.length} rules can be met`, 'write .countersign/people.yaml', at);
}

/** Rules nobody could satisfy for some author, with the author as witness; one problem per area or rule. */
function outOfReach(policy: Policy, people: People, index: PeopleIndex): readonly PolicyProblem[] {
  const found = new Map<string, PolicyProblem>();
  for (const rule of policy.rules) {
    for (const template of rule.require) {
      if (template.kind === 'review') keepFirst(found, `review ${rule.name}`, reviewers(policy, people, rule, template));
      if (template.kind !== 'sign-off') continue;
      keepFirst(found, `rule ${rule.name}`, signers(policy, people, rule, template, null, people.persons));
      if (template.owners !== 'per-area') continue;
      for (const area of policy.areas) {
        if (area.owners.length === 0) continue;
        keepFirst(found, `area ${area.name}`, signers(policy, people, rule, template, area, index.membersOf(area.owners)));
      }
    }
  }
  return [...found.values()];
}

function keepFirst(found: Map<string, PolicyProblem>, key: string, one: PolicyProblem | null): void {
  if (one !== null && !found.has(key)) found.set(key, one);
}

function signers(policy: Policy, people: People, rule: Rule, template: SignOffTemplate, area: Area | null, pool: readonly Person[]): PolicyProblem | null {
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
    if (area === null ? !mayHold(policy, rule.when, { level: null, tier: null, areas: null }) : able.length < template.count || !concerned(null)) return null;
    const has = area === null ? `there ${eligible.length === 1 ? 'is' : 'are'} ${count(eligible.length)}` : `it has ${eligible.length === 0 ? 'no' : count(eligible.length)} owner${eligible.length === 1 ? '' : 's'}`;
    const asks = template.count > 1 ? `, \`${rule.name}\` asks for ${count(template.count)}` : '';
    return problem('error', 'unsatisfiable-rule', `nobody could ever sign ${what}: ${has} of level ${template.level} or above${asks}`, area === null ? 'enrol more people of that level, or ask for a lower one' : 'add an owner of that level', place);
  }
  const stuck = eligible.filter((author) => eligible.length - 1 < template.count && concerned(author.level));
  if (stuck.length === 0) return null;
  const asks = template.count > 1 ? `, \`${rule.name}\` asks for ${count(template.count)}` : '';
  const has = `${count(eligible.length)} owner${eligible.length === 1 ? '' : 's'}${pool.length > eligible.length ? ` of level ${template.level} or above` : ''}`;
  const because = area === null ? `there ${eligible.length === 1 ? 'is' : 'are'} ${count(eligible.length)} of level ${template.level} or above` : `it has ${has}`;
  const mend =
    area === null
      ? `enrol another ${template.level}`
      : able.length > eligible.length
        ? `add an owner, or let level ${template.level} sign without owning`
        : `enrol another ${template.level} and make them an owner`;
  return problem('error', 'unsatisfiable-rule', `nobody could sign ${what} if ${someone(stuck)} writes: ${because}${asks}`, mend, place);
}

function reviewers(policy: Policy, people: People, rule: Rule, template: ReviewTemplate): PolicyProblem | null {
  const signing = template.distinct ? Math.max(0, ...rule.require.map((other) => (other.kind === 'sign-off' ? other.count : 0))) : 0;
  const pool = atLeast(policy, people.persons, template.level);
  const stuck = people.persons.filter((author) => {
    // The signers of the same rule drop out of the reviewers where they are of the reviewers' level, which a senior always is.
    const left = pool.length - (pool.includes(author) ? 1 : 0) - signing;
    return left < template.count && mayHold(policy, rule.when, { level: author.level, tier: policy.defaultTier, areas: null });
  });
  if (stuck.length === 0) return null;
  const needs = signing > 0 ? `${count(signing)} to sign and ${count(template.count)} more to review` : `${count(template.count)} to review`;
  return problem('error', 'unsatisfiable-rule', `nobody could review \`${rule.name}\` if ${someone(stuck)} writes: it takes ${needs}`, `enrol more people of level ${template.level} or above`, rule.at);
}

/** Areas that hurt and that nobody owns, in one warning: a rule that asks owners per area asks anybody there. */
function unowned(policy: Policy): readonly PolicyProblem[] {
  const levels = policy.rules.flatMap((rule) => rule.require.flatMap((template) => (template.kind === 'sign-off' && template.owners === 'per-area' ? [template.level] : [])));
  const level = levels.sort((a, b) => compareLevels(policy.levels, a, b))[0];
  const areas = policy.areas.filter((area) => area.owners.length === 0 && area.name !== policyAreaName && compareTiers(area.tier, 'high') >= 0);
  const first = areas[0];
  if (level === undefined || first === undefined) return [];
  const names = areas.slice(0, 5).map((area) => `\`${area.name}\``).join(', ') + (areas.length > 5 ? ` and ${areas.length - 5} more` : '');
  return [problem('warning', 'area-without-owners', `nobody owns ${names}: any ${level} may sign there`, `name owners, such as areas: { ${first.name}: { owners: [team] } }`, first.at)];
}

function emergencyLanes(policy: Policy, people: People): readonly PolicyProblem[] {
  return (['override', 'revert'] as const).flatMap((name) => {
    const lane = policy[name];
    if (lane === null) return [];
    const able = atLeast(policy, people.persons, lane.level).length;
    if (able >= lane.count) return [];
    const at = policy.rules[0]?.at ?? { file: '.countersign/policy.yaml', line: 1, column: 1 };
    return [problem('warning', 'lane-out-of-reach', `\`${name}\` takes ${count(lane.count)} of level ${lane.level} or above; there ${able === 1 ? 'is' : 'are'} ${count(able)}`, 'enrol more people of that level', { ...at, line: 1, column: 1 })];
  });
}

function overdueReviews(policy: Policy, today: string | null): readonly PolicyProblem[] {
  if (today === null) return [];
  return policy.areas.flatMap((area) =>
    area.reviewBy !== null && area.reviewBy < today
      ? [problem('warning', 'review-overdue', `area \`${area.name}\` was to be looked at again by ${area.reviewBy}`, 'keep it with a later review-by, or relax it', area.at)]
      : [],
  );
}

/** Patterns of the file itself that match no file; a preset's are meant for any repository. */
function unmatchedPaths(policy: Policy, paths: readonly string[] | null): readonly PolicyProblem[] {
  if (paths === null) return [];
  const given = new Map((policy.extends === null ? [] : (presetPolicy(policy.extends)?.areas ?? [])).map((area) => [area.name, area.paths]));
  const patterns = policy.areas.flatMap((area) =>
    area.name === policyAreaName ? [] : area.paths.flatMap((path) => (given.get(area.name)?.includes(path) === true ? [] : [{ area, path }])),
  );
  const matcher = compileAreas(patterns.map(({ area, path }) => ({ name: area.name, paths: [path], tier: area.tier, at: area.at })));
  const matched = new Set(paths.flatMap((path) => [...matcher.match(path)]));
  return patterns.flatMap(({ area, path }, i) =>
    matched.has(i) ? [] : [problem('warning', 'pattern-matches-nothing', `no file matches \`${path}\` of area \`${area.name}\``, 'mend the pattern, or remove it', area.at)],
  );
}

/** What is known of a change lint imagines; the rest may be anything. */
interface Situation {
  readonly level: string | null;
  readonly tier: Tier | null;
  readonly areas: readonly string[] | null;
}

/** Whether a condition could be true: atoms that read anything else than the situation may be either. */
function mayHold(policy: Policy, condition: Condition, { level, tier, areas }: Situation): boolean {
  const values: ConditionValues = {
    change: { assisted: null, contradictory: null, tier, linesAdded: null, files: null, areas, paths: null, kinds: null, tools: null, share: null, touchesPolicy: null, deletesTests: null },
    author: { level, unknown: null, rewritten: null },
    operator: { known: null },
    target: { ref: null },
    evidence: { recorded: null, declared: null, inferred: null },
    scan: { ran: null },
    time: { hour: null, weekday: null },
  };
  const outcomes = compileCondition(condition, policy.levels).atoms.map(({ evaluate }) => evaluate(values).outcome);
  let next = 0;
  const walk = (tree: ConditionTree): boolean | null => {
    if (tree.op === 'atom') {
      const outcome = outcomes[next++];
      return outcome === 'true' ? true : outcome === 'false' ? false : null;
    }
    if (tree.op === 'not') {
      const operand = walk(tree.operand);
      return operand === null ? null : !operand;
    }
    const operands = tree.operands.map(walk);
    const settles = tree.op === 'or';
    return operands.includes(settles) ? settles : operands.includes(null) ? null : !settles;
  };
  return walk(condition.tree) !== false;
}

function atLeast(policy: Policy, pool: readonly Person[], level: string): readonly Person[] {
  return pool.filter((person) => compareLevels(policy.levels, person.level, level) >= 0);
}

/** `Edda`, `Ana or Li`, `anybody`: first names, as people speak of each other. */
function someone(people: readonly Person[]): string {
  const names = people.map((person) => person.name.split(' ')[0] ?? person.id);
  if (names.length > 3) return 'any of them';
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)!}`;
}

function count(n: number): string {
  return ['nobody', 'one', 'two', 'three', 'four'][n] ?? String(n);
}

function problem(severity: PolicyProblem['severity'], code: string, message: string, mend: string, at: Position): PolicyProblem {
  return { severity, code, message, mend, at };
}
