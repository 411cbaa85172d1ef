import { newStatement, type StatementOf, type v1 } from '../attestation/index.ts';
import type { Change } from '../change/index.ts';
import type { Person } from '../policy/index.ts';
import type { Declared } from '../signoff/index.ts';
import { formatInstant, type Instant } from '../values/index.ts';
import { aboutChange, saidBy, type Saying } from './about.ts';

type Speaker = Pick<Person, 'id' | 'level'>;

/** The author's answers about a change, or with `attests` the word of a second person. */
export function declarationStatement(person: Speaker, change: Change, said: Declared, saying: Saying): StatementOf<'declaration'> {
  const { attests, assistance, document, maintainer } = said;
  return newStatement('declaration', { ...aboutChange(saying.repository, change), person: { id: person.id }, attests, assistance, document, maintainer, ...saidBy(saying) });
}

/** One person's break-glass word for exactly this head; it holds until `expires` and at most a day. */
export function overrideStatement({ id, level }: Speaker, change: Change, reason: string, expires: Instant, saying: Saying): StatementOf<'override'> {
  return newStatement('override', { ...aboutChange(saying.repository, change), person: { id, level }, reason, ...saidBy(saying), expiresAt: formatInstant(expires) });
}

/** What somebody found of a landing afterwards. */
export function afterReviewStatement({ id, level }: Speaker, landed: Pick<Change, 'target' | 'head' | 'digest'>, found: Pick<v1.AfterReviewV1, 'verdict' | 'comment'>, saying: Saying): StatementOf<'after-review'> {
  const { target, head, digest } = landed;
  const { verdict, comment } = found;
  return newStatement('after-review', { repository: saying.repository, target, landing: { commit: head.commit, change: digest }, person: { id, level }, verdict, comment, ...saidBy(saying) });
}

/** What a principal found in a stretch of the ledger, first entry and one past the last. */
export function auditStatement({ id, level }: Speaker, entries: v1.AuditV1['entries'], findings: readonly string[], saying: Saying): StatementOf<'audit'> {
  return newStatement('audit', { repository: saying.repository, person: { id, level }, entries, findings, ...saidBy(saying) });
}
