import type { ObjectFormat, Snapshot } from '../../change/index.ts';
import type { AboutChange, LedgerSeen } from './sign-off.ts';
import { digest, oneOf, orNull, personId, name, record, refName, whole, objectOf, anyId, wrong, type Field } from './fields.ts';

/** Fields of every statement about a change. */
export type AboutChangeFields = { readonly [K in keyof AboutChange]: Field<AboutChange[K]> };

/** Reads an object's id of a repository with this format. */
export function idOf(format: ObjectFormat): Field<string> {
  const length = format === 'sha1' ? 40 : 64;
  return (value, place) => {
    const id = anyId(value, place);
    if (id.length !== length) throw wrong(place, `is no id of a ${format} repository, which has ${length} digits`);
    return id;
  };
}

/** `objectFormat`. */
export const objectFormat: Field<ObjectFormat> = oneOf('sha1', 'sha256');

/** Reads an object whose ids all have the length that its own `objectFormat` says. */
export function byFormat<T>(make: (id: Field<string>) => Field<T>): Field<T> {
  const readers = { sha1: make(idOf('sha1')), sha256: make(idOf('sha256')) };
  return (value, place) => readers[objectFormat(objectOf(value, place).get('objectFormat'), `${place}.objectFormat`)](value, place);
}

/** `repository`, `objectFormat`, `target`, `base`, `head`, `change`. */
export function aboutChange(id: Field<string>): AboutChangeFields {
  const snapshot = record<Snapshot>({ commit: id, tree: id });
  return {
    repository: digest,
    objectFormat,
    target: refName,
    base: snapshot,
    head: snapshot,
    change: record<AboutChange['change']>({ digest, entries: whole(0) }),
  };
}

/** A person with the level they had. */
export const personOfLevel = record<{ readonly id: string; readonly level: string }>({ id: personId, level: name });

/** The newest checkpoint a signer had seen, or `null`. */
export const ledgerSeen = orNull(record<LedgerSeen>({ size: whole(1), root: digest }));
