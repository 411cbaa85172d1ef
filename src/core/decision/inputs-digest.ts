import { canonicalJson, encodeUtf8, type Json, type Sha256 } from '../values/index.ts';
import type { DecisionInputs } from './inputs.ts';

/** Names the rules of evaluation themselves: another engine may answer differently and must be told apart. */
export const engineVersion = 'countersign-1';

/**
 * SHA-256 of the canonical JSON of everything the decision reads. The clock is left out, so that asking again
 * gives the same digest, except where a condition reads `time`: then the hour counts. Commits stand by their
 * ids and files by the change digest, which already bind the rest.
 */
export function inputsDigest(inputs: DecisionInputs, sha256: Sha256): string {
  const { change, evidence, policy, people, policyDigest, peopleDigest, proposedPolicy, signOffs, history, now } = inputs;
  const readsTime = policy.rules.some(({ when }) => /\btime\b/.test(when.text));
  const text = canonicalJson(
    plain({
      engine: engineVersion,
      change: {
        digest: change.digest,
        target: change.target,
        base: change.base,
        head: change.head,
        baseOnTarget: change.baseOnTarget,
        commits: change.commits.map(({ id }) => id),
        unread: change.unread,
      },
      evidence,
      policy,
      people,
      policyDigest,
      peopleDigest,
      proposedPolicy,
      signOffs: signOffs.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1)),
      history,
      hour: readsTime ? Math.floor(now / 3600) : null,
    }),
  );
  return sha256([encodeUtf8(text)]);
}

/** The same value without what JSON leaves out: members that are `undefined`. */
function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') throw new TypeError(`a decision cannot depend on a ${typeof value}`);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
}
