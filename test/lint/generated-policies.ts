import fc from 'fast-check';
import type { Change, Commit } from '../../src/core/change/index.ts';
import { nothingRecorded, type DecisionInputs } from '../../src/core/decision/index.ts';
import { claimsOfCommit } from '../../src/core/evidence/index.ts';
import { policyTexts, type Area, type People, type Person, type Policy, type RequirementTemplate, type Rule } from '../../src/core/policy/index.ts';
import { compareTiers, tiers, type Tier } from '../../src/core/risk/index.ts';
import { ask, changeOf, commit, now, policy as base } from '../policy-cases/decision-cases.ts';

const { parseCondition } = await policyTexts();
const at = { file: 'policy.yaml', line: 1, column: 1 };
export const levels = ['junior', 'mid', 'senior', 'principal'];
const names = ['ana', 'bo', 'cy', 'di', 'ed'];

/** A policy with its people, and paths that between them touch every area of it. */
export interface Generated {
  readonly policy: Policy;
  readonly people: People;
  readonly paths: readonly string[];
  /** The tier of the areas each path lies in. */
  readonly floors: readonly Tier[];
}

const level = fc.constantFrom(...levels);
const tier = fc.constantFrom(...tiers);
const atoms = fc.oneof(
  fc.constant('change.assisted'),
  fc.tuple(fc.constantFrom('<', '<=', '==', '>=', '!='), level).map(([op, name]) => `author.level ${op} ${name}`),
  fc.tuple(fc.constantFrom('<', '==', '>=', '>'), tier).map(([op, name]) => `change.tier ${op} ${name}`),
  fc.constantFrom('author.unknown', 'operator.known', '"a" in change.areas', '"b" in change.areas', 'size(change.areas) > 1', 'change.areas == ["b"]', 'true'),
);
const condition: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: atoms },
    { weight: 1, arbitrary: tie('any').map((one) => `!(${one})`) },
    { weight: 2, arbitrary: fc.tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any')).map(([a, op, b]) => `(${a}) ${op} (${b})`) },
  ),
})).any;
const signOff = fc
  .tuple(level, fc.constantFrom(1, 1, 1, 2), fc.constantFrom('per-area' as const, 'per-area' as const, 'any' as const))
  .map(([name, count, owners]) => ask({ kind: 'sign-off', level: name, count, owners, signature: 'touch' }));
const review = fc
  .tuple(fc.constantFrom(1, 1, 2), fc.constantFrom('junior', 'junior', 'mid', 'senior'), fc.constantFrom(true, true, false), fc.boolean())
  .map(([count, name, distinct, after]) => ask({ kind: 'review', count, level: name, distinct, signature: 'any' }, after ? 'sign-off' : null));
const answer = fc.constantFrom(ask({ kind: 'checklist', name: 'ai-review' }), ask({ kind: 'rewrite' }));
const require: fc.Arbitrary<readonly RequirementTemplate[]> = fc
  .tuple(fc.array(signOff, { maxLength: 2 }), fc.array(review, { maxLength: 2 }), fc.option(answer))
  .map(([signs, reviews, answers]) => [...signs, ...reviews, ...(answers === null ? [] : [answers])])
  .filter((all) => all.length > 0);

/** Every text is parsed once: conditions repeat, and parsing them is most of the time. */
const parsed = new Map<string, Rule['when']>();
function when(text: string): Rule['when'] {
  const known = parsed.get(text) ?? parseCondition(text, at, levels).condition!;
  parsed.set(text, known);
  return known;
}

const rules = fc
  .array(fc.tuple(condition, require), { minLength: 1, maxLength: 2 })
  .map((all) => all.map(([text, asked], i): Rule => ({ ...base.rules[0]!, name: `r${i}`, when: when(text), require: asked, at: { ...at, line: i + 1 } })));

const area = (name: string, paths: readonly string[], of: Tier, owners: readonly string[], line: number): Area => ({
  name,
  paths,
  tier: of,
  owners,
  mode: null,
  ai: 'allowed',
  because: null,
  reviewBy: null,
  at: { ...at, line },
});

