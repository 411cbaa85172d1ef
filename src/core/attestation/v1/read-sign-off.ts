import { tiers } from '../../risk/index.ts';
import { contributor, digest, distinct, list, moment, name, nonce, oneOf, orNull, path, personId, prose, record, refName, whole, wrong, type Field } from './fields.ts';
import { aboutChange, byFormat, ledgerSeen, personOfLevel } from './shared-fields.ts';
import type { Answer, SignOffV1 } from './sign-off.ts';

const anchorFields = record<Answer['anchors'][number]>({ path, start: whole(1), end: whole(1) });

const anchor: Field<Answer['anchors'][number]> = (value, place) => {
  const read = anchorFields(value, place);
  if (read.end < read.start) throw wrong(place, 'ends before it starts');
  return read;
};

const answer = record<Answer>({ item: name, answer: prose(8192), anchors: list(anchor, 256) });

const fields = byFormat((id) =>
  record<SignOffV1>({
    ...aboutChange(id),
    verdict: oneOf('approve', 'reject', 'request-changes', 'withdraw'),
    commits: record<SignOffV1['commits']>({ count: whole(0), digest }),
    contributors: distinct(contributor, 4096),
    excluded: distinct(contributor, 4096),
    answering: record<SignOffV1['answering']>({ tier: oneOf(...tiers), rules: distinct(name, 512) }),
    inputs: record<SignOffV1['inputs']>({ digest, engine: name, policyAt: id, at: moment }),
    person: personOfLevel,
    answers: list(answer, 256),
    checklists: distinct(name, 256),
    edgeCases: list(prose(4096), 256),
    owner: orNull(personId),
    alsoFor: distinct(refName, 32),
    comment: orNull(prose(16_384)),
    shown: digest,
    manner: oneOf('terminal', 'unattended', 'page'),
    previous: orNull(whole(0)),
    nonce,
    signedAt: moment,
    expiresAt: orNull(moment),
    ledger: ledgerSeen,
  }),
);

/** Reads the predicate of a sign-off. */
export const readSignOff: Field<SignOffV1> = (value, place) => {
  const read = fields(value, place);
  // Moments are of one length and in UTC: their order is the order of their texts.
  if (read.expiresAt !== null && read.expiresAt <= read.signedAt) throw wrong(`${place}.expiresAt`, 'is not after `signedAt`');
  if (read.alsoFor.includes(read.target)) throw wrong(`${place}.alsoFor`, 'names the target itself');
  if (read.previous !== null && read.previous >= (read.ledger?.size ?? 0)) throw wrong(`${place}.previous`, 'is not in the ledger that the signer had seen');
  return read;
};
