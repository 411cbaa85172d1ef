import { expect, test } from 'vitest';
import { judge, nothingRecorded, type DecisionInputs, type Reason } from '../../src/core/decision/index.ts';
import { claimsOfCommit } from '../../src/core/evidence/index.ts';
import { policyTexts } from '../../src/core/policy/index.ts';
import type { CheckResult, Override, RecordedReview, SignedDeclaration, SignOff } from '../../src/core/signoff/index.ts';
import { changeOf, commit, now, signOff } from '../policy-cases/decision-cases.ts';

const { parsePeople, parsePolicy } = await policyTexts();
const text = `version: 1
mode: enforce
areas:
  checkout: { paths: ["checkout/**"], tier: critical, owners: [seniors] }
  vault: { paths: ["vault/**"], tier: critical, ai: forbidden, because: INC-42 }
size: [ { over: 400, tier: high } ]
rules:
  - name: senior-gate
    when: change.assisted && author.level < senior
    because: a senior answers for it
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: touch }
      - checklist: ai-review
      - review: { count: 1, after: sign-off }
  - { name: large, when: change.tier >= high && !("docs" in change.areas), because: read twice, require: [ { review: { count: 1, level: mid } } ] }
otherwise: { allow: true, because: no rule asks for more }
expire: { sign-off: 30d }
`;
const policy = parsePolicy(`${text}override: { by: { level: senior, count: 2 }, review-within: 24h }\n`, 'policy.yaml').policy!;
/** The same with every way round the rules, each open to one person, and every signed change of a high tier drawn. */
const waysRound = parsePolicy(
  `${text}override: { by: { level: senior, count: 1 }, review-within: 24h }
revert: { by: { level: mid, count: 1, on-call: true }, review-within: 24h }
spot-check: { share: 100%, when: change.tier >= high }
`,
  'policy.yaml',
).policy!;
const people = parsePeople(
  `people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com] }
  li: { name: Li Wei, level: senior, emails: [li@example.com] }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com] }
  tomas: { name: Tomas Vega, level: mid, emails: [tomas@example.com] }
agents:
  kiro: { operator: required, emails: [kiro@example.com] }
gates:
  ci: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZha2VrZXlmb3J0aGVjYXNlc29mdGhlcG9saWN5 ci"], may: [evidence] }
teams:
  seniors: [ana, li]
`,
  'people.yaml',
  policy.levels,
).people!;

function inputs(author: string, message: string, path: string, signOffs: readonly SignOff[] = [], more: Partial<DecisionInputs> = {}): DecisionInputs {
  const commits = [commit('a1', author, `Change it\n\n${message}\n`)];
  const bare = changeOf(commits, [path]);
  return {
    ...nothingRecorded,
    change: { ...bare, files: bare.files.map((file) => ({ ...file, hunks: [{ oldStart: 1, newStart: 1, removed: ['old'], added: ['new'] }] })) },
    evidence: {
      claims: commits.flatMap((one) => [...claimsOfCommit(one)]),
      origins: [{ path, ranges: [{ start: 1, end: 1, commit: commits[0]!.id, originalStart: 1, originalPath: path }] }],
      problems: [],
    },
    policy,
    people,
    policyDigest: null,
    peopleDigest: null,
    proposedPolicy: null,
    signOffs,
    history: { windowHours: 72, commits: 0, linesAdded: 0 },
    now,
    ...more,
  };
}

const byHand = 'Assisted-by: none';
const copilot = 'Assisted-by: Copilot:gpt-5.2';
const root = 'ab'.repeat(32);
const old = '91bc'.padEnd(64, '0');
const landing = { commit: '91bc2f0'.padEnd(40, '0'), landedAt: now - 7200, takesBack: null, untold: null };
const answering = { tier: 'critical', rules: ['senior-gate', 'large'] } as const;

/** An assisted change of checkout under the policy that knows every way round the rules. */
function round(signOffs: readonly SignOff[], more: Partial<DecisionInputs>): DecisionInputs {
  return inputs('bo', copilot, 'checkout/a.ts', signOffs, { policy: waysRound, ...more });
}

function overridden(parts: Partial<Override>): DecisionInputs {
  const given = { id: 'o1', person: 'li', changeDigest: '4f1c'.padEnd(64, '0'), head: 'd'.repeat(40), target: 'refs/heads/main', reason: 'down', strength: 'touch' } as const;
  return round([], { overrides: [{ ...given, signedAt: now - 600, expiresAt: now + 7200, order: 1, used: false, ...parts }] });
}

