import type { AboutChange, LedgerSeen, Moment } from './sign-off.ts';

/** `urn:countersign:override:v1`: one person's break-glass word, for exactly this head, once. */
export interface OverrideV1 extends AboutChange {
  readonly person: { readonly id: string; readonly level: string };
  readonly reason: string;
  readonly nonce: string;
  readonly signedAt: Moment;
  /** At most 24 hours after `signedAt`. */
  readonly expiresAt: Moment;
  readonly ledger: LedgerSeen | null;
}
