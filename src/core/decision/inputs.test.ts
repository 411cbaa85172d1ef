import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { factsOf, signOff, type Case } from '../../../test/policy-cases/decision-cases.ts';
import type { Change } from '../change/index.ts';
import type { ChangeEvidence, Claim, ClaimSource, ClaimSubject, EvidenceProblem } from '../evidence/index.ts';
import type { RecentHistory } from '../risk/index.ts';
import type { Sha256 } from '../values/index.ts';
import type { Carry, CheckResult, Override, RecordedReview, RevertedLanding, SetAside, SignedDeclaration } from '../signoff/index.ts';
import type { DecisionInputs } from './inputs.ts';
import { inputsDigest } from './inputs-digest.ts';

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};
const { inputs } = factsOf({ signOffs: [signOff('ana', 1)] } satisfies Case);
const digest = (parts: Partial<DecisionInputs> = {}) => inputsDigest({ ...inputs, ...parts }, sha256);
const withEvidence = (parts: Partial<ChangeEvidence>) => digest({ evidence: { ...inputs.evidence, ...parts } });

type Range = ChangeEvidence['origins'][number]['ranges'][number];
type Subject = Extract<ClaimSubject, { scope: 'lines' }>;
/** A value unlike the one of `base` for every field: a field added to a type is missed here by the compiler. */
type Others<T> = { readonly [K in keyof T]-?: T[K] };

const subject: Subject = { scope: 'lines', commit: 'a1', path: 'a', ranges: [{ start: 1, end: 2 }] };
const source: Omit<Extract<ClaimSource, { in: 'note' }>, 'via'> = { in: 'note', ref: 'refs/notes/ai', blob: 'b1', line: 3 };
const claim: Claim = {
  class: 'ai', kind: 'recorded', strength: 'strong', subject, tool: 'Claude', model: null, session: null, rule: 'r', source, quote: 'q',
};
const otherClaims: Others<Claim> = {
  class: 'human', kind: 'declared', strength: 'weak', subject: { scope: 'repository' }, tool: null, model: 'm', session: 's', person: '',
  rule: 'r2', source: { in: 'author', commit: 'a1' }, quote: 'q2',
};
const range: Range = { start: 1, end: 2, commit: 'a1', originalStart: 1, originalPath: 'a' };
const otherRanges: Others<Range> = { start: 2, end: 3, commit: 'a2', originalStart: 2, originalPath: 'b' };
const history: RecentHistory = { windowHours: 72, commits: 0, linesAdded: 0 };
const problem: EvidenceProblem = { source: 's', sentence: 't' };