/** Small on purpose: few people are what makes rules unsatisfiable, and every author and area can be tried. */
export const generated: fc.Arbitrary<Generated> = fc
  .record({
    ladder: fc.array(level, { minLength: 1, maxLength: 5 }),
    owners: fc.tuple(fc.subarray(names), fc.subarray(names)),
    tiers: fc.tuple(tier, tier, tier),
    areas: fc.constantFrom('none', 'one', 'two', 'inside'),
    team: fc.boolean(),
    rules,
  })
  .map(({ ladder, owners: [first, second], tiers: [one, two, other], areas: shape, team, rules: all }) => {
    const persons = ladder.map((of, i): Person => person(names[i]!, of));
    const enrolled = (ids: readonly string[]) => ids.filter((id) => persons.some((each) => each.id === id));
    const inTeam = enrolled(first);
    const a = area('a', ['a/**'], one, team ? (inTeam.length > 0 ? ['owners'] : []) : inTeam, 10);
    const b = area('b', [shape === 'inside' ? 'a/b/**' : 'b/**'], two, enrolled(second), 11);
    const areas = shape === 'none' ? [] : shape === 'one' ? [a] : [a, b];
    const people: People = {
      persons,
      agents: [{ id: 'kiro', operator: 'required', emails: ['kiro@example.com'], accounts: {}, at }],
      gates: [],
      teams: [{ id: 'owners', members: inTeam, at }],
    };
    const paths = ['z/x', ...(areas.length > 0 ? ['a/x'] : []), ...(areas.length > 1 ? [shape === 'inside' ? 'a/b/x' : 'b/x'] : [])];
    const floors = [other, one, shape === 'inside' && compareTiers(one, two) > 0 ? one : two];
    return { floors, policy: { ...base, levels, areas, rules: all, defaultTier: other, size: [] }, people, paths };
  });

function person(id: string, of: string): Person {
  return { id, name: `${id[0]!.toUpperCase()}${id.slice(1)}`, level: of, emails: [`${id}@example.com`], accounts: {}, keys: [], at };
}

/** One change somebody could propose. */
export interface Case {
  /** Ids of people; `zoe` is nobody's, `kiro` an agent that committed by itself. */
  readonly authors: readonly string[];
  readonly paths: readonly string[];
  /** What size raises the tier to; `null`: it does not. */
  readonly raised: Tier | null;
  readonly assisted: boolean;
}

/** What judging such a change takes: a commit for each author, a line for each path, and no sign-offs. */
export function inputsOf({ policy, people }: Generated, { authors, paths, raised, assisted }: Case): DecisionInputs {
  const message = `Change it\n\nAssisted-by: ${assisted ? 'Copilot:gpt-5.2' : 'none'}\n`;
  const commits: Commit[] = authors.map((author, i) => ({ ...commit(`a${i}`, author, message), author: identity(author), committer: identity(author) }));
  const bare = changeOf(commits, paths);
  const change: Change = {
    ...bare,
    files: bare.files.map((file) => ({ ...file, hunks: [{ oldStart: 1, newStart: 1, removed: ['old'], added: ['new'] }] })),
  };
  return {
    ...rest,
    change,
    evidence: {
      claims: commits.flatMap((one) => [...claimsOfCommit(one)]),
      origins: paths.map((path) => ({ path, ranges: [{ start: 1, end: 1, commit: commits[0]!.id, originalStart: 1, originalPath: path }] })),
      problems: [],
    },
    policy: raised === null ? policy : resized(policy, raised),
    people,
  };
}

const identity = (id: string) => ({ name: id, email: `${id}@example.com` });
const rest = {
  ...nothingRecorded,
  policyDigest: null,
  peopleDigest: null,
  proposedPolicy: null,
  history: { windowHours: 72, commits: 0, linesAdded: 0 },
  now,
};

const sized = new WeakMap<Policy, Map<Tier, Policy>>();
function resized(policy: Policy, raised: Tier): Policy {
  let known = sized.get(policy);
  if (known === undefined) sized.set(policy, (known = new Map<Tier, Policy>()));
  const made = known.get(raised) ?? { ...policy, size: [{ over: 0, tier: raised }] };
  known.set(raised, made);
  return made;
}
