import type { AboutRepository, LedgerSeen, Moment } from './sign-off.ts';

/** `urn:countersign:after-review:v1`: what landed under an override or the revert lane was looked at afterwards. */
export interface AfterReviewV1 extends AboutRepository {
  readonly target: string;
  /** The landing, full commit id, and its change digest. */
  readonly landing: { readonly commit: string; readonly change: string };
  readonly person: { readonly id: string; readonly level: string };
  readonly verdict: 'accept' | 'revert';
  readonly comment: string;
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly ledger: LedgerSeen | null;
}

/** `urn:countersign:audit:v1`: a principal looked at a stretch of the ledger. */
export interface AuditV1 extends AboutRepository {
  readonly person: { readonly id: string; readonly level: string };
  /** Entries looked at, first and one past the last. */
  readonly entries: { readonly from: number; readonly to: number };
  readonly findings: readonly string[];
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly ledger: LedgerSeen | null;
}
