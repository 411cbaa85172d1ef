import type { RecordedStatement } from '../attestation/index.ts';
import type { Person, Policy } from '../policy/index.ts';
import { nameOf } from '../signoff/index.ts';
import { parseInstant, type Instant } from '../values/index.ts';
import { recordedOf, type RecordedOf } from './recorded-of.ts';
import { formerPersonOf, gateOf, personOf, type Ground } from './writers.ts';

/** Something that landed in an emergency, under an override or the lane of a revert. */
export interface EmergencyLanding {
  /** Full id of the first-parent commit of the target. */
  readonly commit: string;
  /** Full ref name. */
  readonly target: string;
  readonly changeDigest: string;
  readonly under: 'override' | 'revert';
  /** Person ids of those who let it in or had a hand in it: they do not review it. */
  readonly hands: readonly string[];
  /** By the clock of a gate; `null`: nobody witnessed it. */
  readonly landedAt: Instant | null;
  /** A later landing took it back: nothing of it is left to review. */
  readonly takenBack: boolean;
}

/** A review that is owed afterwards. */
export interface OwedReview {
  readonly landing: EmergencyLanding;
  /** By when; `null`: nobody witnessed when it landed. */
  readonly due: Instant | null;
  /** The time is over: no release may be made until it is signed. */
  readonly overdue: boolean;
  /** Without a full stop. */
  readonly sentence: string;
}

/** Where to look for after-reviews, and by which policy and clock. */
export interface OwedQuestion extends Ground {
  readonly recorded: readonly RecordedStatement[];
  readonly landings: readonly EmergencyLanding[];
  readonly policy: Pick<Policy, 'override' | 'revert'>;
  readonly now: Instant;
}

/**
 * After-reviews still owed, in the order of the landings: nobody enrolled who had no hand in it has signed one about
 * exactly this landing. The newest counts; one that asks for a revert is owed until the landing is taken back or
 * somebody accepts it. What nobody witnessed landing falls due at once, since nobody can say that there is time left.
 */
export function owedReviews({ recorded, landings, policy, now, ...ground }: OwedQuestion): readonly OwedReview[] {
  const reviews = recordedOf(recorded, 'after-review');
  return landings.flatMap((landing): OwedReview[] => {
    const { commit, under, hands, landedAt } = landing;
    if (landing.takenBack) return [];
    const counting = reviews.flatMap((one) => {
      const { predicate } = one.statement;
      const about = predicate.landing.commit === commit && predicate.landing.change === landing.changeDigest && predicate.target === landing.target;
      const written = about ? personOf(one, ground) : { because: 'about something else' };
      return 'by' in written && !hands.includes(written.by.id) ? [{ person: written.by.id, verdict: predicate.verdict }] : [];
    });
    const newest = counting.at(-1);
    if (newest?.verdict === 'accept') return [];
    const within = (under === 'override' ? policy.override : policy.revert)?.reviewWithin ?? 0;
    const due = landedAt === null ? null : landedAt + within;
    const overdue = newest !== undefined || due === null || now > due;
    const what = `${commit.slice(0, 7)} landed ${under === 'override' ? 'under an override' : 'by the lane of a revert'}`;
    const why = newest === undefined ? (overdue ? 'and its after-review is overdue' : 'and its after-review is owed') : `and ${nameOf(newest.person, ground.people)} asks for it to be taken back`;
    return [{ landing, due, overdue, sentence: `${what} ${why}` }];
  });
}

/** Landings that gates recorded as let in by an override on a target, oldest first, as far as the ledger alone can tell. */
export function overriddenLandings({ recorded, target, ...ground }: Ground & { readonly recorded: readonly RecordedStatement[]; readonly target: string }): readonly EmergencyLanding[] {
  const overrides = recordedOf(recorded, 'override').filter(({ statement }) => statement.predicate.target === target);
  const found = new Map<string, EmergencyLanding>();
  for (const one of recordedOf(recorded, 'landing')) {
    const { predicate } = one.statement;
    if (predicate.target !== target || 'because' in gateOf(one, ground)) continue;
    for (const { commit, signOffs, override } of predicate.landed) {
      if (!override || found.has(commit)) continue;
      const named = overrides.filter(({ entry, statement }) => entry < one.entry && (signOffs.includes(entry) || statement.predicate.head.commit === commit));
      // Anybody can write an override in somebody's name, also before the one that counted.
      const believed = named.filter((each) => wroteOverride(each, ground) !== null);
      const used = believed.length > 0 ? believed : named;
      const [first] = used;
      if (first === undefined) continue;
      const hands = used.map(({ statement }) => statement.predicate.person.id);
      found.set(commit, { commit, target, changeDigest: first.statement.predicate.change.digest, under: 'override', hands, landedAt: parseInstant(predicate.signedAt), takenBack: false });
    }
  }
  return [...found.values()];
}

/** The person whose key gave an override, also one who has left or has another key by now; `null`: nobody enrolled. */
export function wroteOverride(one: RecordedOf<'override'>, ground: Ground): Person | null {
  const written = personOf(one, ground);
  return 'by' in written ? written.by : formerPersonOf(one, ground);
}
