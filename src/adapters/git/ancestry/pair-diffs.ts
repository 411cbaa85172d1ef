import { plainDiff } from '../change.ts';
import { PatchReader, type PatchSection } from '../patch.ts';
import { gitFailed } from '../process/failures.ts';
import type { GitRunner } from '../process/runner.ts';

/** Two states of one file, each as `git mktree` reads it: `<mode> <type> <id>`. */
export interface EntryPair {
  readonly before: string;
  readonly now: string;
}

/**
 * Compares any number of pairs in one process, in order: as the entries, named by their numbers, of two trees that
 * only the scratch repository has. Pairs that do not differ are not given. `options` are further ones of the diff.
 * Throws `object-missing` where a blob is not here.
 */
export async function comparePairs(
  scratch: GitRunner,
  pairs: readonly EntryPair[],
  take: (index: number, section: PatchSection) => void,
  options: readonly string[] = [],
): Promise<void> {
  if (pairs.length === 0) return;
  const digits = String(pairs.length).length;
  const makeTree = async (side: keyof EntryPair): Promise<string> => {
    const entries = pairs.map((pair, index) => `${pair[side]}\t${String(index).padStart(digits, '0')}\0`);
    const { stdout } = await scratch.run(['mktree', '-z', '--missing'], [], entries.join(''));
    return stdout.toString('latin1').trim();
  };
  const [before, now] = await Promise.all([makeTree('before'), makeTree('now')]);
  const reader = new PatchReader({ section: (section) => take(Number(section.newPath), section) }, false);
  const args = ['diff-tree', '-r', '-p', '--no-renames', ...plainDiff, ...options, before, now, '--'];
  const { child, end } = scratch.start(args);
  child.stdin.end();
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) reader.push(chunk);
  const { code, stderr } = await end;
  if (code !== 0) throw gitFailed(args, stderr);
  reader.end();
}
