import { judge, nothingRecorded, type DecisionInputs } from '../core/decision/index.ts';
import { onCallAt } from '../core/policy/index.ts';
import type { Instant } from '../core/values/index.ts';
import { coverageOfChange } from './evidence/find-coverage.ts';
import { gatherEvidence } from './evidence/gather-evidence.ts';
import { openRecords } from './evidence/records.ts';
import { findReverted } from './find-reverted.ts';
import { findGovernance, governanceOf } from './governing-policy.ts';
import { readProposedPolicy, type PolicyOverrides } from './load-policy.ts';
import type { PolicyMemory, Ports, Repository } from './ports/index.ts';
import { readCodeOwners, readProposedOwners } from './read-code-owners.ts';
import { readRecentHistory, sumRecentHistory } from './recent-history.ts';
import { readWords, withRoot, type Words } from './recorded/read-words.ts';
import type { CheckReport, OnProgress } from './reports.ts';
import { type ResolvedRange, resolveRange, splitRange } from './resolve-range.ts';

/** What to check and under what. */
export interface CheckOptions extends PolicyOverrides {
  /** `main..topic`, `topic`, or `null` for what `HEAD` brings. */
  readonly range: string | null;
  /** The protected branch, where it is not the policy's or the repository's default. */
  readonly target: string | null;
  readonly now: Instant;
  /** Where policies parsed before are kept; absent in a gate, and where the user said so. */
  readonly memory?: PolicyMemory | null;
  /** `null` where nobody watches; a scan then does not count the commits first. */
  readonly onProgress: OnProgress | null;
}

/**
 * May this change land, why, and who can unblock it: change → evidence → risk → requirements → decision.
 * Policy and people come from the target's tip, for landed ranges from before them. Writes nothing.
 */
export async function checkChange(ports: Ports, options: CheckOptions): Promise<CheckReport> {
  const { repository } = ports;
  askAhead(repository, options.range);
  const facts = await repository.facts();
  const atTip = await findGovernance(ports, options.range, options.target, options, options.memory);
  const { target } = atTip;
  // Git reads what landed lately while we find and read the change.
  const landed = readRecentHistory(repository, target.tip, options.now);
  landed.catch(() => undefined);
  const range = await resolveRange(repository, options.range, target);
  const loaded = await governanceOf(ports, range, atTip, options);
  options.onProgress?.({ step: 'reading the change', done: 0, total: null });
  const change = await repository.readChange(target.ref, range.base, range.head, range.baseOnTarget);
  options.onProgress?.({ step: 'gathering evidence', done: 0, total: null });
  const changedPaths = new Set(change.files.map((file) => file.path));
  const inForce = loaded === atTip ? target.tip : (range.base ?? target.tip);
  const landing = await landingOf(repository, range);
  const [evidence, landedLately, coverage, proposedPolicy, proposedOwners, { codeOwners }, revertOf, words] = await Promise.all([
    gatherEvidence(repository, change, loaded.policy),
    landed,
    coverageOfChange(repository),
    readProposedPolicy(ports, range.base, range.head, changedPaths, options.peopleFile),
    readProposedOwners(ports, { ...range, changedPaths, policy: loaded.policy, people: loaded.people }),
    readCodeOwners(ports, inForce, loaded.policy),
    loaded.policy.revert === null ? null : findReverted(repository, change, target),
    readWords(ports, { change, target, policy: loaded.policy, people: loaded.people, landing, now: options.now }),
  ]);
  const inputs: DecisionInputs = {
    change,
    evidence,
    policy: loaded.policy,
    people: loaded.people,
    policyDigest: loaded.policyDigest,
    peopleDigest: loaded.peopleDigest,
    proposedPolicy: proposedPolicy === null && proposedOwners === null ? null : [...(proposedPolicy ?? []), ...(proposedOwners ?? [])],
    ...nothingRecorded,
    revertOf,
    onCall: onCallFor(revertOf, loaded.people, options.now),
    codeowners: codeOwners,
    history: await sumRecentHistory(repository, change, landedLately, loaded.people),
    now: options.now,
  };
  const read = {
    repository: facts,
    range: options.range ?? 'HEAD',
    target: target.ref,
    source: loaded.source,
    policy: loaded.policy,
    people: loaded.people,
    change,
    place: range,
    governedAt: inForce,
    trial: null,
  };
  return judged(ports, read, inputs, coverage, words, await unpushed(repository, range));
}

/**
 * The same change under the ledger as it stands by now: nothing else is read again, for what was read is named by its
 * ids. After an entry was added it says what the change is with it.
 */
export async function checkAgain(ports: Ports, { inputs, coverage, judgement: _, ...read }: CheckReport, now: Instant): Promise<CheckReport> {
  const { change, place, policy, people } = read;
  const words = await readWords(ports, { change, target: place.target, policy, people, landing: await landingOf(ports.repository, place), now });
  return judged(ports, read, { ...inputs, onCall: onCallFor(inputs.revertOf, people, now), now }, coverage.slice(0, -1), words);
}

/** Read for the revert lane and nothing else: the same answer at every hour is worth having. */
function onCallFor(revertOf: DecisionInputs['revertOf'], people: CheckReport['people'], now: Instant): readonly string[] {
  return revertOf === null ? [] : onCallAt(people, now);
}

/** The commit by which a range landed alone; `null` for what waits, and for several landings at once. */
async function landingOf(repository: Repository, { landed, base, head }: ResolvedRange): Promise<string | null> {
  return landed && base !== null && (await repository.firstParent(head)) === base ? head : null;
}

/** What the ledger says goes into the inputs here and nowhere else, and its coverage last. */
function judged(ports: Ports, read: Omit<CheckReport, 'inputs' | 'coverage' | 'judgement'>, before: DecisionInputs, coverage: CheckReport['coverage'], words: Words, notes: readonly string[] = []): CheckReport {
  const inputs = withRoot({ ...before, ...words.statements }, words, ports);
  const judgement = judge(inputs, ports.sha256);
  return { ...read, inputs, coverage: [...coverage, words.coverage], judgement: { ...judgement, warnings: [...judgement.warnings, ...words.notes, ...notes] } };
}

/** Work that stands on the local copy of the protected branch brings nothing to it, and is nothing that was let in. */
async function unpushed(repository: Repository, { target: { ref, tip }, base, head }: ResolvedRange): Promise<readonly string[]> {
  if (base !== head || head !== tip) return [];
  const branch = ref.replace('refs/heads/', '');
  const { id } = await repository.readRef(`refs/remotes/origin/${branch}`);
  if (id === null || id === tip || !(await repository.isAncestor(id, tip))) return [];
  return [`\`${branch}\` here is ahead of origin: countersign check origin/${branch}..${branch} judges what is not pushed yet`];
}

/**
 * Names what will be asked about anyway, so that one git process answers for all of it. Whoever asks again gets the
 * answer, or the failure.
 */
function askAhead(repository: Repository, range: string | null): void {
  const asked = (pending: Promise<unknown>) => void pending.catch(() => undefined);
  asked(openRecords(repository));
  // Three dots are refused later, in words.
  if (range?.includes('...')) return;
  const { left, right } = splitRange(range);
  if (left !== null) asked(repository.resolve(left));
  asked(repository.resolve(right ?? 'HEAD'));
}