const override: Override = {
  id: 'o1', person: 'ana', changeDigest: 'd', head: 'h', target: 't', reason: 'r', strength: 'touch', signedAt: 1, expiresAt: 2, order: 3, used: false,
};
const otherOverrides: Others<Override> = {
  id: 'o2', person: 'li', changeDigest: 'e', head: 'i', target: 'u', reason: 's', strength: 'any', synced: true, signedAt: 2, expiresAt: 3, order: 4, used: true,
};
const result: CheckResult = { id: '7', gate: 'ci', name: 'test', outcome: 'passed', tree: 't1', signedAt: 1, order: 7 };
const otherResults: Others<CheckResult> = { id: '8', gate: 'ci2', name: 'lint', outcome: 'failed', tree: 't2', signedAt: 2, order: 8, measured: { kind: 'scan', files: [], nowhere: { error: 0, warning: 0, note: 0 } } };
const declaration: SignedDeclaration = {
  id: '3', person: 'bo', attests: false, changeDigest: 'd', target: 't', assistance: { used: false, tools: [] }, document: { intent: 'x' }, maintainer: null, strength: 'any', signedAt: 1, order: 3,
};
const otherDeclarations: Others<SignedDeclaration> = {
  id: '4', person: 'li', attests: true, changeDigest: 'e', target: 'u', assistance: null, document: { intent: 'y' }, maintainer: 'bo', strength: 'touch', synced: true, signedAt: 2, order: 4, used: true,
};
const review: RecordedReview = { id: '5', person: 'li', forge: 'github', verdict: 'approve', changeDigest: 'd', target: 't', signedAt: 1, order: 5 };
const otherReviews: Others<RecordedReview> = { id: '6', person: 'ana', forge: 'gitlab', verdict: 'request-changes', changeDigest: 'e', target: 'u', signedAt: 2, order: 6 };
const aside: SetAside = { signOff: '9', person: 'zoe', because: 'key of nobody enrolled' };
const otherAside: Others<SetAside> = { signOff: '10', person: 'ana', because: 'key revoked at entry 8' };
const carry: Carry = { signOff: 's1', test: 'disjoint', moved: ['a'] };
const reverted: RevertedLanding = { commit: 'a1', landedAt: 1, takesBack: null, untold: null };
/** The clock alone is no part of the digest, and change, evidence and history are told apart field by field. */
const otherInputs: Others<Omit<DecisionInputs, 'now' | 'change' | 'evidence' | 'history'>> = {
  policy: { ...inputs.policy, mode: 'warn' },
  people: { ...inputs.people, persons: [] },
  policyDigest: 'f'.repeat(64),
  peopleDigest: 'e'.repeat(64),
  proposedPolicy: [],
  codeowners: { dialect: 'github', file: 'CODEOWNERS', sections: [], rules: [] },
  signOffs: [signOff('ana', 2)],
  overrides: [override],
  results: [result],
  declarations: [declaration],
  reviews: [review],
  setAside: [aside],
  ledgerFaults: ['contradicts itself'],
  revertOf: reverted,
  carries: [carry],
  ledgerRoot: 'a'.repeat(64),
  onCall: ['ana'],
  knownExclusions: [{ who: 'ana', person: 'ana', reasons: ['pushed it'] }],
  working: { away: [{ person: 'ana', until: null }], waiting: [] },
};

function eachField<T extends object>(base: T, others: Others<T>): [string, T][] {
  return Object.entries(others).map(([key, value]) => [key, { ...base, [key]: value }]);
}

