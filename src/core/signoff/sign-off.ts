import type { Snapshot } from '../change/index.ts';
import type { SignatureStrength } from '../policy/index.ts';
import type { Tier } from '../risk/index.ts';
import type { Instant } from '../values/index.ts';

/** What a signer says of a change. Only `approve` counts; `reject` refuses until withdrawn. */
export type Verdict = 'approve' | 'reject' | 'request-changes' | 'withdraw';

/**
 * A human's signed statement about exactly one change, after its signature was checked: the decision sees
 * values, never bytes. `order` is the ledger position (a later one is greater).
 */
export interface SignOff {
  readonly id: string;
  readonly person: string;
  readonly verdict: Verdict;
  readonly changeDigest: string;
  readonly target: string;
  /** Further targets it is for, where it is carried there. Absent: none. */
  readonly alsoFor?: readonly string[];
  /** What its head was, full ids: results made on that tree count where it is carried `disjoint`. Absent: not known. */
  readonly head?: Snapshot;
  readonly strength: SignatureStrength;
  /** By a passkey that may be copied to other devices. Absent: not so. */
  readonly synced?: boolean;
  readonly signedAt: Instant;
  /** Until when its signer lets it count, whatever the policy allows later. Absent: as long as the policy does. */
  readonly expiresAt?: Instant;
  readonly order: number;
  /** Names of the checklists answered and whether the rewrite question was. */
  readonly answered: readonly string[];
  /**
   * What the signer was told it answers: the tier of the change and the names of the rules that asked. A sign-off
   * that is carried survives no higher tier and no further rule, so one that does not say is never carried.
   */
  readonly answering?: { readonly tier: Tier; readonly rules: readonly string[] };
  /** Of a withdrawal: id of the word it names, which may be that of somebody who has left; absent: its signer's own alone. */
  readonly withdraws?: string;
}

/** Why a sign-off, review or person does not count, in concrete words: `mid is below senior`. */
export interface SetAside {
  readonly signOff: string;
  readonly person: string;
  readonly because: string;
}

/** Somebody who may not sign a change, and every reason why. The set only ever grows. */
export interface Exclusion {
  /** Person id where enrolled, else the identity as recorded. */
  readonly who: string;
  readonly person: string | null;
  readonly reasons: readonly string[];
}
