import { standingOf, type Exclusion, type RecordedReview, type SignOff, type Standing } from '../signoff/index.ts';
import type { DecisionInputs } from './inputs.ts';

/**
 * What the statements amount to, without and with the reviews that forges recorded. A forge's review counts beside
 * sign-offs of the same digest where a review is asked; a request for changes keeps the change waiting as a signed one
 * does, until the same person approves there or signs. Nothing on a forge takes back what was signed.
 */
export function standings({ signOffs, reviews, change, policy, people }: DecisionInputs, exclusions: readonly Exclusion[]): { readonly standing: Standing; readonly reviewing: Standing } {
  const standing = standingOf(signOffs, change, policy, people, exclusions);
  if (reviews.length === 0) return { standing, reviewing: standing };
  const reviewing = standingOf([...signOffs, ...reviews.map(asSignOff)], change, policy, people, exclusions);
  const recorded = new Set(reviews.map(({ id }) => id));
  const requests = reviewing.requests.filter(({ id, changeDigest }) => recorded.has(id) && changeDigest === change.digest);
  const unreadable = reviews.filter((one) => !isWhole(one)).map(asSignOff);
  return { standing: { ...standing, requests: [...standing.requests, ...requests, ...unreadable] }, reviewing };
}

/** Whether a review says what it is about, whose it is and where it stands. */
function isWhole({ person, changeDigest, target, order, verdict }: RecordedReview): boolean {
  const texts = [person, target, verdict].every((text) => typeof text === 'string' && text !== '');
  return texts && /^[0-9a-f]{64}$/.test(changeDigest) && Number.isFinite(order);
}

/** A review counted by the rules for sign-offs; as it answers for no tier and no rules it is never carried. */
function asSignOff({ id, person, verdict, changeDigest, target, signedAt, order }: RecordedReview): SignOff {
  // Whatever is not plainly an approval is none, and waits for an answer.
  return { id, person, verdict: verdict === 'approve' ? verdict : 'request-changes', changeDigest, target, strength: 'any', signedAt, order, answered: [] };
}
