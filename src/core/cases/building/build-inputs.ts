import type { Change } from '../../change/index.ts';
import { drawOf, nothingRecorded, type DecisionInputs } from '../../decision/index.ts';
import type { ChangeEvidence } from '../../evidence/index.ts';
import { isPolicyPath, onCallAt, type CodeOwners, type People, type Placed, type Policy, type PolicyProblem, type PolicyTexts } from '../../policy/index.ts';
import type { Carry, Override, RevertedLanding, SignOff } from '../../signoff/index.ts';
import type { Position, Sha256 } from '../../values/index.ts';
import { buildChange } from './build-change.ts';
import { commitId, inferredTools } from './build-commits.ts';
import { buildEvidence } from './build-evidence.ts';
import { recordedIn } from './build-recorded.ts';
import { caseIdentities, type CaseIdentities } from './case-identities.ts';
import { olderDigest, spacing } from './ledger-places.ts';
import type { CaseChange, CaseOverride, CaseSignOff, PolicyCase } from '../policy-case.ts';

/** What a case is judged under. */
export interface Ground {
  readonly policy: Policy;
  readonly people: People;
  readonly codeOwners: CodeOwners | null;
  readonly sha256: Sha256;
  readonly texts: PolicyTexts;
}

/** Everything the decision reads about a case: the very inputs of `judge`; or the mistakes that keep it from being built. */
export function buildInputs(given: PolicyCase, { policy, people, codeOwners, sha256, texts }: Ground): { readonly inputs: DecisionInputs; readonly problems: readonly PolicyProblem[] } {
  const who = caseIdentities(people, texts);
  const problem = (code: string, message: string, mend: string, at: Position) => who.problems.push({ severity: 'error', code, message, mend, at });
  checkPaths(given.change, texts, problem);
  const change = buildChange(given.change, policy, who, sha256);
  const evidence = buildEvidence(given.change, change, policy, who, sha256);
  checkAssistance(given.change, evidence, problem);
  const edits = change.files.some(({ path }) => isPolicyPath(path, policy));
  const { proposesMistake, at } = given.change;
  if (proposesMistake !== null && !edits) problem('contradiction', '`proposes-mistake` is about a policy this change does not edit', 'add .countersign/policy.yaml to its files', at);
  for (const named of [...given.expect.people, ...given.expect.notPeople]) who.enrolled(named, false);
  const signOffs = given.signOffs.map((one, index) => signOffOf(one, index, change, given.change.now, who));
  const inputs: DecisionInputs = {
    ...nothingRecorded,
    codeowners: codeOwners,
    change,
    evidence,
    policy,
    people,
    policyDigest: null,
    peopleDigest: null,
    proposedPolicy: edits ? mistakes(proposesMistake, at) : null,
    signOffs: signOffs.map((one, index) => withdrawing(one, given.signOffs[index]!, signOffs.slice(0, index), problem)),
    overrides: given.overrides.map((one, index) => overrideOf(one, index + signOffs.length, change, given.change.now, who)),
    ...recordedIn(given, change, people, who),
    revertOf: revertOf(given.change),
    carries: given.signOffs.flatMap((one, index): Carry[] => (one.carried === null ? [] : [{ signOff: signOffId(index), test: one.carried, moved: one.moved }])),
    ledgerRoot: given.spotCheck === null ? null : rootThat(given.spotCheck, change.digest, policy, sha256, problem),
    onCall: given.onCall.length > 0 ? given.onCall.map((one) => who.enrolled(one, false)) : onCallAt(people, given.change.now),
    knownExclusions: given.change.knownContributors.map((one) => {
      const id = who.enrolled(one, false);
      return { who: id, person: id, reasons: ['contributor of an older head'] };
    }),
    working: {
      away: given.away.map((one) => ({ person: who.enrolled(one, false), until: null })),
      waiting: given.waiting.map(({ person, count }) => ({ person: who.enrolled(person, false), count })),
    },
    history: { windowHours: 72, commits: given.change.landedLately > 0 ? 1 : 0, linesAdded: given.change.landedLately },
    now: given.change.now,
  };
  return { inputs, problems: who.problems };
}

type Problem = (code: string, message: string, mend: string, at: Position) => void;

