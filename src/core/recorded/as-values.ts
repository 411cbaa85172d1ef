import type { RecordedStatement, v1 } from '../attestation/index.ts';
import type { Gate, Person } from '../policy/index.ts';
import type { CheckResult, Override, RecordedReview, SignedDeclaration, SignOff } from '../signoff/index.ts';
import { parseInstant, type Instant } from '../values/index.ts';
import type { RecordedOf } from './recorded-of.ts';

/** `NaN` for what is no moment: whatever reads it then finds no date. */
function instantOf(moment: string): Instant {
  return parseInstant(moment) ?? NaN;
}

function usedKey({ strength, synced }: RecordedStatement['signature']): Pick<SignOff, 'strength' | 'synced'> {
  return { strength, ...(synced === true ? { synced } : {}) };
}

/** A sign-off as the decision reads it; what its signer says of their own level is not among it. */
export function signOffOf({ entry, statement: { predicate }, signature }: RecordedOf<'sign-off'>, person: Person): SignOff {
  const { verdict, change, target, alsoFor, head, signedAt, expiresAt, checklists, answers, answering, previous } = predicate;
  const rewrite = answers.some(({ item, answer }) => item === 'rewrite' && answer.trim() !== '');
  return {
    id: String(entry),
    person: person.id,
    verdict,
    changeDigest: change.digest,
    target,
    ...(alsoFor.length === 0 ? {} : { alsoFor }),
    head,
    ...usedKey(signature),
    signedAt: instantOf(signedAt),
    ...(expiresAt === null ? {} : { expiresAt: instantOf(expiresAt) }),
    order: entry,
    answered: rewrite ? [...checklists, 'rewrite'] : checklists,
    answering,
    ...(verdict === 'withdraw' && previous !== null ? { withdraws: String(previous) } : {}),
  };
}

/** `head`: the commit it is held against, its own or the landing it came in by. */
export function overrideOf({ entry, statement: { predicate }, signature }: RecordedOf<'override'>, person: Person, head: string, used: boolean): Override {
  const { change, target, reason, signedAt, expiresAt } = predicate;
  return {
    id: String(entry),
    person: person.id,
    changeDigest: change.digest,
    head,
    target,
    reason,
    ...usedKey(signature),
    signedAt: instantOf(signedAt),
    expiresAt: instantOf(expiresAt),
    order: entry,
    used,
  };
}

/** A result as the decision reads it. */
export function resultOf({ entry, statement: { predicate } }: RecordedOf<'evidence'>, gate: Gate): CheckResult {
  const { tree, result, signedAt } = predicate;
  return { id: String(entry), gate: gate.id, ...foundIn(result), tree, signedAt: instantOf(signedAt), order: entry };
}

/** What a signed result says, without whose it is and of what tree. */
export function foundIn(result: v1.ResultV1): Pick<CheckResult, 'name' | 'outcome' | 'measured'> {
  const { outcome } = result;
  if (result.kind === 'check') return { name: result.name, outcome };
  if (result.kind === 'scan') return { name: result.tool, outcome, measured: { kind: 'scan', files: result.files, nowhere: result.nowhere } };
  if (result.kind === 'edge-cases') return { name: result.tool, outcome, measured: { kind: 'edge-cases', cases: result.cases } };
  const { ran, failed, skipped, coverage } = result;
  return { name: result.suite, outcome, measured: { kind: 'tests', ran, failed, skipped, coverage } };
}

/** A declaration or attestation as the decision reads it. */
export function declarationOf({ entry, statement: { predicate }, signature }: RecordedOf<'declaration'>, person: Person, used: boolean): SignedDeclaration {
  const { attests, change, target, assistance, document, maintainer, signedAt } = predicate;
  return {
    id: String(entry),
    person: person.id,
    attests,
    changeDigest: change.digest,
    target,
    assistance,
    document,
    maintainer,
    ...usedKey(signature),
    signedAt: instantOf(signedAt),
    order: entry,
    ...(used ? { used } : {}),
  };
}

/** A forge's review as the decision reads it; one that was dismissed is none. */
export function reviewOf({ entry, statement: { predicate } }: RecordedOf<'review'>, person: Person): RecordedReview | null {
  const { forge, verdict, change, target, signedAt } = predicate;
  if (verdict === 'dismissed') return null;
  return { id: String(entry), person: person.id, forge, verdict, changeDigest: change, target, signedAt: instantOf(signedAt), order: entry };
}
