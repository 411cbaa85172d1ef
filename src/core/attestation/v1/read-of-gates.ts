import type { EvidenceV1, ReviewV1 } from './evidence.ts';
import { digest, list, moment, name, nonce, oneOf, orNull, personId, record, refName, truth, whole, wrong, type Field } from './fields.ts';
import type { AdoptionV1, LandingV1 } from './landing.ts';
import { byFormat, ledgerSeen, objectFormat } from './shared-fields.ts';

const entries: Field<readonly number[]> = (value, place) => {
  const read = list(whole(0), 32)(value, place);
  if (new Set(read).size !== read.length) throw wrong(place, 'names one entry twice');
  return read;
};

/** Reads the predicate of a signed result. */
export const readEvidence: Field<EvidenceV1> = byFormat((id) =>
  record<EvidenceV1>({
    repository: digest,
    objectFormat,
    gate: personId,
    tree: id,
    commit: orNull(id),
    result: record<EvidenceV1['result']>({ kind: oneOf('check'), name, outcome: oneOf('passed', 'failed'), tool: orNull(name) }),
    nonce,
    signedAt: moment,
    ledger: ledgerSeen,
  }),
);

/** Reads the predicate of a forge's review. */
export const readReview: Field<ReviewV1> = byFormat((id) =>
  record<ReviewV1>({
    repository: digest,
    objectFormat,
    gate: personId,
    forge: name,
    account: name,
    verdict: oneOf('approve', 'request-changes', 'dismissed'),
    target: refName,
    base: id,
    head: id,
    change: digest,
    nonce,
    signedAt: moment,
    ledger: ledgerSeen,
  }),
);

/** Reads the predicate of a landing. */
export const readLanding: Field<LandingV1> = byFormat((id) =>
  record<LandingV1>({
    repository: digest,
    objectFormat,
    gate: personId,
    target: refName,
    from: orNull(id),
    to: id,
    landed: list(record<LandingV1['landed'][number]>({ commit: id, signOffs: entries, test: orNull(oneOf('exact', 'disjoint', 'textual')), override: truth }), 4096),
    gitVersion: name,
    nonce,
    signedAt: moment,
    ledger: ledgerSeen,
  }),
);

/** Reads the predicate of an adoption. */
export const readAdoption: Field<AdoptionV1> = byFormat((id) =>
  record<AdoptionV1>({
    repository: digest,
    objectFormat,
    gate: orNull(personId),
    target: refName,
    commit: id,
    policy: orNull(digest),
    people: orNull(digest),
    nonce,
    signedAt: moment,
    ledger: ledgerSeen,
  }),
);