describe('the digest of what a decision reads changes with', () => {
  test.each(eachField(claim, otherClaims))('the %s of a claim', (_, other) => {
    expect(withEvidence({ claims: [other] })).not.toBe(withEvidence({ claims: [claim] }));
  });

  test.each<[string, ClaimSubject]>([
    ...eachField<Subject>(subject, { scope: 'lines', commit: 'a2', path: 'b', ranges: [{ start: 1, end: 3 }] }).slice(1),
    ['start of a range', { ...subject, ranges: [{ start: 2, end: 2 }] }],
    ['scope', { scope: 'file', commit: 'a1', path: 'a' }],
    ['scope, without a path', { scope: 'commit', commit: 'a1' }],
  ])('the %s of what a claim is about', (_, other) => {
    expect(withEvidence({ claims: [{ ...claim, subject: other }] })).not.toBe(withEvidence({ claims: [claim] }));
  });

  test.each<[string, ClaimSource]>([
    ...eachField<typeof source>(source, { in: 'note', ref: 'refs/notes/x', blob: 'b2', line: 4 }).slice(1),
    ['pull request', { ...source, via: { pull: 7, by: 'patch', shared: 1 } }],
    ['kind', { in: 'message', commit: 'a1', line: 3 }],
    ['kind and path', { in: 'file', commit: 'a1', path: 'a', line: 3 }],
    ['kind alone', { in: 'committer', commit: 'a1' }],
  ])('the %s of where a claim stands', (_, other) => {
    expect(withEvidence({ claims: [{ ...claim, source: other }] })).not.toBe(withEvidence({ claims: [claim] }));
  });

  test.each(eachField(range, otherRanges))('the %s of an origin', (_, other) => {
    expect(withEvidence({ origins: [{ path: 'a', ranges: [other] }] })).not.toBe(withEvidence({ origins: [{ path: 'a', ranges: [range] }] }));
  });

  test.each(eachField(problem, { source: 'x', sentence: 'y', unread: true }))('the %s of a problem', (_, other) => {
    expect(withEvidence({ problems: [other] })).not.toBe(withEvidence({ problems: [problem] }));
  });

  test.each(eachField(history, { windowHours: 24, commits: 1, linesAdded: 1, unread: 'x' }))('the %s of the history', (_, other) => {
    expect(digest({ history: other })).not.toBe(digest({ history }));
  });

  test.each<[string, Partial<Change>]>([
    ['digest', { digest: 'f'.repeat(64) }],
    ['target', { target: 'refs/heads/x' }],
    ['base', { base: { ...inputs.change.base, commit: 'f'.repeat(40) } }],
    ["base's tree", { base: { ...inputs.change.base, tree: 'f'.repeat(40) } }],
    ['head', { head: { ...inputs.change.head, commit: 'f'.repeat(40) } }],
    ["head's tree", { head: { ...inputs.change.head, tree: 'f'.repeat(40) } }],
    ['place on the target', { baseOnTarget: !inputs.change.baseOnTarget }],
    ['commits', { commits: [] }],
    ['gaps', { unread: ['shallow history'] }],
  ])('the %s of the change', (_, change) => {
    expect(digest({ change: { ...inputs.change, ...change } })).not.toBe(digest());
  });

  test.each(eachField(override, otherOverrides))('the %s of an override', (_, other) => {
    expect(digest({ overrides: [other] })).not.toBe(digest({ overrides: [override] }));
  });

  test.each(eachField(result, otherResults))('the %s of a result', (_, other) => {
    expect(digest({ results: [other] })).not.toBe(digest({ results: [result] }));
  });

  test.each(eachField(declaration, otherDeclarations))('the %s of a declaration', (_, other) => {
    expect(digest({ declarations: [other] })).not.toBe(digest({ declarations: [declaration] }));
  });

  test.each(eachField(review, otherReviews))('the %s of a review', (_, other) => {
    expect(digest({ reviews: [other] })).not.toBe(digest({ reviews: [review] }));
  });

  test.each(eachField(aside, otherAside))('the %s of what was set aside', (_, other) => {
    expect(digest({ setAside: [other] })).not.toBe(digest({ setAside: [aside] }));
  });

  test.each(eachField(carry, { signOff: 's2', test: 'textual', moved: ['b'] }))('the %s of a carry', (_, other) => {
    expect(digest({ carries: [other] })).not.toBe(digest({ carries: [carry] }));
  });

  test.each(eachField(reverted, { commit: 'a2', landedAt: 2, takesBack: 'a0', untold: 'shallow' }))('the %s of the landing it takes back', (_, other) => {
    expect(digest({ revertOf: other })).not.toBe(digest({ revertOf: reverted }));
  });

  test.each(Object.entries(otherInputs))('the %s', (key, value) => {
    expect(digest({ [key]: value })).not.toBe(digest());
  });
});

describe('the digest of what a decision reads stays', () => {
  test('for equal values that are other objects', () => {
    expect(inputsDigest(structuredClone(inputs), sha256)).toBe(digest());
  });

  test('whatever the order in which sign-offs arrive', () => {
    const [a, b] = [signOff('ana', 1), signOff('li', 2)];
    expect(digest({ signOffs: [b, a] })).toBe(digest({ signOffs: [a, b] }));
  });

  test('whatever the order in which statements arrive', () => {
    const second = { ...override, id: 'o2', order: 9 };
    expect(digest({ overrides: [second, override] })).toBe(digest({ overrides: [override, second] }));
    expect(digest({ results: [otherResults, result] })).toBe(digest({ results: [result, otherResults] }));
    expect(digest({ declarations: [otherDeclarations, declaration] })).toBe(digest({ declarations: [declaration, otherDeclarations] }));
    expect(digest({ reviews: [otherReviews, review] })).toBe(digest({ reviews: [review, otherReviews] }));
    expect(digest({ setAside: [otherAside, aside] })).toBe(digest({ setAside: [aside, otherAside] }));
    expect(digest({ carries: [{ ...carry, signOff: 's2' }, carry] })).toBe(digest({ carries: [carry, { ...carry, signOff: 's2' }] }));
    expect(digest({ onCall: ['li', 'ana'] })).toBe(digest({ onCall: ['ana', 'li'] }));
  });

  test('apart for another hash function that asks about the same policy', () => {
    const before = digest();
    inputsDigest(inputs, () => '0'.repeat(64));
    expect(digest()).toBe(before);
  });
});
