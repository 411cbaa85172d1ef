import type { ObjectFormat } from '../../change/index.ts';
import type { EdgeCase, FileCoverage, FileFindings, FindingCounts, Suite } from '../../signoff/index.ts';
import type { AboutRepository, LedgerSeen, Moment } from './sign-off.ts';

/** `urn:countersign:evidence:v1`: a result, bound to the tree it was made on, signed by an enrolled gate. */
export interface EvidenceV1 extends AboutRepository {
  readonly objectFormat: ObjectFormat;
  /** Gate id. */
  readonly gate: string;
  readonly tree: string;
  readonly commit: string | null;
  readonly result: ResultV1;
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly ledger: LedgerSeen | null;
}

/** What was found, by kind. `sources` are the SHA-256 of the files it was read from. */
export type ResultV1 =
  | { readonly kind: 'check'; readonly name: string; readonly outcome: Outcome; readonly tool: string | null }
  | {
      readonly kind: 'tests';
      readonly suite: Suite;
      /** `passed` takes a test that ran and none that failed. */
      readonly outcome: Outcome;
      readonly tool: string | null;
      readonly ran: number;
      readonly failed: number;
      readonly skipped: number;
      /** Of the files that the change touched, so far as a report names them; `null`: there was no report. */
      readonly coverage: readonly FileCoverage[] | null;
      readonly sources: readonly string[];
    }
  | {
      readonly kind: 'scan';
      readonly tool: string;
      readonly version: string | null;
      /** `passed`: it ran to its end, whatever it found. */
      readonly outcome: Outcome;
      /** Findings by file of the tree, old ones left out. */
      readonly files: readonly FileFindings[];
      /** Findings that lie in no file of the tree. */
      readonly nowhere: FindingCounts;
      readonly sources: readonly string[];
    }
  | {
      readonly kind: 'edge-cases';
      readonly tool: string;
      /** `passed`: mutation testing ran. */
      readonly outcome: 'passed';
      /** Of the files that the change touched, each class and line once. */
      readonly cases: readonly EdgeCase[];
      readonly sources: readonly string[];
    };

type Outcome = 'passed' | 'failed';

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
