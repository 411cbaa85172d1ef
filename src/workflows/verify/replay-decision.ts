import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { Change, Resign } from '../../core/change/index.ts';
import { judge, nothingRecorded, type DecisionInputs, type DecisionStatus, type Judgement } from '../../core/decision/index.ts';
import { modes, onCallAt, type Person } from '../../core/policy/index.ts';
import { isEnrolledWriter, ledgerRootOf, recordedOf, statementsAbout, type AdoptedPeople } from '../../core/recorded/index.ts';
import { excludedFrom, type Exclusion } from '../../core/signoff/index.ts';
import type { Instant } from '../../core/values/index.ts';
import { landedBefore } from '../carry/landed-before.ts';
import type { CoveredPart } from '../carry/landing-cover.ts';
import { gatherEvidence } from '../evidence/gather-evidence.ts';
import { findReverted } from '../find-reverted.ts';
import { readProposedPolicy } from '../load-policy.ts';
import type { HistoryCommit, LedgerTip, Ports } from '../ports/index.ts';
import { earlierEntries } from '../recorded/earlier-entries.ts';
import { readProposedOwners } from '../read-code-owners.ts';
import { sumRecentHistory } from '../recent-history.ts';
import type { Target } from '../resolve-range.ts';
import type { UsableInForce } from './in-force.ts';
import type { RecentReader } from './remembered.ts';
import { throughSignedHeads } from './heads/signed-heads.ts';

/** What was in force and recorded when something landed. */
export interface Then {
  readonly target: Target;
  readonly inForce: UsableInForce;
  readonly adoptions: readonly AdoptedPeople[];
  /** Who said no under people that were not adopted by then, by entry. */
  readonly unadopted: ReadonlyMap<number, Person>;
  /** Where the ledger lies. */
  readonly ledger: LedgerTip | null;
  /** What it held. */
  readonly recorded: readonly RecordedStatement[];
  readonly recent: RecentReader;
  readonly rootAt: (size: number) => string | null;
  /** The gate's clock; `null`: nobody witnessed it. */
  readonly at: Instant | null;
}

/** One piece of work that landed: nearly always all of a landing. */
export interface Replay {
  readonly change: Change;
  /** The newest of the landings by which it came. */
  readonly landing: HistoryCommit;
  /** Ids of all of them. */
  readonly landings: ReadonlySet<string>;
  /** What covers it; `null`: nothing, because of `resign`. */
  readonly part: CoveredPart | null;
  readonly resign: Resign | null;
  /** Tree that landed: results made on it count, also where the piece is a part of it. */
  readonly landedTree: string;
}

/** The decision, and heads that were signed and are not here: what their commits said is not in it. */
export interface Replayed {
  readonly judgement: Judgement;
  readonly missing: readonly string[];
}

/**
 * Decides again what landed, with what was in force and recorded then: as it landed, and once more through each head
 * that was signed for it. The strictest of these stands, so that nothing a squash drops lowers what was asked.
 */
export async function replayDecision(ports: Ports, then: Then, replay: Replay): Promise<Replayed> {
  const { repository, sha256 } = ports;
  const { target, inForce, at, rootAt } = then;
  const { policy, people } = inForce;
  const { change, landing, landings } = replay;
  const [base, head] = [change.base.commit, change.head.commit];
  const changedPaths = new Set(change.files.map(({ path }) => path));
  const [evidence, lately, proposedPolicy, proposedOwners, revertOf] = await Promise.all([
    gatherEvidence(repository, change, policy),
    then.recent(base, at ?? landing.committedAt),
    readProposedPolicy(ports, base, head, changedPaths),
    readProposedOwners(ports, { base, head, changedPaths, policy, people }),
    policy.revert === null ? null : findReverted(repository, change, { ref: target.ref, tip: base }),
  ]);
  const { seen, missing } = await throughSignedHeads(repository, { change, evidence }, signedFor(replay, then), policy, landings);
  // What the commits of a head that is not here said of AI is taken for a yes.
  const asked = missing.length > 0 ? variantOf(policy, 'undeclared', 'assisted') : policy;
  const statements = await statementsThen(ports, then, replay, seen.flatMap((one) => one.change.commits));
  const excluded = seen.reduce<readonly Exclusion[]>((known, one) => excludedFrom(one.change, one.evidence.claims, people, known), statements.knownExclusions);
  const judgements: Judgement[] = [];
  for (const one of seen) {
    const then = at === null ? unwitnessed(asked, statements, landing) : { policy: asked, now: at };
    const inputs: DecisionInputs = {
      ...nothingRecorded,
      ...statements,
      ...one,
      ...then,
      onCall: revertOf === null ? [] : onCallAt(people, then.now),
      people,
      policyDigest: inForce.loaded.policyDigest,
      peopleDigest: inForce.loaded.peopleDigest,
      codeowners: inForce.codeowners,
      knownExclusions: excluded,
      history: await sumRecentHistory(repository, one.change, lately, people),
      proposedPolicy: proposedPolicy === null && proposedOwners === null ? null : [...(proposedPolicy ?? []), ...(proposedOwners ?? [])],
      revertOf,
    };
    judgements.push(judge(policy.spotCheck === null ? inputs : { ...inputs, ledgerRoot: ledgerRootOf(inputs, rootAt, sha256) }, sha256));
  }
  return { judgement: strictest(judgements), missing };
}

/** Base and head of every sign-off that covers it. */
function signedFor({ part }: Replay, { recorded }: Then) {
  const by = new Set(part?.by.map(({ entry }) => entry));
  return recordedOf(recorded, 'sign-off').flatMap(({ entry, statement: { predicate } }) => (by.has(entry) ? [{ base: predicate.base, head: predicate.head }] : []));
}

