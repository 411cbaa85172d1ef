import { emptyTree, type PathState } from '../../../core/change/index.ts';
import { parseTree, readTree } from '../objects/trees.ts';
import { corrupt, gitFailed, unreadable } from '../process/failures.ts';
import { isAtLeast } from '../process/runner.ts';
import { writeCommit, writeTree } from './loose-objects.ts';
import type { ReplaySource } from './replay-source.ts';

/** A file that both sides changed. */
export interface ContentMerge {
  readonly path: string;
  readonly base: PathState;
  readonly ours: PathState;
  readonly theirs: PathState;
}

/** What came out, path by path. */
export interface MergedContents {
  readonly states: ReadonlyMap<string, PathState>;
  readonly conflicts: readonly string[];
}

const merged = new WeakMap<ReplaySource['scratch'], Map<string, Promise<MergedContents>>>();

/** As git merges the lines of these files. Trees that have the same files give the same, so git is asked once. */
export function mergeContents(source: ReplaySource, files: readonly ContentMerge[]): Promise<MergedContents> {
  let known = merged.get(source.scratch);
  if (known === undefined) merged.set(source.scratch, (known = new Map()));
  const key = JSON.stringify(files.map(({ path, base, ours, theirs }) => [path, ...[base, ours, theirs].flatMap(({ mode, id }) => [mode, id])]));
  let answer = known.get(key);
  if (answer === undefined) known.set(key, (answer = askGit(source, files)));
  return answer;
}

/**
 * Has git merge the lines of files, in one `merge-tree` of three made-up commits in the scratch repository: one of
 * the base, the others on it (telling git the base came with 2.40). Their trees hold these files alone, under
 * numbers: with the same names on all sides there is nothing that could be taken for a rename, and with no name of
 * the user's no attribute could choose a driver.
 */
async function askGit(source: ReplaySource, files: readonly ContentMerge[]): Promise<MergedContents> {
  const { scratch, objects, objectFormat, idLength, gitVersion } = source;
  // Git takes a file it cannot read for a conflict.
  const blobs = files.flatMap(({ path, base, ours, theirs }) => [base, ours, theirs].map(({ id }) => ({ id, path })));
  const answers = await Promise.all(blobs.map(({ id }) => objects.info(id)));
  answers.forEach((answer, index) => {
    const { id, path } = blobs[index]!;
    if (answer.state !== 'found') throw unreadable(answer.state, 'file', id, path);
  });
  const store = { gitDir: scratch.gitDir, objectFormat };
  const treeOf = (side: 'base' | 'ours' | 'theirs') => writeTree(store, files.map((file, index) => ({ mode: file[side].mode, name: nameOf(index), id: file[side].id })));
  const root = writeCommit(store, treeOf('base'), null);
  const sides = [writeCommit(store, treeOf('ours'), root), writeCommit(store, treeOf('theirs'), root)];
  // Until git 2.41 no tree's attributes are read in a bare repository.
  const attributes = isAtLeast(gitVersion, 2, 41) ? [`--attr-source=${emptyTree[objectFormat]}`] : [];
  const args = ['-c', 'core.commitGraph=false', ...attributes, 'merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', ...sides];
  const { code, stdout } = await scratch.run(args, [1]);
  const [tree = '', ...names] = stdout.toString('latin1').split('\0');
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(tree)) throw gitFailed(args, `fatal: no tree in the answer: ${tree.slice(0, 80)}`);
  if (code !== 0) {
    const conflicts = files.filter((_, index) => names.includes(nameOf(index))).map(({ path }) => path);
    if (conflicts.length === 0) throw gitFailed(args, `fatal: a conflict in no file: ${names.join(' ').slice(0, 80)}`);
    return { states: new Map(), conflicts };
  }
  const entries = new Map(parseTree(tree, await readTree(objects, tree, '', idLength), idLength).map(({ name, mode, id }) => [name, { mode, id }]));
  const states = files.map(({ path }, index): [string, PathState] => {
    const state = entries.get(nameOf(index));
    if (state === undefined) throw corrupt('tree', tree);
    return [path, state];
  });
  return { states: new Map(states), conflicts: [] };
}

function nameOf(index: number): string {
  return `file-${index}`;
}
