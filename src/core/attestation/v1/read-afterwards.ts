import type { AfterReviewV1, AuditV1 } from './after-review.ts';
import { anyId, digest, list, moment, nonce, oneOf, prose, record, refName, whole, wrong, type Field } from './fields.ts';
import { ledgerSeen, personOfLevel } from './shared-fields.ts';

/** Reads the predicate of an after-review. */
export const readAfterReview: Field<AfterReviewV1> = record<AfterReviewV1>({
  repository: digest,
  target: refName,
  landing: record<AfterReviewV1['landing']>({ commit: anyId, change: digest }),
  person: personOfLevel,
  verdict: oneOf('accept', 'revert'),
  comment: prose(16_384),
  nonce,
  signedAt: moment,
  ledger: ledgerSeen,
});

const auditFields = record<AuditV1>({
  repository: digest,
  person: personOfLevel,
  entries: record<AuditV1['entries']>({ from: whole(0), to: whole(1) }),
  findings: list(prose(8192), 512),
  nonce,
  signedAt: moment,
  ledger: ledgerSeen,
});

/** Reads the predicate of an audit: of entries that the ledger it saw has. */
export const readAudit: Field<AuditV1> = (value, place) => {
  const read = auditFields(value, place);
  if (read.entries.from >= read.entries.to || read.entries.to > (read.ledger?.size ?? 0)) {
    throw wrong(`${place}.entries`, 'is no stretch of the ledger that the signer had seen');
  }
  return read;
};
