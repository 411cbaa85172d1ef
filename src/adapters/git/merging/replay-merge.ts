import { isAfter, isBefore, type PathChange, type PathState, type Replay } from '../../../core/change/index.ts';
import { compareUtf8 } from '../../../core/values/index.ts';
import { readStates } from '../objects/states.ts';
import { compareTrees } from '../objects/trees.ts';
import { isAtLeast } from '../process/runner.ts';
import { type ContentMerge, mergeContents } from './merge-contents.ts';
import type { ReplaySource } from './replay-source.ts';
import { updateTree } from './update-tree.ts';

/** The three trees of a merge, by full id. */
export interface MergeTrees {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Merges `theirs` into `ours` with the merge base given, path by path. Only a file that all three have, each
 * otherwise, has its lines merged, by git. Renames are not followed, so that nothing ends up in a file, or an area,
 * that the signer was not shown: git itself cannot be kept from it before 2.50 (`merge.renames` is not heeded).
 */
export async function replayMerge(source: ReplaySource, { base, ours, theirs }: MergeTrees): Promise<Replay> {
  const { objects, idLength } = source;
  const changes = await compareTrees(objects, base, theirs, idLength);
  const states = await readStates(objects, ours, changes.map(({ path }) => path), idLength);
  const updates = new Map<string, PathState | null>();
  const contents: ContentMerge[] = [];
  const conflicts: string[] = [];
  changes.forEach((change, index) => {
    const state = states[index] ?? null;
    if (isBefore(change, state)) updates.set(change.path, after(change));
    else if (isAfter(change, state)) return;
    else if (state !== null && [change.oldMode, change.newMode, state.mode].every((mode) => mode.startsWith('100'))) {
      contents.push({ path: change.path, base: { mode: change.oldMode, id: change.oldId }, ours: state, theirs: { mode: change.newMode, id: change.newId } });
    } else conflicts.push(change.path);
  });
  if (contents.length > 0 && conflicts.length === 0) {
    if (!isAtLeast(source.gitVersion, 2, 38)) return { outcome: 'unable', sentence: `git ${source.gitVersion} cannot replay a merge: git 2.38 or newer can` };
    const merged = await mergeContents(source, contents);
    for (const [path, state] of merged.states) updates.set(path, state);
    conflicts.push(...merged.conflicts);
  }
  const tree = conflicts.length > 0 ? null : await updateTree(source, ours, updates, conflicts);
  if (tree === null || conflicts.length > 0) return { outcome: 'conflict', paths: conflicts.toSorted(compareUtf8) };
  return { outcome: 'clean', tree };
}

function after({ newMode, newId }: PathChange): PathState | null {
  return newMode === '000000' ? null : { mode: newMode, id: newId };
}
