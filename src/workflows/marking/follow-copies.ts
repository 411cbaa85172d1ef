import type { CommitWriter } from '../ports/index.ts';
import { moveNotes, type Reopen } from './move-notes.ts';

/*
 * Git runs `post-rewrite` for neither `cherry-pick` nor `merge --squash`, and has forgotten what was copied once the
 * commit is made. So it is noted before, in `prepare-commit-msg`, from what git itself keeps until then
 * (`CHERRY_PICK_HEAD`; `SQUASH_MSG`, which lists the commits; `REBASE_HEAD` at an `edit` stop), and followed after,
 * in `post-commit`. git-ai pairs by the same facts, read from a trace by a daemon (git-ai-project/git-ai,
 * docs/rewrite-ops-spec.md, "Cherry-pick" and "Squash merge"; specs/git_ai_standard_v3.0.0.md, 2.2 and 2.4), and
 * like it nothing is guessed: `--no-commit` leaves no such fact, and its lines stay unknown.
 */

/** What a hook needs for that. */
export interface CopyCall {
  readonly writer: CommitWriter;
  readonly reopen: Reopen;
}

/** What was noted for the commit that is there now. */
export interface Copied {
  readonly commit: string;
  readonly sources: readonly string[];
  /** Whether the commit takes over others and nothing else. */
  readonly only: boolean;
}

/** Before a commit: follows what an ended hook left behind, and notes what the next commit copies. */
export async function noteCopies({ writer, reopen }: CopyCall): Promise<readonly string[]> {
  const left = await copiedNow(writer);
  const problems = left === null ? [] : await followCopies({ writer, reopen }, left);
  await writer.keepCopying(await writer.copying());
  return problems;
}

/** What was noted for the newest commit; `null` where that is another one, or nothing was. */
export async function copiedNow(writer: CommitWriter): Promise<Copied | null> {
  const kept = await writer.keptCopying();
  return kept === null || kept.commit === null ? null : { ...kept, commit: kept.commit };
}

/** Gives the records of what was copied to the commit, and only then forgets what that was. */
export async function followCopies({ writer, reopen }: CopyCall, { commit, sources }: Copied): Promise<readonly string[]> {
  const { problems } = await moveNotes(reopen, writer, sources.map((from) => ({ from, to: commit })));
  await writer.keepCopying(null);
  return problems;
}
