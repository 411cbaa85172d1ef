import type { Change, Commit } from '../core/change/index.ts';
import {
  claimsOfCommit,
  parseGitAiNote,
  type ChangeEvidence,
  type Claim,
  type EvidenceProblem,
} from '../core/evidence/index.ts';
import { decodeUtf8 } from '../core/values/index.ts';
import type { Repository } from './ports/index.ts';

/** Where git-ai keeps line records (authorship/3.0.0). */
export const gitAiNotesRef = 'refs/notes/ai';

/** Everything the repository knows about who wrote a change: traces in its commits, and line records about them. */
export async function gatherEvidence(repository: Repository, change: Change): Promise<ChangeEvidence> {
  const [recorded, origins] = await Promise.all([
    recordedClaims(repository, change.commits),
    repository.readLineOrigins(change),
  ]);
  const told = change.commits.flatMap((commit) => [...claimsOfCommit(commit)]);
  return { claims: [...recorded.claims, ...told], origins, problems: recorded.problems };
}

/** The line records that git-ai notes keep about these commits, with each deviation from its format. */
async function recordedClaims(
  repository: Repository,
  commits: readonly Commit[],
): Promise<{ claims: readonly Claim[]; problems: readonly EvidenceProblem[] }> {
  const claims: Claim[] = [];
  const problems: EvidenceProblem[] = [];
  const all = await repository.listNotes(gitAiNotesRef);
  const wanted = new Map<string, string>();
  for (const { id } of commits) {
    const blob = all.get(id);
    if (blob !== undefined) wanted.set(id, blob);
  }
  if (wanted.size === 0) return { claims, problems };
  const unread: string[] = [];
  for await (const note of repository.readNotes(gitAiNotesRef, wanted, unread)) {
    const parsed = parseGitAiNote(decodeUtf8(note.bytes), note);
    claims.push(...parsed.claims);
    problems.push(...parsed.problems);
  }
  for (const sentence of unread) problems.push({ source: gitAiNotesRef, sentence });
  return { claims, problems };
}