type Statements = Pick<DecisionInputs, 'signOffs' | 'overrides' | 'results' | 'declarations' | 'reviews' | 'knownExclusions' | 'setAside' | 'carries'>;

/** The ledger's word about the work, as of then. */
async function statementsThen(ports: Ports, then: Then, { change, landing, part, resign, landedTree }: Replay, commits: Change['commits']): Promise<Statements> {
  const { inForce, adoptions, unadopted, recorded } = then;
  const { sha256 } = ports;
  const by = new Map(part?.by.map((one) => [one.entry, one]));
  const elsewhere = new Set(recordedOf(recorded, 'sign-off').filter(({ statement: { predicate } }) => predicate.target !== change.target).map(({ entry }) => entry));
  const carries = [...by.values()].flatMap(({ entry, test, moved }) => (test === 'exact' && !elsewhere.has(entry) ? [] : [{ signOff: String(entry), test, moved }]));
  const notCovering = new Map<number, { readonly sentence: string }>();
  const digests = new Set([change.digest, ...(part === null ? [] : [part.signed.digest])]);
  const earlier = new Set(await rewrittenSince(ports, then, { change: { ...change, commits }, landing, by: [...by.keys()] }));
  for (const { entry, statement } of recorded) {
    const { predicate } = statement;
    if (!('change' in predicate) || typeof predicate.change === 'string' || !digests.has(predicate.change.digest)) continue;
    earlier.add(entry);
    if (statement.name === 'sign-off' && statement.predicate.verdict === 'approve' && !by.has(entry)) notCovering.set(entry, { sentence: resign?.sentence ?? 'it does not cover what landed' });
  }
  const enrolled = recorded.filter((one) => isEnrolledWriter(one, inForce.people));
  const before = await landedBefore(ports, { change, tip: then.target.tip, landing: landing.id, recorded: enrolled });
  const ground = { people: inForce.people, adoptions, unadopted, recorded, carries, notCovering, earlier, landedBefore: before, landing: landing.id, sha256 };
  const statements = statementsAbout({ ...ground, change: { ...change, commits } });
  if (change.head.tree === landedTree) return { ...statements, carries };
  // A queue tests what lands together; each part of it is judged by itself.
  const together = statementsAbout({ ...ground, change: { ...change, head: { ...change.head, tree: landedTree } } });
  const results = together.results.filter(({ tree }) => tree === landedTree).map((result) => ({ ...result, tree: change.head.tree }));
  return { ...statements, results: [...statements.results, ...results], carries };
}

/**
 * Words about earlier states of the work, as `check` finds them. Where nobody witnessed the landing, those alone that
 * stand before an approval of what landed: what was rejected later may be later work of the same hands.
 */
function rewrittenSince(ports: Ports, { inForce, adoptions, unadopted, ledger, recorded, at }: Then, { change, landing, by }: { readonly change: Change; readonly landing: HistoryCommit; readonly by: readonly number[] }): Promise<ReadonlySet<number>> {
  const until = at === null ? Math.max(-1, ...by) : Infinity;
  const before = landing.parents[0] ?? change.base.commit;
  return earlierEntries(ports, { change, ledger, recorded, people: inForce.people, ground: async () => ({ people: inForce.people, adoptions, unadopted }), before, until });
}

/** What lets a change in last. */
const byStrictness: readonly DecisionStatus[] = ['approved', 'overridden', 'pending', 'unknown', 'unsatisfiable', 'refused'];

/** The judgement that lets in last; of two that say the same, the one that asks more. Its mode is the strictest of all. */
export function strictest(judgements: readonly Judgement[]): Judgement {
  const rank = ({ decision }: Judgement) => byStrictness.indexOf(decision.status);
  const asked = ({ outcomes }: Judgement) => outcomes.filter(({ state }) => state === 'applies').length;
  const last = judgements.reduce((a, b) => (rank(b) > rank(a) || (rank(b) === rank(a) && asked(b) > asked(a)) ? b : a));
  const mode = modes[Math.max(...judgements.map((one) => modes.indexOf(one.mode)))] ?? 'enforce';
  return mode === last.mode ? last : { ...last, mode };
}

/** Where nobody witnessed the moment, nothing expires and nothing lies in the future: the newest claim is the clock. */
function unwitnessed(policy: Policy, { signOffs, overrides }: Statements, landing: HistoryCommit): Pick<DecisionInputs, 'policy' | 'now' | 'overrides' | 'signOffs'> {
  const claims = [...signOffs, ...overrides].map(({ signedAt }) => signedAt).filter(Number.isFinite);
  const now = Math.max(landing.committedAt, ...claims);
  const lasting = signOffs.map(({ expiresAt: _, ...one }) => one);
  return { policy: variantOf(policy, 'expireSignOff', null), now, signOffs: lasting, overrides: overrides.map((one) => ({ ...one, signedAt: now, expiresAt: now + 86_400 })) };
}

type Policy = DecisionInputs['policy'];
const variants = new WeakMap<Policy, Map<string, Policy>>();

/** A policy with another value at one name. One object for each: what is compiled from it is kept with it. */
function variantOf<K extends 'undeclared' | 'expireSignOff'>(policy: Policy, name: K, value: Policy[K]): Policy {
  let known = variants.get(policy);
  if (known === undefined) variants.set(policy, (known = new Map()));
  const key = `${name} ${value}`;
  const made = known.get(key) ?? { ...policy, [name]: value };
  known.set(key, made);
  return made;
}
