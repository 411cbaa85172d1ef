import type { ChangeEvidence } from '../evidence/index.ts';
import type { CodeOwners, People, Policy } from '../policy/index.ts';
import { canonicalJson, type Json, type Sha256 } from '../values/index.ts';
import type { DecisionInputs } from './inputs.ts';

/** Names the rules of evaluation themselves: another engine may answer differently and must be told apart. */
const engineVersion = 'countersign-1';

/**
 * SHA-256 of everything the decision reads, as nine lines: the engine's version; the change with its sign-offs
 * and history; the other statements about it; who is away and busy; the claims and problems of the evidence; which commit added which lines; and the SHA-256 of the
 * canonical JSON of the policy, of the people and of the CODEOWNERS file. The clock is left out, so that asking again gives the same
 * digest, except where a condition reads `time`: then the hour counts. Commits stand by their ids and files by
 * the change digest, which already bind the rest.
 */
export function inputsDigest(inputs: DecisionInputs, sha256: Sha256): string {
  const { evidence, policy, people } = inputs;
  const text = [
    engineVersion,
    changeLine(inputs),
    statementsLine(inputs),
    workingLine(inputs),
    claimsLine(evidence),
    originsLine(evidence.origins),
    sharedDigest(policy, sha256),
    sharedDigest(people, sha256),
    inputs.codeowners === null ? 'no CODEOWNERS' : sharedDigest(inputs.codeowners, sha256),
  ].join('\n');
  return sha256([text]);
}

/** What differs from change to change is written as lists in a fixed order: no names to sort, several times faster. */
function changeLine({ change, policy, policyDigest, peopleDigest, proposedPolicy, signOffs, history, now }: DecisionInputs): string {
  const { base, head } = change;
  return JSON.stringify([
    [change.digest, change.target, base.commit, base.tree, head.commit, head.tree, change.baseOnTarget],
    change.commits.map(({ id }) => id),
    change.unread,
    [policyDigest, peopleDigest],
    proposedPolicy === null ? null : canonical(proposedPolicy),
    canonical(signOffs.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))),
    [history.windowHours, history.commits, history.linesAdded, ...(history.unread === undefined ? [] : [history.unread])],
    readsTime(policy) ? Math.floor(now / 3600) : null,
  ]);
}

function statementsLine({ overrides, results, declarations, reviews, setAside, ledgerFaults, revertOf, carries, ledgerRoot, onCall, knownExclusions }: DecisionInputs): string {
  return JSON.stringify([
    canonical(overrides.toSorted(byPlace)),
    canonical(results.toSorted(byPlace)),
    canonical(declarations.toSorted(byPlace)),
    canonical(reviews.toSorted(byPlace)),
    ledgerFaults,
    canonical(setAside.toSorted((a, b) => (a.signOff < b.signOff ? -1 : 1))),
    revertOf === null ? null : [revertOf.commit, revertOf.landedAt, revertOf.takesBack, ...(revertOf.untold === null ? [] : [revertOf.untold])],
    carries.map(({ signOff, test, moved }) => JSON.stringify([signOff, test, moved.toSorted()])).toSorted(),
    ledgerRoot,
    onCall.toSorted(),
    knownExclusions.map(({ who, person, reasons }) => [who, person, reasons]),
  ]);
}

/** In the order of the ledger; ids tell apart what has no place in one. */
function byPlace(a: { readonly id: string; readonly order: number }, b: { readonly id: string; readonly order: number }): number {
  return a.order - b.order || (a.id < b.id ? -1 : 1);
}

/** On a line of its own: it shapes whom the next step names and nothing else. */
function workingLine({ working: { away, waiting } }: DecisionInputs): string {
  return JSON.stringify([away.map(({ person, until }) => [person, until]), waiting.map(({ person, count }) => [person, count])]);
}

function claimsLine({ claims, problems }: ChangeEvidence): string {
  return JSON.stringify([
    claims.map(({ class: by, kind, strength, subject, tool, model, session, person, rule, source, quote }) => [
      [by, kind, strength, tool, model, session, person ?? null, rule, quote],
      [subject.scope, 'commit' in subject ? subject.commit : null, 'path' in subject ? subject.path : null],
      'ranges' in subject ? subject.ranges.map(({ start, end }) => [start, end]) : null,
      [source.in, 'commit' in source ? source.commit : null, 'path' in source ? source.path : null, 'line' in source ? source.line : 'entry' in source ? source.entry : null],
      source.in === 'note' ? [source.ref, source.blob] : null,
      ...(source.via === undefined ? [] : [[source.via.pull, source.via.by, source.via.shared]]),
    ]),
    problems.map(({ source, sentence, unread }) => [source, sentence, ...(unread === true ? [true] : [])]),
  ]);
}

/** Most lines stand in the file they were added to: such a path is not written again. */
function originsLine(origins: ChangeEvidence['origins']): string {
  return JSON.stringify(
    origins.map(({ path, ranges }) => [
      path,
      ranges.map(({ start, end, commit, originalStart, originalPath }) => [start, end, commit, originalStart, originalPath === path ? null : originalPath]),
    ]),
  );
}

/**
 * One policy and one people file judge many changes, so each is digested once: like every value of the core
 * they never change. Kept per hash function, because what one computed is not another's to give.
 */
const digests = new WeakMap<Sha256, WeakMap<Policy | People | CodeOwners, string>>();

function sharedDigest(value: Policy | People | CodeOwners, sha256: Sha256): string {
  let known = digests.get(sha256);
  if (known === undefined) digests.set(sha256, (known = new WeakMap()));
  let digest = known.get(value);
  if (digest === undefined) known.set(value, (digest = sha256([canonical(value)])));
  return digest;
}

const timed = new WeakMap<Policy, boolean>();

function readsTime(policy: Policy): boolean {
  let reads = timed.get(policy);
  if (reads === undefined) timed.set(policy, (reads = [...policy.rules, ...(policy.spotCheck === null ? [] : [policy.spotCheck])].some(({ when }) => /\btime\b/.test(when.text))));
  return reads;
}

/** Canonical JSON, leaving out members that are `undefined` as JSON does. */
function canonical(value: object): string {
  return Array.isArray(value) && value.length === 0 ? '[]' : canonicalJson(plain(value));
}

function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') throw new TypeError(`a decision cannot depend on a ${typeof value}`);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
}
