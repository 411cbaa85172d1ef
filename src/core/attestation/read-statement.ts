import { canonicalJson, type Json } from '../values/index.ts';
import { JsonProblem, plainJson, readJson, type JsonValue } from './encoding/strict-json.ts';
import { quoted, Refused } from './refused.ts';
import type { PredicateName, Predicates, Statement } from './statement.ts';
import { subjectsOf, type Said } from './subjects.ts';
import type { Field } from './v1/fields.ts';
import { objectOf, wrong } from './v1/fields.ts';
import {
  readAdoption,
  readAfterReview,
  readAudit,
  readDeclaration,
  readEvidence,
  readLanding,
  readOverride,
  readReview,
  readSignOff,
} from './v1/index.ts';

/** `_type` of every statement (in-toto Attestation, spec/v1/statement.md). */
export const statementType = 'https://in-toto.io/Statement/v1';

const readers: { readonly [N in PredicateName]: Field<Predicates[N]> } = {
  'sign-off': readSignOff,
  declaration: readDeclaration,
  override: readOverride,
  'after-review': readAfterReview,
  audit: readAudit,
  evidence: readEvidence,
  review: readReview,
  landing: readLanding,
  adoption: readAdoption,
};

/** `urn:countersign:<name>:v1`. */
export function predicateType(name: PredicateName): string {
  return `urn:countersign:${name}:v1`;
}

const byType: ReadonlyMap<string, PredicateName> = new Map((Object.keys(readers) as PredicateName[]).map((name) => [predicateType(name), name]));

/**
 * Reads the payload of an envelope: an in-toto Statement v1 with one of our predicates, every member known and in
 * bounds, its subjects those that follow from the predicate, written in canonical JSON (RFC 8785) so that these are
 * the only bytes that say this. Throws `Refused`.
 */
export function readStatement(payload: Uint8Array): Statement {
  const { value, text } = parse(payload);
  const members = objectOf(value, 'statement');
  if (members.get('_type') !== statementType) throw wrong('_type', `is not \`${statementType}\``);
  const type = members.get('predicateType');
  if (typeof type !== 'string') throw wrong('predicateType', 'is not a text');
  const name = byType.get(type);
  if (name === undefined) throw new Refused('predicate-unknown', `statements of type ${quoted(type)} are not known to this version`);
  for (const member of members.keys()) if (!['_type', 'subject', 'predicateType', 'predicate'].includes(member)) throw wrong(member, 'is not known to this version');
  const said = { name, predicate: readers[name](members.get('predicate'), 'predicate') } as Said;
  const subject = subjectsOf(said);
  if (!agrees(members.get('subject'), subject)) throw wrong('subject', 'is not what the predicate is about');
  if (text !== canonicalJson(plainJson(value))) throw wrong('statement', 'is not written in canonical JSON (RFC 8785)');
  return { ...said, subject } as Statement;
}

function parse(payload: Uint8Array): ReturnType<typeof readJson> {
  try {
    return readJson(payload);
  } catch (error) {
    if (error instanceof JsonProblem) throw new Refused('statement-malformed', `the statement cannot be read: ${error.message}`);
    throw error;
  }
}

function agrees(given: JsonValue | undefined, subject: Statement['subject']): boolean {
  return given !== undefined && canonicalJson(plainJson(given)) === canonicalJson(subject as unknown as Json);
}