/** Every added line has a commit, and every path that a commit names is a file of the change. */
function checkPaths({ commits, files, at }: CaseChange, texts: PolicyTexts, problem: Problem): void {
  const known = files.map(({ path }) => path);
  const named: readonly Placed<string>[] = commits.flatMap(({ paths }) => paths ?? []);
  for (const path of named) {
    if (known.includes(path.value)) continue;
    const close = texts.nearest(path.value, known);
    problem('unknown-path', `a commit changes \`${texts.show(path.value)}\`, which the change does not${close === null ? '' : `; did you mean \`${close}\`?`}`, 'name it under `files` of the change too', path.at);
  }
  for (const file of files) {
    const written = commits.some(({ paths }) => paths === null || paths.some(({ value }) => value === file.path));
    if (!written) problem('unknown-path', `no commit changes \`${file.path}\``, 'name it under `files` of a commit', commits.length === 0 ? at : file.at);
  }
}

/** A case says that an AI was declared; if the evidence does not find it, the case is not about what it says. */
function checkAssistance({ commits, at }: CaseChange, { claims }: ChangeEvidence, problem: Problem): void {
  for (const [index, { assistance, author }] of commits.entries()) {
    const { is, tool } = assistance;
    const id = commitId(index);
    if (is === 'inferred' && tool !== null && !inferredTools.includes(tool)) {
      problem('unknown-tool', `no trace of \`${tool}\` can be left`, `use ${inferredTools.join(', ')}`, author.at);
    }
    const found = claims.some(({ class: by, strength, subject }) => by === 'ai' && strength === 'strong' && subject.scope !== 'repository' && subject.commit === id);
    if (is === 'declared' && !found) problem('unknown-tool', `the evidence does not know the tool \`${tool ?? ''}\``, 'use a name it knows, such as Copilot, Claude or Cursor', author.at);
    if (is === 'recorded' && !found) problem('no-lines', 'nothing can be recorded: the commit adds no lines, or the share is none of them', 'add lines, or choose another assistance', at);
  }
}

/** A ledger's root under which the spot-check falls as the case says: the first of a fixed row of them. */
function rootThat({ value, at }: NonNullable<PolicyCase['spotCheck']>, digest: string, policy: Policy, sha256: Sha256, problem: Problem): string | null {
  const share = policy.spotCheck?.share ?? 0;
  for (let number = 0; number < 10_000; number += 1) {
    const root = sha256([`ledger ${number}`]);
    if (drawOf(digest, root, sha256) < share === (value === 'drawn')) return root;
  }
  problem('never-drawn', `a spot-check of this policy is ${value === 'drawn' ? 'never' : 'always'} drawn`, 'look at `spot-check` of the policy, or remove the line', at);
  return null;
}

function signOffId(index: number): string {
  return `s${index + 1}`;
}

function signOffOf(given: CaseSignOff, index: number, change: Change, now: number, who: CaseIdentities): SignOff {
  return {
    id: signOffId(index),
    person: given.left ? given.by.value : who.enrolled(given.by, true),
    verdict: given.verdict,
    changeDigest: given.stale ? olderDigest : change.digest,
    target: given.target ?? change.target,
    strength: given.strength,
    ...(given.synced ? { synced: true } : {}),
    signedAt: now - given.age,
    order: (index + 1) * spacing,
    answered: given.answered,
    ...(given.answering === null ? {} : { answering: given.answering }),
  };
}

/** With the word it takes back: the newest before it of whom it names. */
function withdrawing(one: SignOff, { of }: CaseSignOff, before: readonly SignOff[], problem: Problem): SignOff {
  if (of === null) return one;
  const word = before.findLast(({ person, verdict }) => person === of.value && verdict !== 'withdraw');
  if (word === undefined) problem('contradiction', `nothing before it is of \`${of.value}\``, 'withdraw what was said before', of.at);
  return word === undefined ? one : { ...one, withdraws: word.id };
}

function overrideOf(given: CaseOverride, index: number, change: Change, now: number, who: CaseIdentities): Override {
  const signedAt = now - given.age;
  return {
    id: `o${index + 1}`,
    person: who.enrolled(given.by, true),
    changeDigest: given.stale ? olderDigest : change.digest,
    head: given.stale ? 'a'.repeat(40) : change.head.commit,
    target: given.target ?? change.target,
    reason: given.reason,
    strength: given.strength,
    ...(given.synced ? { synced: true } : {}),
    signedAt,
    expiresAt: signedAt + given.lasts,
    order: index + 1,
    used: given.used,
  };
}

function revertOf({ revertOf: kind, now }: CaseChange): RevertedLanding | null {
  return kind === null ? null : { commit: 'd'.repeat(40), landedAt: now - 3600, takesBack: kind === 'revert' ? 'e'.repeat(40) : null, untold: null };
}

function mistakes(message: string | null, at: Position): readonly PolicyProblem[] {
  return message === null ? [] : [{ severity: 'error', code: 'proposed', message, mend: null, at: { ...at, file: '.countersign/policy.yaml' } }];
}
