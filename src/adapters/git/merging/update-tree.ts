import { emptyTree, type PathState } from '../../../core/change/index.ts';
import { parseTree, readTree, type TreeEntry } from '../objects/trees.ts';
import { writeTree } from './loose-objects.ts';
import type { ReplaySource } from './replay-source.ts';

/**
 * The tree that has these paths otherwise (`null`: not at all) and everything else the same, written into the
 * scratch repository. A file where a folder stays, or the other way round, is added to `conflicts`.
 */
export async function updateTree(source: ReplaySource, tree: string, updates: ReadonlyMap<string, PathState | null>, conflicts: string[]): Promise<string> {
  if (updates.size === 0) return tree;
  const updated = await updateFolder(source, { id: tree, prefix: '' }, updates, conflicts);
  return updated ?? emptyTree[source.objectFormat];
}

/** The folder's new id; `null`: nothing is left in it. */
async function updateFolder(source: ReplaySource, { id, prefix }: { readonly id: string | null; readonly prefix: string }, updates: ReadonlyMap<string, PathState | null>, conflicts: string[]): Promise<string | null> {
  const { objects, idLength, objectFormat, scratch } = source;
  const entries = id === null ? [] : parseTree(id, await readTree(objects, id, prefix, idLength), idLength);
  const files = new Map<string, Pick<TreeEntry, 'mode' | 'id'>>();
  const folders = new Map<string, string>();
  for (const entry of entries) {
    if (entry.folder) folders.set(entry.name, entry.id);
    else files.set(entry.name, entry);
  }
  const inside = new Map<string, Map<string, PathState | null>>();
  const here = new Map<string, PathState | null>();
  for (const [path, state] of updates) {
    const slash = path.indexOf('/');
    if (slash < 0) here.set(path, state);
    else {
      const name = path.slice(0, slash);
      const deeper = inside.get(name) ?? new Map<string, PathState | null>();
      inside.set(name, deeper.set(path.slice(slash + 1), state));
    }
  }
  for (const [name, state] of here) {
    if (state === null) files.delete(name);
    else files.set(name, state);
  }
  for (const [name, deeper] of inside) {
    const folder = await updateFolder(source, { id: folders.get(name) ?? null, prefix: `${prefix}${name}/` }, deeper, conflicts);
    if (folder === null) folders.delete(name);
    else folders.set(name, folder);
  }
  for (const name of folders.keys()) if (files.has(name)) conflicts.push(`${prefix}${name}`);
  if (files.size + folders.size === 0) return null;
  const all = [...files].map(([name, { mode, id: blob }]) => ({ mode, name, id: blob })).concat([...folders].map(([name, folder]) => ({ mode: '040000', name, id: folder })));
  return writeTree({ gitDir: scratch.gitDir, objectFormat }, all);
}
