import type { Change, Commit, FileChange, Identity } from '../../src/core/change/index.ts';
import { nothingRecorded, type DecisionInputs, type Facts } from '../../src/core/decision/index.ts';
import type { Assistance, AssistanceState, Claim } from '../../src/core/evidence/index.ts';
import type { Area, People, Person, Policy, RequirementTemplate, Rule } from '../../src/core/policy/index.ts';
import type { RuleOutcome } from '../../src/core/requirements/index.ts';
import type { Risk, Tier } from '../../src/core/risk/index.ts';
import { contributorsOf, excludedFrom, standingOf, type SignOff } from '../../src/core/signoff/index.ts';

/** The clock of every case. */
export const now = 1_790_000_000;
const at = (line: number) => ({ file: '.countersign/policy.yaml', line, column: 3 });

const person = (id: string, name: string, level: string): Person => ({
  id,
  name,
  level,
  emails: [`${id}@example.com`],
  accounts: { github: `${id}-hub` },
  keys: [],
  at: at(1),
});

/** A small team: Ana and Li own checkout, Edda alone owns kms. */
export const team: People = {
  persons: [
    person('ana', 'Ana Ruiz', 'senior'),
    person('li', 'Li Wei', 'senior'),
    person('edda', 'Edda Falk', 'principal'),
    person('bo', 'Bo Lind', 'mid'),
    person('tomas', 'Tomás Vega', 'mid'),
    person('mina', 'Mina Sato', 'junior'),
  ],
  agents: [{ id: 'kiro', operator: 'required', emails: ['kiro@example.com'], accounts: {}, at: at(2) }],
  gates: [{ id: 'ci', keys: [], may: ['evidence'], at: at(3) }],
  teams: [{ id: 'retail-seniors', members: ['ana', 'li'], at: at(4) }],
};

const area = (name: string, tier: Tier, owners: readonly string[], ai: Area['ai'] = 'allowed', line = 8): Area => ({
  name,
  paths: [`${name}/**`],
  tier,
  owners,
  mode: null,
  ai,
  because: ai === 'forbidden' ? 'INC-42' : null,
  reviewBy: null,
  at: at(line),
});

type TemplateParts = RequirementTemplate extends infer T ? (T extends RequirementTemplate ? Omit<T, 'at' | 'after'> : never) : never;

/** A requirement as a rule states it. */
export function ask(parts: TemplateParts, after: RequirementTemplate['after'] = null): RequirementTemplate {
  return { ...parts, after, at: at(20) } as RequirementTemplate;
}

/** A rule that asks for `templates`. */
export function rule(name: string, templates: readonly RequirementTemplate[]): Rule {
  const when = { text: 'change.assisted', tree: { op: 'atom', text: 'change.assisted', offset: 0, reads: [] }, at: at(19) } as const;
  return { name, when, require: templates, because: `${name} asks for it`, shadow: false, origin: 'policy.yaml', at: at(18) };
}

/** The rules of the design's example, without what only results can meet. */
export const seniorGate = rule('senior-gate', [
  ask({ kind: 'sign-off', level: 'senior', count: 1, owners: 'per-area', signature: 'touch' }),
  ask({ kind: 'checklist', name: 'ai-review' }),
  ask({ kind: 'review', count: 1, level: 'junior', distinct: true, signature: 'any' }, 'sign-off'),
]);

/** The policy of the cases. */
export const policy: Policy = {
  version: 1,
  extends: null,
  levels: ['junior', 'mid', 'senior', 'principal'],
  mode: 'enforce',
  protected: ['refs/heads/main'],
  areas: [area('checkout', 'critical', ['retail-seniors']), area('kms', 'critical', ['edda'], 'allowed', 14), area('vault', 'critical', [], 'forbidden', 15), area('docs', 'low', [])],
  defaultTier: 'medium',
  size: [],
  undeclared: 'ask',
  rules: [seniorGate],
  otherwise: { allow: true, because: 'no rule asks for more' },
  carry: { low: 'textual', medium: 'textual', high: 'disjoint', critical: 'disjoint' },
  expireSignOff: 30 * 86_400,
  override: { level: 'senior', count: 2, reviewWithin: 86_400 },
  revert: null,
  spotCheck: null,
  audit: null,
  signals: [],
  calibration: null,
  codeowners: null,
  passkeys: { synced: 'allow' },
};

/** `bo` → `Bo Lind <bo@example.com>`; an id nobody has → an address nobody enrolled. */
export function identity(id: string): Identity {
  const known = [...team.persons, ...team.agents].find((one) => one.id === id);
  return { name: known !== undefined && 'name' in known ? known.name : id, email: `${id}@example.com` };
}

/** A commit by `author`. */
export function commit(id: string, author: string, message = 'Change it\n', committer = author): Commit {
  const times = { authoredAt: now - 3600, committedAt: now - 3600 };
  return { id: id.padEnd(40, '0'), parents: ['b'.repeat(40)], author: identity(author), committer: identity(committer), ...times, message };
}

const file = (path: string): FileChange => ({
  path,
  status: 'M',
  oldMode: '100644',
  newMode: '100644',
  oldId: '1'.repeat(40),
  newId: '2'.repeat(40),
  oldSha256: '1'.repeat(64),
  newSha256: '2'.repeat(64),
  linesAdded: 1,
  linesRemoved: 1,
  uncounted: null,
  hunks: [],
});

