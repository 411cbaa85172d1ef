import type { PathState } from '../../../core/change/index.ts';
import type { ObjectReader } from './reader.ts';
import { type IdLength, entriesOf, readTree, type TreeEntry } from './trees.ts';

/** See `Repository.readStates`: each folder on the way to any of the paths is read once. */
export async function readStates(objects: ObjectReader, tree: string, paths: readonly string[], idLength: IdLength): Promise<readonly (PathState | null)[]> {
  const folders = new Map<string, Promise<ReadonlyMap<string, TreeEntry> | null>>();
  const read = async (id: string, path: string) => new Map(entriesOf(id, await readTree(objects, id, path, idLength), idLength).map((entry) => [entry.folder ? `${entry.name}/` : entry.name, entry]));
  const open = (path: string): Promise<ReadonlyMap<string, TreeEntry> | null> => {
    let folder = folders.get(path);
    if (folder === undefined) folders.set(path, (folder = path === '' ? read(tree, '') : inside(path)));
    return folder;
  };
  const inside = async (path: string) => {
    const entry = await entryAt(path, '/');
    return entry === undefined ? null : read(entry.id, path);
  };
  const entryAt = async (path: string, ending: '' | '/'): Promise<TreeEntry | undefined> => {
    const slash = path.lastIndexOf('/');
    return (await open(slash < 0 ? '' : path.slice(0, slash)))?.get(path.slice(slash + 1) + ending);
  };
  return Promise.all(
    paths.map(async (path) => {
      const entry = await entryAt(path, '');
      return entry === undefined ? null : { mode: entry.mode, id: entry.id };
    }),
  );
}
