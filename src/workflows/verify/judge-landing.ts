import type { Change } from '../../core/change/index.ts';
import { strictestMode, type Judgement } from '../../core/decision/index.ts';
import { recordedOf } from '../../core/recorded/index.ts';
import { Failure, formatInstant, type Instant } from '../../core/values/index.ts';
import { coverLanding } from '../carry/cover-landing.ts';
import type { LandingCover } from '../carry/landing-cover.ts';
import type { HistoryCommit, Ports } from '../ports/index.ts';
import { Checklist, fetchAll, leavesOpen, whatIsMissing } from './checklist.ts';
import { stoodThen, witnessOf } from './ground.ts';
import type { InForce, UsableInForce } from './in-force.ts';
import type { Verification } from './open-verification.ts';
import { tellOwedReview } from './owed-review.ts';
import { replayDecision, strictest, type Then } from './replay-decision.ts';
import { coveringSignOffs, tellCover, tellDecision, tellInclusion, weakest } from './tell.ts';
import type { CoveringSignOff, LandingStatus, VerifiedLanding, VerifyCode, VerifyFailure } from './verify-report.ts';

/** What a landing is judged with besides the ledger. */
export interface JudgeLandingOptions {
  /** The clock of the gate that is letting it in now; `null`: what the ledger witnessed. */
  readonly at: Instant | null;
}

/**
 * Judges one landing of the target, step by step: what was in force, which sign-offs cover it, and the decision
 * replayed as of then. Used alike by `verify` and by the hooks that receive a push. What is missing is a failure of
 * the landing and never thrown; `landing` is a first-parent commit of `verification.target`.
 */
export async function judgeLanding(ports: Ports, verification: Verification, landing: HistoryCommit, { at }: JudgeLandingOptions = { at: null }): Promise<VerifiedLanding> {
  const list = new Checklist();
  const found: Found = { landing, list, at: null, inForce: null, judgement: null, signOffs: [] };
  if (verification.blocked.length > 0) {
    for (const failure of verification.blocked) list.open(stepOf(failure.code), failure);
    return verdict(found, 'unverifiable');
  }
  const { adoption } = verification;
  if (adoption === null || !verification.governed.has(landing.id)) {
    list.noted('governed', adoption === null ? 'no adoption' : `landed before ${adoption.commit.slice(0, 12)} was adopted (entry ${adoption.entry})`);
    return verdict(found, 'ungoverned');
  }
  list.passed('governed', `adopted at ${adoption.commit.slice(0, 12)}, entry ${adoption.entry}, by the root ${adoption.root}`);
  try {
    return await judgeGoverned(ports, verification, found, at);
  } catch (error) {
    const failure = await whatIsMissing(ports.repository, error);
    list.open(stepOf(failure.code), failure);
    return verdict(found, 'unverifiable');
  }
}

/** What is known of a landing so far. */
interface Found {
  readonly landing: HistoryCommit;
  readonly list: Checklist;
  at: Instant | null;
  inForce: UsableInForce | null;
  judgement: Judgement | null;
  signOffs: readonly CoveringSignOff[];
}

async function judgeGoverned(ports: Ports, verification: Verification, found: Found, clock: Instant | null): Promise<VerifiedLanding> {
  const { landing, list } = found;
  const parent = landing.parents[0];
  if (parent === undefined || landing.atEdge === true) {
    list.open('history', shallow(landing.id));
    return verdict(found, 'unverifiable');
  }
  const inForce = await inForceAt(verification, parent, list);
  if (inForce === null) return verdict(found, 'unverifiable');
  const cover = await coverLanding(ports, { landing: landing.id, target: verification.target.ref, tip: verification.target.tip, signed: verification.believed(inForce.people), stoodThen: stoodThen(verification.ledger.recorded, verification.landingEntries, { people: inForce.people, adoptions: verification.adoptions }) });
  if (!cover.covered || cover.from === cover.to) return judgePiece(ports, verification, found, { clock, cover, inForce, base: parent, newest: landing, landings: new Set([landing.id]) });
  // One signed series that landed commit by commit is judged once, as a whole, by what was in force before its first.
  const key = `${cover.from}..${cover.to}`;
  let judging = verification.together.get(key);
  if (judging === undefined) verification.together.set(key, (judging = judgeSeries(ports, verification, found, cover, clock)));
  const judged = await judging;
  return judged.commit === landing.id ? judged : { ...judged, commit: landing.id, subject: subjectOf(landing) };
}

