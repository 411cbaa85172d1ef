import { overrideStatement, whyNotCounted } from '../../core/brief/index.ts';
import { nameOf, type Override, type SignedWith } from '../../core/signoff/index.ts';
import { Failure, type Instant } from '../../core/values/index.ts';
import type { Ports } from '../ports/index.ts';
import type { PersonalKey } from './find-key.ts';
import type { OpenChange } from './open-change.ts';
import { recordStatement, type InLedger, type Pen } from './record-statement.ts';
import { failureOf } from './refusing.ts';

/** No override holds longer than a day; seconds. */
export const longestOverride = 86_400;

/** A break-glass word to be given. */
export interface OverrideDraft {
  readonly reason: string;
  /** Seconds from the signature on. */
  readonly lasts: number;
}

/** Throws where the word would open nothing: no override in the policy, a level, a key nobody touched, given already. */
export function assertMayOverride(open: OpenChange, { person }: PersonalKey, by: SignedWith, { reason, lasts }: OverrideDraft, ports: Pick<Ports, 'sha256'>): void {
  const { inputs, judgement, policy, people, change, range } = open.report;
  const name = nameOf(person.id, people);
  if (policy.override === null) throw new Failure('may-not-sign', 'config', 'the policy knows no override', ['`override:` in .countersign/policy.yaml, which is changed as everything else is']);
  const { status } = judgement.decision;
  if (status === 'approved' || status === 'overridden') {
    throw new Failure('nothing-to-sign', 'user', `\`${range}\` needs no override: it is ${status}`, [`countersign check ${range}`]);
  }
  const draft: Override = {
    id: 'draft',
    person: person.id,
    changeDigest: change.digest,
    head: change.head.commit,
    target: change.target,
    reason,
    strength: by.strength,
    synced: by.synced === true,
    signedAt: inputs.now,
    expiresAt: inputs.now + lasts,
    order: Number.MAX_SAFE_INTEGER,
    used: false,
  };
  const because = whyNotCounted(draft.id, { ...inputs, overrides: [...inputs.overrides, draft] }, ports.sha256);
  if (because !== null) {
    throw new Failure('may-not-sign', 'user', `an override by ${name} would open nothing: ${because}`, [`the policy asks for ${policy.override.count} of level ${policy.override.level} or above, with a key that is touched`]);
  }
}

/** Signs and records one person's override. */
export async function overrideChange(ports: Ports, open: OpenChange, mine: PersonalKey, pen: Pen, said: OverrideDraft & { readonly nonce: string; readonly now: Instant }): Promise<InLedger> {
  const { nonce, now, reason, lasts } = said;
  const { change } = open.report;
  const statement = overrideStatement(mine.person, change, reason, now + lasts, { repository: open.repository, nonce, now, ledger: open.ledger });
  return recordStatement(ports, pen, statement, change, (signature) => failureOf(() => assertMayOverride(open, mine, signature, said, ports)));
}
