import type { ObjectFormat } from '../../change/index.ts';
import type { AboutRepository, LedgerSeen, Moment } from './sign-off.ts';

/** `urn:countersign:evidence:v1`: a result, bound to the tree it was made on, signed by an enrolled gate. */
export interface EvidenceV1 extends AboutRepository {
  readonly objectFormat: ObjectFormat;
  /** Gate id. */
  readonly gate: string;
  readonly tree: string;
  readonly commit: string | null;
  readonly result: { readonly kind: 'check'; readonly name: string; readonly outcome: 'passed' | 'failed'; readonly tool: string | null };
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly ledger: LedgerSeen | null;
}

/** `urn:countersign:review:v1`: a review as a forge recorded it, signed by an enrolled gate. Never a sign-off. */
export interface ReviewV1 extends AboutRepository {
  readonly objectFormat: ObjectFormat;
  readonly gate: string;
  readonly forge: string;
  readonly account: string;
  readonly verdict: 'approve' | 'request-changes' | 'dismissed';
  readonly target: string;
  readonly base: string;
  readonly head: string;
  readonly change: string;
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly ledger: LedgerSeen | null;
}