async function judgeSeries(ports: Ports, verification: Verification, found: Found, cover: Extract<LandingCover, { readonly covered: true }>, clock: Instant | null): Promise<VerifiedLanding> {
  const landed = [...verification.governed.values()];
  const [newest, oldest] = [landed.findIndex(({ id }) => id === cover.to), landed.findIndex(({ id }) => id === cover.from)];
  const series = newest < 0 || oldest < newest ? [] : landed.slice(newest, oldest + 1);
  const base = series.at(-1)?.parents[0];
  if (base === undefined) throw new Failure('history-shallow', 'environment', `the series of ${found.landing.id.slice(0, 12)} began before the adoption`, ['git fetch --unshallow']);
  const inForce = await inForceAt(verification, base, found.list);
  if (inForce === null) return verdict(found, 'unverifiable');
  return judgePiece(ports, verification, found, { clock, cover, inForce, base, newest: series[0]!, landings: new Set(series.map(({ id }) => id)) });
}

/** What landed together, and what it is judged by. */
interface Piece {
  readonly clock: Instant | null;
  readonly cover: LandingCover;
  readonly inForce: UsableInForce;
  readonly base: string;
  readonly newest: HistoryCommit;
  readonly landings: ReadonlySet<string>;
}

async function judgePiece(ports: Ports, verification: Verification, found: Found, { clock, cover, inForce, base, newest, landings }: Piece): Promise<VerifiedLanding> {
  const { list } = found;
  const { target, ledger, adoptions, unadopted, shallow: isShallow } = verification;
  found.inForce = inForce;
  const change = await ports.repository.readChange(target.ref, base, newest.id, true);
  if (change.unread.length > 0) {
    list.open('history', isShallow ? shallow(newest.id) : { code: 'object-missing', sentence: change.unread[0]!, mend: fetchAll });
    return verdict(found, 'unverifiable');
  }
  tellHistory(list, change, landings.size, base);
  list.passed('ledger', `${ledger.checkpoint?.size ?? 0} entries, as its checkpoint says`);
  list.passed('in-force', `policy ${(inForce.loaded.policyDigest ?? '').slice(0, 12)} and people of ${base.slice(0, 12)}, the commit before`);
  const ground = { people: inForce.people, adoptions };
  const witness = witnessOf(verification.landingEntries.get(newest.id) ?? [], ground);
  found.at = clock ?? witness?.at ?? null;
  // What was said after it had landed cannot have let it in.
  const until = ({ entry }: { readonly entry: number }) => witness === null || entry < witness.entry;
  const unknown = new Set(verification.foreign.map(({ entry }) => entry));
  const recorded = ledger.recorded.filter((one) => until(one) && !unknown.has(one.entry));
  const then: Then = { target, inForce, adoptions, unadopted, ledger: ledger.tip, recorded, recent: verification.recent, rootAt: ledger.rootAt, at: found.at };
  const parts = cover.covered ? cover.parts.map((part) => ({ ...part, by: part.by.filter(until) })) : [];
  const { judgement, missing } = await decideAll(ports, then, { change, newest, landings, cover, parts });
  found.judgement = judgement;
  found.signOffs = coveringSignOffs(parts, then.recorded, inForce, judgement.decision);
  const strangers = verification.foreign.filter(until).filter(({ statement: { predicate } }) => predicate.change.digest === change.digest || predicate.head.tree === change.head.tree);
  tellCover(list, { signOffs: found.signOffs, cover, missing, strangers, recorded: then.recorded, judgement, mend: fetchAll });
  tellDecision(list, judgement);
  const today = await verification.inForce.at(target.tip);
  const nowIn = { people: today.usable ? today.people : inForce.people, adoptions };
  tellOwedReview(list, { judgement, policy: inForce.policy, landing: newest.id, target: target.ref, at: found.at, now: clock ?? verification.now, recorded: ledger.recorded, ground: nowIn, then: ground });
  if (found.at === null) list.noted('time', 'unwitnessed: no gate recorded when it landed, so nothing has expired');
  else list.passed('time', clock === null ? `${formatInstant(found.at)}, as a gate recorded at entry ${witness?.entry}` : 'by the clock of this gate');
  tellInclusion(list, found.signOffs, then.recorded, ledger);
  return verdict(found, statusOf(judgement, list));
}

interface Whole {
  readonly change: Change;
  readonly newest: HistoryCommit;
  readonly landings: ReadonlySet<string>;
  readonly cover: LandingCover;
  readonly parts: Extract<LandingCover, { readonly covered: true }>['parts'];
}

/**
 * Each part of a rollup by itself, as it was signed by somebody without a hand in it; what has such parts not, or is not
 * approved so, is judged as the whole that landed.
 */
