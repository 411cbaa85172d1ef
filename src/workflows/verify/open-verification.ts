import { engine, type RecordedStatement } from '../../core/attestation/index.ts';
import type { People, Person } from '../../core/policy/index.ts';
import { recordedOf, type AdoptedPeople, type RecordedOf } from '../../core/recorded/index.ts';
import type { Instant } from '../../core/values/index.ts';
import type { HistoryCommit, Ports, Repository } from '../ports/index.ts';
import { countingFaults } from '../ledger/counting-faults.ts';
import type { LedgerView } from '../ledger/read-ledger.ts';
import { adoptedPeople } from '../recorded/adopted-people.ts';
import { unadoptedWriters } from '../recorded/unadopted-writers.ts';
import type { Target } from '../resolve-range.ts';
import { firstParents } from './find-landings.ts';
import { inForceReader, type InForceReader } from './in-force.ts';
import { findFirstAdoption, type FirstAdoption } from './first-adoption.ts';
import { believedStatements, landingEntries } from './ground.ts';
import { fetchAll } from './checklist.ts';
import { sinceThen, type Pin } from './pinned-history.ts';
import { recentReader, type RecentReader } from './remembered.ts';
import type { VerifiedLanding, VerifyFailure } from './verify-report.ts';

/** What every landing of one target is judged with: read once. */
export interface Verification {
  readonly target: Target;
  readonly now: Instant;
  readonly shallow: boolean;
  readonly ledger: LedgerView;
  /** `null` where `blocked` says why. */
  readonly adoption: FirstAdoption | null;
  /** Landings after the adopted commit, by their ids, newest first. */
  readonly governed: ReadonlyMap<string, HistoryCommit>;
  readonly inForce: InForceReader;
  readonly recent: RecentReader;
  /** Adoptions in ledger order: where the order of keys and of entries meet. */
  readonly adoptions: readonly AdoptedPeople[];
  /** Who said no under people that were not adopted by then, by entry. */
  readonly unadopted: ReadonlyMap<number, Person>;
  readonly landingEntries: ReadonlyMap<string, readonly RecordedOf<'landing'>[]>;
  /** The ledger without approvals that these people cannot have given, and without those of an engine nobody knows here. */
  readonly believed: (people: People) => readonly RecordedStatement[];
  /** Approvals under engines this one does not know. */
  readonly foreign: readonly RecordedOf<'sign-off'>[];
  /** What was judged together: landings of one series, by its first and last. */
  readonly together: Map<string, Promise<VerifiedLanding>>;
  /** Why nothing can be verified at all; empty where it can. */
  readonly blocked: readonly VerifyFailure[];
}

/** Where verification begins. */
export interface OpenVerificationOptions {
  readonly target: Target;
  readonly ledger: LedgerView;
  /** For sentences. */
  readonly place: string;
  /** Fingerprint that the root key must have; `null`: whatever the adopted people.yaml names. */
  readonly root: string | null;
  readonly since: Pin | null;
  readonly now: Instant;
  /** Landings that will be judged, oldest first; what many of them share is then read once. */
  readonly landings?: readonly HistoryCommit[];
  /** Why nothing could even be read; `null`: it could. */
  readonly unreadable?: VerifyFailure | null;
}

/** Reads what all landings of a target need: the ledger's faults, the first adoption, and which commits came after it. */
export async function openVerification(ports: Ports, { target, ledger, place, root, since, now, landings = [], unreadable = null }: OpenVerificationOptions): Promise<Verification> {
  const { shallow } = await ports.repository.facts();
  const inForce = inForceReader(ports);
  const foreign = recordedOf(ledger.recorded, 'sign-off').filter(({ statement: { predicate } }) => predicate.verdict === 'approve' && predicate.inputs.engine !== engine);
  const strangers = new Set<RecordedStatement>(foreign);
  const nothing = { adoption: null, adoptions: [], unadopted: new Map<number, Person>(), governed: new Map(), believed: () => [] };
  const found = { target, now, recent: recentReader(ports.repository, landings), shallow, ledger, inForce, foreign, together: new Map(), landingEntries: landingEntries(ledger.recorded, target.ref) };
  const faults = unreadable === null ? ledgerFaults(ledger, place, await peopleAt(inForce, target.tip)) : [unreadable];
  const broken = since === null || faults.length > 0 ? null : sinceThen(ledger, since, 'the checkpoint given');
  if (broken !== null) faults.push(broken);
  if (faults.length > 0) return { ...found, ...nothing, blocked: faults };
  let governed: readonly HistoryCommit[] = [];
  let cut = false;
  const isLanding = async (commit: string) => {
    const above = await landedAfter(ports.repository, target.tip, commit);
    cut ||= above === null && shallow;
    governed = above ?? governed;
    return above !== null;
  };
  const adoption = await findFirstAdoption(ledger.recorded, inForce, { target: target.ref, root, isLanding });
  if ('code' in adoption) {
    const failure: VerifyFailure = cut && adoption.code === 'adoption-absent' ? { code: 'history-shallow', sentence: 'this clone is shallow: the commit that was adopted is not in it', mend: 'git fetch --unshallow' } : adoption;
    return { ...found, ...nothing, blocked: [failure] };
  }
  const byId = new Map(governed.map((commit) => [commit.id, commit]));
  const adoptions = await adoptedPeople(ledger.recorded, { target: target.ref, peopleAt: inForce.peopleAt, judges: [...byId.keys(), adoption.commit] });
  const unadopted = await unadoptedWriters(ports, { recorded: ledger.recorded, target, adoptions, peopleAt: inForce.peopleAt });
  const believed = believedStatements(ledger.recorded, adoptions, (one) => !strangers.has(one));
  return { ...found, adoption, adoptions, unadopted, governed: byId, believed, blocked: [] };
}

async function peopleAt(inForce: InForceReader, commit: string): Promise<People | null> {
  const there = await inForce.at(commit);
  return there.usable ? there.people : null;
}

/** What landed on the target after a commit, newest first; `null` where the target did not come by it. */
async function landedAfter(repository: Repository, tip: string, commit: string): Promise<readonly HistoryCommit[] | null> {
  if ((await repository.missing([commit])).length > 0) return null;
  const above = await firstParents(repository, tip, commit);
  const came = above.length === 0 ? commit === tip : above.at(-1)?.parents[0] === commit;
  return came ? above : null;
}

/** What is wrong with the ledger as a whole: nothing in it proves anything then. */
function ledgerFaults(ledger: LedgerView, place: string, people: People | null): VerifyFailure[] {
  if (ledger.tip === null) return [{ code: 'ledger-absent', sentence: `there is no ledger here (${place}): a plain clone does not bring it`, mend: fetchAll }];
  return countingFaults(ledger, people).map(({ code, sentence }) => ({
    code: code === 'behind' ? 'ledger-behind' : 'ledger-inconsistent',
    sentence,
    mend: code === 'behind' ? fetchAll : 'countersign ledger audit',
  }));
}
