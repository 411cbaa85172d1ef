import type { Change } from '../change/index.ts';
import type { People, Policy } from '../policy/index.ts';
import type { Exclusion, SignOff, Verdict } from './sign-off.ts';

/** What each signer's statements about a change amount to, the later word winning over the earlier. */
export interface Standing {
  /** Rejections nobody withdrew: any one of them refuses the change. */
  readonly rejections: readonly SignOff[];
  /** Requests for changes not followed by anything of the same person. */
  readonly requests: readonly SignOff[];
  /** Every approval, in ledger order; whether it counts is another question. */
  readonly approvals: readonly SignOff[];
  /** Ids of approvals their signer took back, and in which words. */
  readonly takenBack: ReadonlyMap<string, string>;
}

const verdicts: ReadonlySet<unknown> = new Set<SignOff['verdict']>(['approve', 'reject', 'request-changes', 'withdraw']);

/** Verdicts, least strict first. */
const strictness: readonly Verdict[] = ['withdraw', 'approve', 'request-changes', 'reject'];

/** Whether somebody can say nothing any more: no longer enrolled, or with nothing but revoked keys. */
export function hasLeft({ persons }: People, id: string): boolean {
  const person = persons.find((one) => one.id === id);
  return person === undefined || (person.keys.length === 0 && (person.revokedKeys ?? []).length > 0);
}

/**
 * Reads sign-offs in ledger order. A rejection is carried: it stands for later heads on the same target and
 * for the same change anywhere, until its signer withdraws it (approving later is not withdrawing) or, where
 * the signer has left, somebody of the highest level who had no hand in the change does, naming it. A word for another
 * target settles nothing here but what was said for that target. Excluded
 * people may reject too, and take back their own word alone. Of statements at one position the stricter is the later.
 */
export function standingOf(signOffs: readonly SignOff[], change: Change, policy: Policy, people: People, exclusions: readonly Exclusion[] = []): Standing {
  const inOrder = signOffs.toSorted((a, b) => a.order - b.order || strictness.indexOf(a.verdict) - strictness.indexOf(b.verdict) || (a.id < b.id ? -1 : 1));
  const excluded = new Set(exclusions.map(({ person }) => person));
  const machines = new Set([...people.agents, ...people.gates].map(({ id }) => id));
  const levelOf = new Map(people.persons.map((person) => [person.id, person.level]));
  const highest = policy.levels.at(-1);
  const takenBack = new Map<string, string>();
  let rejections: SignOff[] = [];
  let requests: SignOff[] = [];
  const approvals: SignOff[] = [];
  for (const signOff of inOrder) {
    const { person, verdict } = signOff;
    // What a statement says may be a rejection as long as nobody knows the word for it.
    if (!verdicts.has(verdict)) {
      rejections.push(signOff);
      continue;
    }
    if (machines.has(person)) {
      if (verdict === 'approve') approvals.push(signOff);
      continue;
    }
    const about = signOff.target === change.target || signOff.changeDigest === change.digest;
    if (verdict === 'approve') approvals.push(signOff);
    if (!about) continue;
    const meant = (one: SignOff) => signOff.target === change.target || signOff.target === one.target;
    requests = requests.filter((request) => request.person !== person || !meant(request));
    if (verdict === 'request-changes') requests.push(signOff);
    if (verdict === 'reject') rejections.push(signOff);
    if (verdict === 'withdraw') {
      const leads = highest !== undefined && levelOf.get(person) === highest && !excluded.has(person);
      const lifts = (one: SignOff) => meant(one) && (one.person === person || (leads && one.id === signOff.withdraws && hasLeft(people, one.person)));
      rejections = rejections.filter((one) => !lifts(one));
      requests = requests.filter((one) => !lifts(one));
    }
    if (verdict !== 'approve') {
      const words = { withdraw: 'withdrawn', reject: 'later rejected', 'request-changes': 'later asked for changes' };
      for (const one of approvals) if (one.person === person && meant(one)) takenBack.set(one.id, words[verdict]);
    }
  }
  return { rejections, requests, approvals, takenBack };
}
