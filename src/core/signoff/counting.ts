import type { Change } from '../change/index.ts';
import type { People, RequirementKind, SignatureStrength } from '../policy/index.ts';
import type { Instant } from '../values/index.ts';
import { whyNotCarried, type CarryContext } from './carry.ts';
import { spokenDuration } from './duration.ts';
import { ownersOf, reaches, type Ask } from './eligibility.ts';
import { displayName } from './identities.ts';
import { whyTooWeak } from './key-strength.ts';
import type { Exclusion, SetAside, SignOff } from './sign-off.ts';
import type { Standing } from './standing.ts';

/** Only what came later than `order` in the ledger counts; `Infinity` while that requirement is not met itself. */
export interface After {
  readonly kind: RequirementKind;
  readonly order: number;
}

/** What a sign-off has to be to count for one requirement. */
export interface Wanted extends Ask {
  readonly signature: SignatureStrength;
  readonly after: After | null;
  /** Persons who already count in this rule and must not count again. */
  readonly taken: ReadonlySet<string>;
}

/** Against what sign-offs are counted. */
export interface SigningContext extends CarryContext {
  readonly change: Change;
  readonly people: People;
  readonly exclusions: readonly Exclusion[];
  readonly now: Instant;
}

/** Sign-offs that count, one per person, earliest first; and the others, each with the reason. */
export interface Count {
  readonly counted: readonly SignOff[];
  /** `counted` and the repeats of the same persons: a second sign-off may answer what the first left open. */
  readonly valid: readonly SignOff[];
  readonly setAside: readonly SetAside[];
}

/** A clock may be this many seconds ahead of ours before a sign-off reads as dated in the future. */
export const clockSkew = 300;

const nothingGiven: Count = { counted: [], valid: [], setAside: [] };

/** Which approvals count for a requirement. People are counted, not keys: each at most once. */
export function countedSignOffs(wanted: Wanted, standing: Standing, context: SigningContext): Count {
  // Most changes are judged before anybody has signed.
  if (standing.approvals.length === 0) return nothingGiven;
  const counted: SignOff[] = [];
  const valid: SignOff[] = [];
  const setAside: SetAside[] = [];
  const persons = new Set<string>();
  for (const signOff of standing.approvals) {
    const fault = whyNot(signOff, wanted, standing, context);
    if (fault === null) valid.push(signOff);
    const because = fault ?? (persons.has(signOff.person) ? 'counted already: one person counts once' : null);
    if (because === null) {
      persons.add(signOff.person);
      counted.push(signOff);
    } else setAside.push({ signOff: signOff.id, person: signOff.person, because });
  }
  return { counted, valid, setAside };
}

/** The first reason why an approval does not count, in concrete words; `null` where it does. */
function whyNot(signOff: SignOff, wanted: Wanted, standing: Standing, context: SigningContext): string | null {
  const { change, policy, people, exclusions, now } = context;
  if (people.agents.some(({ id }) => id === signOff.person)) return 'agent';
  if (people.gates.some(({ id }) => id === signOff.person)) return 'gate: a machine signs evidence, never changes';
  const person = people.persons.find(({ id }) => id === signOff.person);
  if (person === undefined) return 'nobody of this id is enrolled';
  const excluded = exclusions.find((exclusion) => exclusion.person === person.id);
  if (excluded !== undefined) return `contributor: ${excluded.reasons[0] ?? 'had a hand in the change'}`;
  const carried = context.carries.some((carry) => carry.signOff === signOff.id);
  // That it has landed on the first target and stands there is what carrying it to a further one shows.
  if (signOff.target !== change.target && !(carried && signOff.alsoFor?.includes(change.target) === true)) return `given for ${signOff.target}`;
  if (!carried && signOff.changeDigest !== change.digest) {
    return `stale: signed for digest ${signOff.changeDigest.slice(0, 4)}…, the change is now ${change.digest.slice(0, 4)}…`;
  }
  const moved = carried ? whyNotCarried(signOff, change.files, context) : null;
  if (moved !== null) return moved;
  const takenBack = standing.takenBack.get(signOff.id);
  if (takenBack !== undefined) return takenBack;
  const age = now - signOff.signedAt;
  if (!Number.isFinite(age)) return 'it does not say when it was given';
  if (age < -clockSkew) return `dated ${spokenDuration(-age)} in the future`;
  const until = Math.min(signOff.signedAt + (policy.expireSignOff ?? Infinity), signOff.expiresAt ?? Infinity);
  if (!(now <= until)) return Number.isNaN(until) ? 'it does not say until when it counts' : `expired ${spokenDuration(now - until)} ago`;
  if (!reaches(policy.levels, person.level, wanted.level)) return `${person.level} is below ${wanted.level}`;
  if (wanted.area !== null && !ownersOf(wanted.area, policy, people).some(({ id }) => id === person.id)) {
    return `not an owner of ${wanted.area}`;
  }
  const weak = whyTooWeak(policy, signOff, wanted.signature);
  if (weak !== null) return weak;
  if (wanted.taken.has(person.id)) return `${displayName(person, people)} counts already: another person is asked`;
  return tooEarly(signOff, wanted.after);
}

function tooEarly(signOff: SignOff, after: After | null): string | null {
  if (after === null || signOff.order > after.order) return null;
  if (after.order === Infinity) return `waits for the ${after.kind}, which is not met yet`;
  return `signed before the ${after.kind} it should follow`;
}
