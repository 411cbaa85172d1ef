import type { FileMove, FileMoves } from '../../core/evidence/index.ts';
import { type ChangeSource, plainDiff } from './change.ts';
import { PatchReader } from './patch.ts';
import { gitFailed } from './process/failures.ts';

/** More paths than this are not named to git: they would not fit on every command line. */
const mostNamed = 100;

/**
 * How the lines of these files of commit `from` stand in commit `to`, by path, over renames: a path counts as
 * wanted under either name. Renames are looked for only where a wanted file came or went.
 */
export async function readLineMoves(source: ChangeSource, from: string, to: string, paths: readonly string[]): Promise<FileMoves> {
  if (paths.length === 0) return new Map();
  const named = paths.length <= mostNamed && paths.every((path) => path.isWellFormed()) ? ['--', ...paths] : [];
  const plain = await readMoves(source, from, to, paths, ['--no-renames'], named);
  return plain.pairing ? (await readMoves(source, from, to, paths, ['-M'], [])).moves : plain.moves;
}

async function readMoves(source: ChangeSource, from: string, to: string, paths: readonly string[], renames: readonly string[], named: readonly string[]) {
  const moves = new Map<string, FileMove | null>();
  const wanted = new Set(paths);
  let pairing = false;
  const reader = new PatchReader({
    section({ oldPath, newPath, added, deleted, binary, hunks }) {
      if (!wanted.has(oldPath) && !wanted.has(newPath)) return;
      pairing ||= added || deleted;
      if (deleted || binary) moves.set(oldPath, null);
      else if (moves.get(oldPath) === undefined) moves.set(oldPath, { path: newPath, moves: hunks });
    },
  }, false);
  const args = ['--literal-pathspecs', 'diff-tree', '-r', '-p', ...renames, ...plainDiff, from, to, ...named];
  const { child, end } = source.scratch.start(args);
  child.stdin.end();
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) reader.push(chunk);
  const { code, stderr } = await end;
  if (code !== 0) throw gitFailed(args, stderr);
  reader.end();
  return { moves, pairing };
}
