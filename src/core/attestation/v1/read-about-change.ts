import { parseInstant } from '../../values/index.ts';
import type { DeclarationV1 } from './declaration.ts';
import { distinct, moment, name, nonce, orNull, personId, prose, record, texts, truth, wrong, type Field } from './fields.ts';
import type { OverrideV1 } from './override.ts';
import { aboutChange, byFormat, ledgerSeen, personOfLevel } from './shared-fields.ts';

/** Reads the predicate of a declaration. */
export const readDeclaration: Field<DeclarationV1> = byFormat((id) =>
  record<DeclarationV1>({
    ...aboutChange(id),
    person: record<DeclarationV1['person']>({ id: personId }),
    attests: truth,
    assistance: orNull(record<NonNullable<DeclarationV1['assistance']>>({ used: truth, tools: distinct(name, 64) })),
    document: texts(['intent', 'rollback', 'considered'], prose(16_384)),
    maintainer: orNull(personId),
    nonce,
    signedAt: moment,
    ledger: ledgerSeen,
  }),
);

const overrideFields = byFormat((id) =>
  record<OverrideV1>({ ...aboutChange(id), person: personOfLevel, reason: prose(16_384), nonce, signedAt: moment, expiresAt: moment, ledger: ledgerSeen }),
);

const day = 86_400;

/** Reads the predicate of an override: it holds for a day at most, and has a reason. */
export const readOverride: Field<OverrideV1> = (value, place) => {
  const read = overrideFields(value, place);
  const seconds = (parseInstant(read.expiresAt) ?? 0) - (parseInstant(read.signedAt) ?? 0);
  if (seconds <= 0 || seconds > day) throw wrong(`${place}.expiresAt`, 'is not within 24 hours after `signedAt`');
  if (read.reason.trim() === '') throw wrong(`${place}.reason`, 'is empty');
  return read;
};