async function decideAll(ports: Ports, then: Then, { change, newest, landings, cover, parts }: Whole): Promise<{ readonly judgement: Judgement; readonly missing: readonly string[] }> {
  const landedTree = change.head.tree;
  const whole = { change, landing: newest, landings, landedTree, resign: cover.covered ? null : cover.resign };
  if (parts.length < 2) return replayDecision(ports, then, { ...whole, part: parts[0] ?? null });
  const judgements: Judgement[] = [];
  const missing: string[] = [];
  for (const part of parts) {
    const { base, head } = part.signed;
    const signed = await ports.repository.readChange(change.target, base.commit, head.commit, true);
    const replayed = await replayDecision(ports, then, { ...whole, change: signed, landings: new Set(), part });
    // Whoever wrote a part has not made it one by signing it, nor by naming commits of something else.
    if (signed.digest !== part.signed.digest || !isSignedByOther(then, part, replayed.judgement)) return replayDecision(ports, then, { ...whole, part: null });
    judgements.push(replayed.judgement);
    missing.push(...replayed.missing);
  }
  const judgement = strictest(judgements);
  if (judgement.decision.status === 'approved') return { judgement, missing };
  const together = await replayDecision(ports, then, { ...whole, part: null });
  return together.judgement.decision.status === 'overridden' ? together : { judgement, missing };
}

function isSignedByOther({ recorded }: Then, { by }: Whole['parts'][number], { exclusions }: Judgement): boolean {
  const hands = new Set(exclusions.map(({ person }) => person));
  const entries = new Set(by.map(({ entry }) => entry));
  return recordedOf(recorded, 'sign-off').some(({ entry, statement }) => entries.has(entry) && !hands.has(statement.predicate.person.id));
}

async function inForceAt(verification: Verification, base: string, list: Checklist): Promise<UsableInForce | null> {
  const inForce = await verification.inForce.at(base);
  const why = whyUnusable(inForce, base.slice(0, 12), verification.adoption?.repository ?? null);
  if (inForce.usable && why === null) return inForce;
  list.open('in-force', why ?? { code: 'policy-invalid', sentence: 'the policy cannot be used', mend: null });
  return null;
}

function whyUnusable(inForce: InForce, at: string, repository: string | null): VerifyFailure | null {
  if (!inForce.usable) return { code: 'policy-invalid', sentence: `the policy in force at ${at} cannot be used: ${inForce.failure.message}`, mend: `git show ${at}:.countersign/policy.yaml` };
  if (inForce.loaded.source.preview) return { code: 'policy-invalid', sentence: `no policy was in force at ${at}`, mend: null };
  const { root } = inForce.people;
  if (root === undefined) return { code: 'root-missing', sentence: `people.yaml at ${at} names no root, so no statement can be for this repository`, mend: null };
  if (root.repository !== repository) return { code: 'root-missing', sentence: `people.yaml at ${at} gives the repository another id than the one adopted`, mend: null };
  return null;
}

function tellHistory(list: Checklist, { commits, files, digest }: Change, landings: number, base: string): void {
  const count = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;
  const series = landings > 1 ? `, ${landings} landings since ${base.slice(0, 12)} judged as one` : '';
  list.passed('history', `${count(commits.length, 'commit')}, ${count(files.length, 'file')}, digest ${digest.slice(0, 12)}${series}`);
}

/** What is missing never passes; where the decision stands without it, it takes nothing away. */
function statusOf({ decision: { status } }: Judgement, { failures }: Checklist): LandingStatus {
  if (status === 'approved') return failures.length === 0 ? 'verified' : failures.some(leavesOpen) ? 'unverifiable' : 'pending';
  if (status === 'overridden') return failures.some(leavesOpen) ? 'unverifiable' : 'overridden';
  if (failures.some(leavesOpen)) return 'unverifiable';
  return status === 'pending' ? 'pending' : 'refused';
}

function verdict({ landing, list, at, inForce, judgement, signOffs }: Found, status: LandingStatus): VerifiedLanding {
  return {
    commit: landing.id,
    subject: subjectOf(landing),
    status,
    carriedBy: weakest(signOffs),
    signOffs,
    failures: list.failures,
    steps: list.steps,
    landedAt: at,
    // What it touches is not known then: it may be any area.
    mode: judgement?.mode ?? (inForce === null ? null : strictestMode(inForce.policy.mode, inForce.policy.areas)),
    policyDigest: inForce?.loaded.policyDigest ?? null,
    judgement,
  };
}

function subjectOf({ message }: HistoryCommit): string {
  return message.split('\n', 1)[0] ?? '';
}

function shallow(commit: string): VerifyFailure {
  return { code: 'history-shallow', sentence: `the history before ${commit.slice(0, 12)} is not in this shallow clone`, mend: 'git fetch --unshallow' };
}

function stepOf(code: VerifyCode): 'history' | 'ledger' | 'governed' {
  if (code.startsWith('ledger')) return 'ledger';
  return code === 'adoption-absent' || code === 'root-mismatch' ? 'governed' : 'history';
}