const cases: readonly { readonly name: string; readonly given: DecisionInputs; readonly status: string }[] = [
  { name: 'by hand', given: inputs('bo', byHand, 'web/a.ts'), status: 'approved' },
  { name: 'signed and reviewed', given: inputs('bo', copilot, 'checkout/a.ts', [signOff('ana', 1), signOff('tomas', 2)]), status: 'approved' },
  { name: 'unsigned', given: inputs('bo', copilot, 'checkout/a.ts'), status: 'pending' },
  { name: 'signed, not reviewed', given: inputs('bo', copilot, 'checkout/a.ts', [signOff('li', 1)]), status: 'pending' },
  { name: 'signed by nobody who may', given: inputs('bo', copilot, 'checkout/a.ts', [signOff('bo', 1), signOff('kiro', 2), signOff('zoe', 3), signOff('tomas', 4)]), status: 'pending' },
  { name: 'signed stale, weak and too early', given: inputs('bo', copilot, 'checkout/a.ts', [signOff('ana', 1, { changeDigest: '9'.repeat(64) }), signOff('li', 2, { strength: 'any' }), signOff('tomas', 3)]), status: 'pending' },
  { name: 'silent', given: inputs('bo', 'Nothing is said.', 'web/a.ts'), status: 'pending' },
  { name: 'rejected', given: inputs('bo', byHand, 'web/a.ts', [signOff('li', 1, { verdict: 'reject' })]), status: 'refused' },
  { name: 'AI in the vault', given: inputs('ana', copilot, 'vault/a.ts'), status: 'refused' },
  { name: 'both owners wrote', given: inputs('bo', copilot, 'checkout/a.ts', [], { knownExclusions: ['ana', 'li'].map((id) => ({ who: id, person: id, reasons: ['author of 3f2a91d'] })) }), status: 'unsatisfiable' },
  { name: 'overridden', given: overridden({}), status: 'overridden' },
  { name: 'overridden before', given: overridden({ used: true }), status: 'pending' },
  { name: 'overridden yesterday', given: overridden({ signedAt: now - 100_000, expiresAt: now + 100_000 }), status: 'pending' },
  { name: 'an override that has run out', given: overridden({ expiresAt: now - 60 }), status: 'pending' },
  { name: 'overridden without a touch or a reason', given: overridden({ strength: 'any', reason: '' }), status: 'pending' },
  { name: 'overridden, but its policy would break', given: { ...overridden({}), proposedPolicy: [{ severity: 'error', code: 'x', message: 'x', mend: null, at: { file: 'policy.yaml', line: 1, column: 1 } }] }, status: 'refused' },
  { name: 'taken back', given: round([signOff('tomas', 1)], { revertOf: landing, onCall: ['tomas'] }), status: 'approved' },
  { name: 'taken back by somebody not on call', given: round([signOff('tomas', 1)], { revertOf: landing, onCall: ['li'] }), status: 'pending' },
  { name: 'taken back by a file key', given: round([signOff('tomas', 1, { strength: 'any' })], { revertOf: landing, onCall: ['tomas'] }), status: 'pending' },
  { name: 'landed again', given: round([signOff('tomas', 1)], { revertOf: { ...landing, takesBack: '02ac'.padEnd(40, '0') }, onCall: ['tomas'] }), status: 'pending' },
  { name: 'drawn', given: round([signOff('ana', 1), signOff('tomas', 2)], { ledgerRoot: root }), status: 'pending' },
  { name: 'spot-checked', given: round([signOff('ana', 1), signOff('tomas', 2), signOff('li', 3)], { ledgerRoot: root }), status: 'approved' },
  { name: 'not drawn yet', given: round([signOff('ana', 1), signOff('tomas', 2), signOff('li', 3)], {}), status: 'pending' },
  { name: 'carried', given: inputs('bo', copilot, 'checkout/a.ts', [signOff('ana', 1, { changeDigest: old, answering }), signOff('tomas', 2)], { carries: [{ signOff: 's1', test: 'disjoint', moved: [] }] }), status: 'approved' },
  { name: 'carried too far', given: inputs('bo', copilot, 'checkout/a.ts', [signOff('ana', 1, { changeDigest: old, answering }), signOff('tomas', 2)], { carries: [{ signOff: 's1', test: 'textual', moved: ['checkout/a.ts'] }] }), status: 'pending' },
  { name: 'moved without a replay', given: inputs('bo', copilot, 'web/a.ts', [signOff('ana', 1, { changeDigest: old, answering }), signOff('tomas', 2)], { carries: [{ signOff: 's1', test: 'disjoint', moved: ['web/a.ts'] }] }), status: 'pending' },
  { name: 'replayed over nothing', given: inputs('bo', copilot, 'web/a.ts', [signOff('ana', 1, { changeDigest: old, answering }), signOff('tomas', 2)], { carries: [{ signOff: 's1', test: 'textual', moved: [] }] }), status: 'pending' },
  { name: 'carried into a higher tier', given: inputs('bo', copilot, 'checkout/a.ts', [signOff('ana', 1, { changeDigest: old, answering: { ...answering, tier: 'low' } }), signOff('tomas', 2)], { carries: [{ signOff: 's1', test: 'exact', moved: [] }] }), status: 'pending' },
  { name: 'carried under a rule that had not asked', given: inputs('bo', copilot, 'checkout/a.ts', [signOff('ana', 1, { changeDigest: old, answering: { ...answering, rules: ['large'] } }), signOff('tomas', 2)], { carries: [{ signOff: 's1', test: 'exact', moved: [] }] }), status: 'pending' },
];

