import { canonicalJson, encodeUtf8, Failure, type Json } from '../values/index.ts';
import { predicateType, readStatement, statementType } from './read-statement.ts';
import { attempt } from './refused.ts';
import type { PredicateName, Predicates, Statement, StatementOf } from './statement.ts';
import { subjectsOf, type Said } from './subjects.ts';

/** A statement that says this, with the subjects that follow from it. */
export function newStatement<N extends PredicateName>(name: N, predicate: Predicates[N]): StatementOf<N> {
  return { name, subject: subjectsOf({ name, predicate } as unknown as Said), predicate };
}

/**
 * The payload of an envelope: the statement as canonical JSON in UTF-8. What no reader would take, such as a comment
 * that is too long, throws `Failure('usage')`: better now than after it was signed.
 */
export function writeStatement(statement: Statement | StatementOf<PredicateName>): Uint8Array {
  const { name, subject, predicate } = statement;
  const text = canonicalJson({ _type: statementType, subject, predicateType: predicateType(name), predicate } as unknown as Json);
  const payload = encodeUtf8(text);
  const read = attempt(() => readStatement(payload));
  if (!read.ok) throw new Failure('usage', 'user', `this cannot be signed: ${read.refusal.sentence}`);
  return payload;
}
