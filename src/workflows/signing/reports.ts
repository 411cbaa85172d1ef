import type { v1 } from '../../core/attestation/index.ts';
import type { Person } from '../../core/policy/index.ts';
import type { Verdict } from '../../core/signoff/index.ts';
import type { CheckReport } from '../reports.ts';
import type { OpenChange } from './open-change.ts';
import type { InLedger } from './record-statement.ts';
import type { OpenLanding } from './review-landing.ts';
import type { OpenAudit } from './sign-audit.ts';

/** What was said of a change, and what the change is with it. */
export interface Said {
  readonly recorded: InLedger;
  readonly person: Person;
  /** As it was shown. */
  readonly open: OpenChange;
  readonly after: CheckReport;
  /** Where the ledger is. */
  readonly place: string;
}

/** A sign-off that was signed. */
export interface SignedReport extends Said {
  readonly verdict: Verdict;
  readonly manner: 'terminal' | 'page' | 'unattended';
}

/** An after-review that was signed. */
export interface ReviewedLanding {
  readonly recorded: InLedger;
  readonly person: Person;
  readonly open: OpenLanding;
  readonly found: Pick<v1.AfterReviewV1, 'verdict' | 'comment'>;
  /** Where the ledger is. */
  readonly place: string;
}

/** An audit that was signed. */
export interface AuditedLedger {
  readonly recorded: InLedger;
  readonly person: Person;
  readonly open: OpenAudit;
  readonly findings: readonly string[];
  /** Where the ledger is. */
  readonly place: string;
}