/** A policy that asks for what gates and authors sign. */
const proving = parsePolicy(
  `version: 1
mode: enforce
undeclared: ask-signed
areas:
  vault: { paths: ["vault/**"], tier: low, ai: forbidden, because: INC-42 }
rules:
  - name: proven
    when: author.level < senior
    because: it is written down, reviewed and tested
    require:
      - document: [intent, rollback]
      - owner: named
      - review: { count: 1, level: mid, after: document }
      - checks: { pass: [test], after: review }
otherwise: { allow: true, because: no rule asks for more }
`,
  'policy.yaml',
).policy!;

const digest = '4f1c'.padEnd(64, '0');
const declared: SignedDeclaration = { id: 'd1', person: 'bo', attests: false, changeDigest: digest, target: 'refs/heads/main', assistance: { used: false, tools: [] }, document: { intent: 'a', rollback: 'b' }, maintainer: 'bo', strength: 'touch', signedAt: now - 600, order: 1 };
const attested: SignedDeclaration = { ...declared, id: 'd2', person: 'tomas', attests: true, document: {}, maintainer: null, order: 2 };
const reviewed: RecordedReview = { id: 'v1', person: 'tomas', forge: 'github', verdict: 'approve', changeDigest: digest, target: 'refs/heads/main', signedAt: now - 600, order: 3 };
const tested: CheckResult = { id: 't1', gate: 'ci', name: 'test', outcome: 'passed', tree: 'c'.repeat(40), signedAt: now - 60, order: 4 };

function proven(more: Partial<DecisionInputs>, path = 'web/a.ts', author = 'bo'): DecisionInputs {
  const given = inputs(author, byHand, path, [], { policy: proving, declarations: [declared], reviews: [reviewed], results: [tested] });
  const tree = given.change.head.tree;
  return { ...given, ...more, results: (more.results ?? given.results).map((one) => ({ ...one, tree: one.tree === tested.tree ? tree : one.tree })) };
}

const provenCases: typeof cases = [
  { name: 'written, reviewed and tested', given: proven({}), status: 'approved' },
  { name: 'tested, and then it failed', given: proven({ results: [tested, { ...tested, id: 't2', outcome: 'failed', order: 9 }] }), status: 'pending' },
  { name: 'tested too early', given: proven({ results: [{ ...tested, order: 2 }] }), status: 'pending' },
  { name: 'reviewed by its author', given: proven({ reviews: [{ ...reviewed, person: 'bo' }] }), status: 'pending' },
  { name: 'reviewed, and then changes were asked for', given: proven({ reviews: [reviewed, { ...reviewed, id: 'v2', verdict: 'request-changes', order: 9 }] }), status: 'pending' },
  { name: 'written by somebody else', given: proven({ declarations: [{ ...declared, person: 'ana' }] }), status: 'pending' },
  { name: 'written by half', given: proven({ declarations: [{ ...declared, document: { intent: 'a', rollback: ' ' } }] }), status: 'pending' },
  { name: 'attested', given: proven({ declarations: [declared, attested] }, 'vault/a.ts'), status: 'approved' },
  { name: 'attested by a file key', given: proven({ declarations: [declared, { ...attested, strength: 'any' }] }, 'vault/a.ts'), status: 'pending' },
  { name: 'a ledger that contradicts itself', given: proven({ ledgerFaults: ['it was rewritten'] }), status: 'unknown' },
];

type Path = readonly (string | number)[];

/** Every place in a value, the value itself left out. */
function placesOf(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value) ? value.map((one, i) => [i, one] as const) : Object.entries(value);
  // Where a thing is written is shown and decides nothing.
  return entries.flatMap(([key, member]) => (key === 'at' || key === 'ownersAt' ? [] : [[...at, key], ...placesOf(member, [...at, key])]));
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((of: unknown, key) => (of as Record<string | number, unknown>)[key], value);
}

