import type { Judgement } from '../../core/decision/index.ts';
import type { Policy } from '../../core/policy/index.ts';
import { personOf, recordedOf, type Ground } from '../../core/recorded/index.ts';
import { formatInstant, type Instant } from '../../core/values/index.ts';
import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { Checklist } from './checklist.ts';

/** What landed without the usual sign-offs, and what is known of the time since. */
export interface OwedReview {
  readonly judgement: Judgement;
  readonly policy: Policy;
  /** Landing, full id. */
  readonly landing: string;
  /** When it landed; `null`: unwitnessed. */
  readonly at: Instant | null;
  readonly now: Instant;
  readonly recorded: readonly RecordedStatement[];
  /** People in force now: who may look at it afterwards. */
  readonly ground: Ground;
}

/**
 * What landed under an override, or by the lane of a revert, is looked at afterwards by somebody else, in the time the
 * policy gives. Late is a failure where a gate witnessed the landing; with claims alone nothing is held to be late.
 */
export function tellOwedReview(list: Checklist, owed: OwedReview): void {
  const { judgement: { decision }, policy, at, now } = owed;
  const overridden = decision.status === 'overridden';
  const within = overridden ? policy.override?.reviewWithin : decision.root.children.some(({ rule, status }) => rule === 'revert' && status === 'approved') ? policy.revert?.reviewWithin : undefined;
  if (within === undefined) return;
  const how = overridden ? 'an override' : 'the lane of a revert';
  const reviewer = reviewed(owed);
  if (reviewer !== null) return list.passed('override', `landed by ${how}; ${reviewer}`);
  if (at === null) return list.noted('override', `landed by ${how}; nobody has looked at it since, and since when is unwitnessed`);
  const due = formatInstant(at + within);
  if (now <= at + within) return list.noted('override', `landed by ${how}; somebody else looks at it until ${due}`);
  list.failed('override', { code: 'after-review-overdue', sentence: `landed by ${how}, and nobody else has looked at it by ${due}`, mend: `countersign after-review ${owed.landing.slice(0, 12)}` });
}

/** Somebody who let nothing in themselves and looked at it afterwards. */
function reviewed({ judgement, recorded, landing, ground }: OwedReview): string | null {
  const opened = new Set(recordedOf(recorded, 'override').filter(({ statement }) => statement.predicate.change.digest === judgement.decision.changeDigest).map(({ statement }) => statement.predicate.person.id));
  for (const one of recordedOf(recorded, 'after-review')) {
    const { predicate } = one.statement;
    if (predicate.landing.commit !== landing || opened.has(predicate.person.id)) continue;
    const written = personOf(one, ground);
    if ('by' in written) return `${written.by.name} looked at it afterwards (${predicate.verdict}, entry ${one.entry})`;
  }
  return null;
}
