import type { EvidenceProblem } from '../../core/evidence/index.ts';
import { Failure } from '../../core/values/index.ts';

/**
 * The problem of something that could not be read for evidence. What a change puts where a file belongs (a link, a
 * folder, a giant) says nothing; what git could not give might have said anything. Whatever is no `Failure` is thrown on.
 */
export function notRead(error: unknown, source: string, sentence: (why: string) => string): EvidenceProblem {
  if (!(error instanceof Failure)) throw error;
  const problem = { source, sentence: sentence(error.message) };
  return error.kind === 'user' ? problem : { ...problem, unread: true };
}