/** A copy with another value in one place; everything beside the path is shared. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** What can stand in the place of a value and is not one of its kind. */
function harms(value: unknown): readonly unknown[] {
  const nothing = [null, undefined];
  if (Array.isArray(value)) return [...nothing, [], {}, 'x', [null]];
  if (typeof value === 'string') return [...nothing, '', 'no such word', 7, []];
  if (typeof value === 'number') return [...nothing, Number.NaN, -1, 'x'];
  if (typeof value === 'boolean') return [...nothing, 'x', Number.NaN];
  return value === null ? [undefined, [], '', Number.NaN, {}] : [...nothing, {}, [], 'x'];
}

/** The status, and every requirement that is called approved without naming what met it. */
function outcomeOf(given: DecisionInputs): { readonly status: string; readonly hollow: readonly string[] } {
  try {
    const { status, root } = judge(given, () => '0'.repeat(64)).decision;
    return { status, hollow: status === 'approved' ? hollow(root) : [] };
  } catch {
    return { status: 'thrown', hollow: [] };
  }
}

function hollow(reason: Reason): readonly string[] {
  if (reason.status === 'skipped') return [];
  if (reason.children.length > 0) return reason.children.flatMap(hollow);
  return reason.status === 'approved' && reason.met.length > 0 ? [] : [reason.rule];
}

/** What another policy or another change may say in good faith: each is a statement of its own, not a broken one. */
const statements: readonly { readonly place: RegExp; readonly because: string }[] = [
  { place: /^policy\.rules = \[\]$/, because: 'a policy without rules: `otherwise` decides' },
  { place: /^policy\.areas(?:\.\d+\.paths(?:\.\d+)?)? = /, because: 'a policy in which the file lies in no area' },
  { place: /^change\.files\.\d+\.path = "/, because: 'another file was changed' },
  { place: /^signOffs = \[\]$/, because: 'nobody rejected it' },
  { place: /^proposedPolicy = (?:null|undefined|\[\])$/, because: 'it edits no policy, or one without mistakes' },
  { place: /^revertOf\.takesBack = null$/, because: 'what it takes back had taken nothing back itself' },
  { place: /^carries\.0\.moved = \[\]$/, because: 'nothing moved underneath' },
  { place: /^ledgerFaults = \[\]$/, because: 'a ledger without faults' },
  { place: /^results\.1\.(?:name|gate) = "no such word"$/, because: 'another check, or one of nobody enrolled' },
  { place: /^results\.1\.order = -1$/, because: 'it failed before it passed' },
  { place: /^reviews\.1\.order = -1$/, because: 'changes were asked for before they were approved' },
  { place: /^declarations\.0\.document\.rollback = "no such word"$/, because: 'something is written' },
  { place: /^policy\.rules\.0\.require\.\d\.after = /, because: 'a policy that asks for no such order' },
  { place: /^policy\.spotCheck = null$/, because: 'a policy without spot-checks' },
];

test('no fault in any input of the decision approves what was not, and nothing approved is hollow', () => {
  const used = new Set<string>();
  const told = { faults: 0, places: 0, thrown: 0 };
  for (const { name, given, status } of [...cases, ...provenCases]) {
    expect([name, outcomeOf(given).status]).toEqual([name, status]);
    const places = placesOf(given);
    told.places += places.length;
    for (const place of places) {
      for (const harm of harms(valueAt(given, place))) {
        const { status: said, hollow: without } = outcomeOf(replaced(given, place, harm) as DecisionInputs);
        const where = `${place.join('.')} = ${JSON.stringify(harm) ?? 'undefined'}`;
        if (without.length > 0) expect.fail(`${name}: ${where} approves ${without.join()} by nothing`);
        told.faults += 1;
        told.thrown += said === 'thrown' ? 1 : 0;
        if (status === 'approved' || status === 'overridden' || (said !== 'approved' && said !== 'overridden')) continue;
        const statement = statements.find((one) => one.place.test(where));
        expect(statement, `${name}: ${where} → ${said}`).toBeDefined();
        used.add(statement!.because);
      }
    }
  }
  console.log(`injected ${told.faults} faults at ${told.places} places of ${cases.length} decisions; 0 approved what was not, but ${used.size} statements that are no fault; ${told.thrown} ended in an error`);
  expect([...used].sort()).toEqual(statements.map(({ because }) => because).sort());
  expect(told.faults).toBeGreaterThan(5000);
});