/** A change of `paths` made of `commits`. */
export function changeOf(commits: readonly Commit[], paths: readonly string[], parts: Partial<Change> = {}): Change {
  return {
    objectFormat: 'sha1',
    target: 'refs/heads/main',
    base: { commit: 'b'.repeat(40), tree: 'c'.repeat(40) },
    head: { commit: 'd'.repeat(40), tree: 'e'.repeat(40) },
    baseOnTarget: true,
    digest: '4f1c'.padEnd(64, '0'),
    files: paths.map(file),
    commits,
    unread: [],
    ...parts,
  };
}

/** A claim of an AI's hand in a commit. */
export function claim(commitId: string, parts: Partial<Claim> = {}): Claim {
  return {
    class: 'ai',
    kind: 'declared',
    strength: 'strong',
    subject: { scope: 'commit', commit: commitId },
    tool: 'Copilot',
    model: null,
    session: null,
    rule: 'test.claim',
    source: { in: 'message', commit: commitId, line: 3 },
    quote: 'Assisted-by: Copilot:gpt-5.2',
    ...parts,
  };
}

/** What assessing evidence would conclude. */
export function assistanceOf(state: AssistanceState, claims: readonly Claim[], unanswered: readonly string[] = []): Assistance {
  const ai = state === 'assisted' ? 10 : 0;
  return {
    state,
    sentence: `the change is ${state}`,
    unanswered,
    asked: [],
    share: ai / 10,
    lines: { added: 10, ai, human: 0, unknown: 10 - ai, contradictory: 0 },
    aiLinesByKind: { recorded: 0, declared: ai, inferred: 0 },
    kinds: [],
    tools: [],
    claims,
    files: [],
    contradictions: [],
    problems: [],
  };
}

/** An approval of the cases' change by `who`; `order` is also its id. */
export function signOff(who: string, order: number, parts: Partial<SignOff> = {}): SignOff {
  return {
    id: `s${order}`,
    person: who,
    verdict: 'approve',
    changeDigest: '4f1c'.padEnd(64, '0'),
    target: 'refs/heads/main',
    strength: 'verified',
    signedAt: now - 600 + order,
    order,
    answered: ['ai-review', 'rewrite'],
    ...parts,
  };
}

/** One case: who wrote what, and what was signed. */
export interface Case {
  readonly authors?: readonly string[];
  readonly commits?: readonly Commit[];
  readonly paths?: readonly string[];
  readonly state?: AssistanceState;
  readonly claims?: readonly Claim[];
  readonly tier?: Tier;
  readonly signOffs?: readonly SignOff[];
  readonly people?: People;
  readonly policy?: Partial<Policy>;
  readonly change?: Partial<Change>;
  readonly inputs?: Partial<DecisionInputs>;
  readonly outcomes?: readonly RuleOutcome[];
}

/**
 * The facts of a case as the stages before would find them; `senior-gate` applies to an assisted change of
 * anybody below senior unless `outcomes` says otherwise.
 */
export function factsOf(parts: Case): Facts {
  const people = parts.people ?? team;
  const rules: Policy = { ...policy, ...parts.policy };
  const commits = parts.commits ?? (parts.authors ?? ['bo']).map((author, index) => commit(`3f2a91${index}`, author));
  const change = changeOf(commits, parts.paths ?? ['web/page.ts'], parts.change);
  const state = parts.state ?? 'assisted';
  const claims = parts.claims ?? (state === 'assisted' ? commits.map(({ id }) => claim(id)) : []);
  const assistance = assistanceOf(state, claims, state === 'ask' ? commits.map(({ id }) => id) : []);
  const inputs: DecisionInputs = {
    change,
    evidence: { claims, origins: [], problems: [] },
    policy: rules,
    people,
    policyDigest: null,
    peopleDigest: null,
    proposedPolicy: null,
    ...nothingRecorded,
    signOffs: parts.signOffs ?? [],
    history: { windowHours: 72, commits: 0, linesAdded: 0 },
    now,
    ...parts.inputs,
  };
  const touched = rules.areas.filter(({ name }) => change.files.some(({ path }) => path.startsWith(`${name}/`)));
  const risk: Risk = {
    tier: parts.tier ?? 'low',
    reasons: [],
    areas: touched.map(({ name, tier }) => ({ name, tier, files: change.files.map(({ path }) => path).filter((path) => path.startsWith(`${name}/`)) })),
    outside: change.files.map(({ path }) => path).filter((path) => !touched.some(({ name }) => path.startsWith(`${name}/`))),
    linesAdded: 10,
  };
  const contributors = contributorsOf(change, assistance, people, rules.levels);
  const exclusions = excludedFrom(change, claims, people, inputs.knownExclusions);
  const below = rules.levels.indexOf(contributors.level) < rules.levels.indexOf('senior');
  const applies = state === 'ask' ? (below ? 'asked' : 'skipped') : state === 'assisted' && below ? 'applies' : 'skipped';
  return {
    inputs,
    assistance,
    risk,
    exclusions,
    contributors,
    outcomes: parts.outcomes ?? rules.rules.map((one) => outcome(one, applies, touched.filter(({ owners }) => owners.length > 0).map(({ name }) => name))),
    standing: standingOf(inputs.signOffs, change, rules, people, exclusions),
  };
}

/** A rule's outcome with its requirements bound to `areas`. */
export function outcome(of: Rule, state: RuleOutcome['state'] = 'applies', areas: readonly string[] = []): RuleOutcome {
  const said = { applies: 'true', skipped: 'false', asked: 'asked', unknown: 'failed' } as const;
  return {
    rule: of,
    state,
    atoms: [{ text: of.when.text, outcome: said[state], saw: [], error: state === 'unknown' ? 'no such field `levl`' : null }],
    requirements: of.require.map((template) => ({ template, areas: template.kind === 'sign-off' && template.owners === 'per-area' ? areas : [] })),
  };
}
