import { afterReviewStatement } from '../../core/brief/index.ts';
import type { v1 } from '../../core/attestation/index.ts';
import { personOf, recordedOf } from '../../core/recorded/index.ts';
import { nameOf } from '../../core/signoff/index.ts';
import { Failure, type Instant } from '../../core/values/index.ts';
import { checkChange } from '../check-change.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import type { Ports } from '../ports/index.ts';
import type { CheckReport } from '../reports.ts';
import type { PersonalKey } from './find-key.ts';
import { type OpenOptions, freshLedger, rootOf, seenIn } from './open-change.ts';
import { recordStatement, type InLedger, type Pen } from './record-statement.ts';
import { handOf } from './refusing.ts';

/** Something that landed, as somebody is about to look at it afterwards. */
export interface OpenLanding {
  readonly report: CheckReport;
  readonly repository: string;
  readonly ledger: v1.LedgerSeen | null;
  /** Person ids of those under whose override it landed, as far as the ledger says. */
  readonly overriddenBy: readonly string[];
}

/** Reads a landing: a commit on the first-parent line of its target, judged as it was before it landed. */
export async function openLanding(ports: Ports, commit: string, options: Omit<OpenOptions, 'range'>): Promise<OpenLanding> {
  const { repository } = ports;
  await freshLedger(ports);
  const { commit: id } = await repository.resolve(commit);
  const before = await repository.firstParent(id);
  if (before === null) throw new Failure('nothing-to-sign', 'user', `\`${commit}\` is the first commit of its history: nothing landed by it`, []);
  const report = await checkChange(ports, { ...options, range: `${before}..${id}`, preset: null, policyFile: null, peopleFile: null });
  if (!report.place.landed) {
    throw new Failure('nothing-to-sign', 'user', `\`${commit}\` has not landed on ${report.target}: an after-review comes afterwards`, [`countersign sign ${commit} says something of it before`]);
  }
  // Who may say it, and for which repository, is what stands on the branch now.
  const repositoryId = await rootOf(ports, report);
  const view = await readLedger(ports.ledger, ports.cryptography);
  const overriddenBy = recordedOf(view.recorded, 'override').flatMap((one) => {
    // Anybody can write somebody else's name: the key says whose word it is.
    const written = one.statement.predicate.change.digest === report.change.digest ? personOf(one, { people: report.people, adoptions: [] }) : null;
    return written !== null && 'by' in written ? [written.by.id] : [];
  });
  return { report, repository: repositoryId, ledger: seenIn(ports.ledger.place, view), overriddenBy };
}

/** Whoever wrote it or let it in does not review it afterwards. */
export function assertMayReview({ report, overriddenBy }: OpenLanding, { person }: PersonalKey): void {
  const { judgement, people, change } = report;
  const hand = judgement.exclusions.find((one) => one.person === person.id);
  const because = hand !== undefined ? handOf(hand) : (overriddenBy.includes(person.id) ? 'overrode it' : null);
  if (because === null) return;
  throw new Failure('may-not-sign', 'user', `${nameOf(person.id, people)} may not review ${change.head.commit.slice(0, 7)} afterwards: ${because}`, ['somebody who neither wrote it nor let it in']);
}

/** Signs and records what somebody found afterwards. */
export async function reviewLanding(ports: Ports, open: OpenLanding, mine: PersonalKey, pen: Pen, found: Pick<v1.AfterReviewV1, 'verdict' | 'comment'> & { readonly nonce: string; readonly now: Instant }): Promise<InLedger> {
  const { nonce, now, verdict, comment } = found;
  const statement = afterReviewStatement(mine.person, open.report.change, { verdict, comment }, { repository: open.repository, nonce, now, ledger: open.ledger });
  return recordStatement(ports, pen, statement, null);
}
