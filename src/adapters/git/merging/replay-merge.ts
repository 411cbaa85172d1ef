import { emptyTree, type ObjectFormat, type Replay } from '../../../core/change/index.ts';
import { compareUtf8 } from '../../../core/values/index.ts';
import { textOf } from '../objects/bytes.ts';
import { corrupt, gitFailed } from '../process/failures.ts';
import { type GitRunner, isAtLeast } from '../process/runner.ts';
import { writeCommit } from './loose-commit.ts';

/** The three trees of a merge, by full id. */
export interface MergeTrees {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Renames are not followed: each path is merged by itself, so that nothing ends up in a file, or an area, that the
 * signer was not shown. By configuration, since `-X` came with git 2.44; `merge.directoryRenames` moves added files.
 */
const settings: readonly string[] = ['merge.renames=false', 'merge.directoryRenames=false', 'merge.renormalize=false', 'core.commitGraph=false'].flatMap((one) => ['-c', one]);

/**
 * Merges `theirs` into `ours` with the merge base given. `merge-tree` finds the base of two commits itself (telling
 * it which came with git 2.40), so three commits are made up in the scratch repository: of `base`, and the others
 * on it. There is no configuration, attribute or driver there that could turn a conflict into a clean merge.
 */
export async function replayMerge(source: { readonly scratch: GitRunner; readonly objectFormat: ObjectFormat; readonly gitVersion: string }, { base, ours, theirs }: MergeTrees): Promise<Replay> {
  const { scratch, objectFormat, gitVersion } = source;
  if (!isAtLeast(gitVersion, 2, 38)) {
    return { outcome: 'unable', sentence: `git ${gitVersion} cannot replay a merge: git 2.38 or newer can` };
  }
  const root = writeCommit(scratch.gitDir, objectFormat, base, null);
  const [one, other] = [ours, theirs].map((tree) => writeCommit(scratch.gitDir, objectFormat, tree, root));
  // Until git 2.41 no tree's attributes are read in a bare repository.
  const attributes = isAtLeast(gitVersion, 2, 41) ? [`--attr-source=${emptyTree[objectFormat]}`] : [];
  const args = [...settings, ...attributes, 'merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', one!, other!];
  const { code, stdout } = await scratch.run(args, [1]);
  const [tree = '', ...rest] = textOf(stdout).split('\0');
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(tree)) throw gitFailed(args, `fatal: no tree in the answer: ${tree.slice(0, 80)}`);
  if (code === 0) return { outcome: 'clean', tree };
  const paths = [...new Set(rest.filter((path) => path !== ''))].toSorted(compareUtf8);
  if (paths.length === 0) throw corrupt('tree', theirs);
  return { outcome: 'conflict', paths };
}
