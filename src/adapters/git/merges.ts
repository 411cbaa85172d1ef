import type { Commit } from '../../core/change/index.ts';
import { comparePairs, type EntryPair } from './ancestry/pair-diffs.ts';
import type { ChangeSource } from './change.ts';
import { textOf } from './objects/bytes.ts';
import type { PatchSection } from './patch.ts';

/** By path, what a merge made of its second parent's files, for those that are as neither parent has them. */
export type SecondSide = ReadonlyMap<string, readonly PatchSection[]>;

/** A file that a merge has otherwise than its second parent: its entries in two trees. */
interface Pair extends EntryPair {
  readonly commit: string;
  readonly path: string;
}

/**
 * How merges of two parents differ from the second one, where that says anything the first does not: a file that
 * is as one parent has it needs no comparing, and a merge differs from a topic by all that landed meanwhile. A
 * merge that has a file its second parent lacks is left out: only a look at the whole patch tells whether the
 * file was moved.
 */
export async function readSecondSides(source: ChangeSource, merges: readonly Commit[]): Promise<ReadonlyMap<string, SecondSide>> {
  const sides = new Map<string, Map<string, PatchSection[]>>(merges.map(({ id }) => [id, new Map<string, PatchSection[]>()]));
  if (sides.size === 0) return sides;
  const args = ['diff-tree', '--stdin', '-c', '-r', '-z', '--raw', '--no-renames', '--ignore-submodules=none'];
  const { stdout } = await source.scratch.run(args, [], [...sides.keys()].map((id) => `${id}\n`).join(''));
  const pairs: Pair[] = [];
  for (const pair of pairsIn(textOf(stdout))) {
    if (pair.before === null) sides.delete(pair.commit);
    else pairs.push({ ...pair, before: pair.before });
  }
  const wanted = pairs.filter(({ commit }) => sides.has(commit));
  await comparePairs(source.scratch, wanted, (index, section) => {
    const { commit, path } = wanted[index]!;
    const side = sides.get(commit)!;
    side.set(path, [...(side.get(path) ?? []), { ...section, oldPath: path, newPath: path }]);
  });
  return sides;
}

/** `<id> NUL` and then, file by file, `::<three modes> <three ids> <letters> NUL <path> NUL`. */
function* pairsIn(output: string): Generator<Omit<Pair, 'before'> & { readonly before: string | null }> {
  const fields = output.split('\0');
  let commit = '';
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at]!;
    if (!field.startsWith('::')) {
      commit = field;
      continue;
    }
    at += 1;
    const [, secondMode = '', nowMode = '', , secondId = '', nowId = ''] = field.slice(2).split(' ');
    const now = treeEntry(nowMode, nowId);
    // A file that is gone has no lines to follow.
    if (now !== null) yield { commit, path: fields[at] ?? '', before: treeEntry(secondMode, secondId), now };
  }
}

function treeEntry(mode: string, id: string): string | null {
  if (mode === '000000') return null;
  return `${mode} ${mode.startsWith('16') ? 'commit' : 'blob'} ${id}`;
}
