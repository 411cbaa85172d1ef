import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { Judgement } from '../../core/decision/index.ts';
import type { Policy } from '../../core/policy/index.ts';
import { owedReviews, recordedOf, wroteOverride, type Ground } from '../../core/recorded/index.ts';
import { formatInstant, type Instant } from '../../core/values/index.ts';
import type { Checklist } from './checklist.ts';

/** What landed without the usual sign-offs, and what is known of the time since. */
export interface LandedInEmergency {
  readonly judgement: Judgement;
  readonly policy: Policy;
  /** Landing, full id. */
  readonly landing: string;
  /** Full ref name. */
  readonly target: string;
  /** When it landed; `null`: unwitnessed. */
  readonly at: Instant | null;
  readonly now: Instant;
  readonly recorded: readonly RecordedStatement[];
  /** People in force now: who may look at it afterwards. */
  readonly ground: Ground;
  /** In force when it landed: whose overrides counted. */
  readonly then: Ground;
}

/** What landed under an override, or by the lane of a revert, is looked at afterwards by somebody who had no hand in it. */
export function tellOwedReview(list: Checklist, { judgement, policy, landing, target, at, now, recorded, ground, then }: LandedInEmergency): void {
  const { decision, exclusions } = judgement;
  const lane = decision.root.children.some(({ rule, status }) => rule === 'revert' && status === 'approved');
  if (decision.status !== 'overridden' && !(decision.status === 'approved' && lane)) return;
  const under = decision.status === 'overridden' ? 'override' : 'revert';
  const opened = recordedOf(recorded, 'override').flatMap((one) => (one.statement.predicate.change.digest === decision.changeDigest ? (wroteOverride(one, ground)?.id ?? wroteOverride(one, then)?.id ?? []) : []));
  const hands = [...opened, ...exclusions.flatMap(({ person }) => person ?? [])];
  const landed = { commit: landing, target, changeDigest: decision.changeDigest, under, hands, landedAt: at, takenBack: false } as const;
  const [owed] = owedReviews({ ...ground, recorded, landings: [landed], policy, now });
  if (owed === undefined) return list.passed('override', 'somebody who had no hand in it looked at it afterwards');
  if (!owed.overdue) return list.noted('override', `${owed.sentence}${owed.due === null ? '' : ` until ${formatInstant(owed.due)}`}`);
  list.failed('override', { code: 'after-review-overdue', sentence: owed.sentence, mend: `countersign after-review ${landing.slice(0, 12)}` });
}
