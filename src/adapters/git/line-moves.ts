import type { FileMoves, LineMove } from '../../core/evidence/index.ts';
import { type ChangeSource, plainDiff } from './change.ts';
import { PatchReader } from './patch.ts';
import { gitFailed } from './process/failures.ts';

/** How the lines of these files of commit `from` stand in commit `to`, by path; a rename counts as gone. */
export async function readLineMoves(source: ChangeSource, from: string, to: string, paths: readonly string[]): Promise<FileMoves> {
  const moves = new Map<string, readonly LineMove[] | null>();
  if (paths.length === 0) return moves;
  const wanted = new Set(paths);
  const reader = new PatchReader({
    section({ oldPath, deleted, binary, hunks }) {
      if (!wanted.has(oldPath)) return;
      if (deleted || binary) moves.set(oldPath, null);
      else if (moves.get(oldPath) === undefined) moves.set(oldPath, hunks);
    },
  }, false);
  const args = ['diff-tree', '-r', '-p', '--no-renames', ...plainDiff, from, to];
  const { child, end } = source.scratch.start(args);
  child.stdin.end();
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) reader.push(chunk);
  const { code, stderr } = await end;
  if (code !== 0) throw gitFailed(args, stderr);
  reader.end();
  return moves;
}
