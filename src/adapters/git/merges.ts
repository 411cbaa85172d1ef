import type { Commit } from '../../core/change/index.ts';
import { type ChangeSource, plainDiff } from './change.ts';
import { textOf } from './objects/bytes.ts';
import { PatchReader, type PatchSection } from './patch.ts';
import { gitFailed } from './process/failures.ts';

/** By path, what a merge made of its second parent's files, for those that are as neither parent has them. */
export type SecondSide = ReadonlyMap<string, readonly PatchSection[]>;

/** A file that a merge has otherwise than its second parent: its entries in two trees. */
interface Pair {
  readonly commit: string;
  readonly path: string;
  /** `<mode> <type> <id>`, as `git mktree` reads it. */
  readonly before: string;
  readonly now: string;
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
  await comparePairs(source, pairs.filter(({ commit }) => sides.has(commit)), ({ commit, path }, section) => {
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

/** All pairs in one process: as the entries, named by their numbers, of two trees that only the scratch repository has. */
async function comparePairs(source: ChangeSource, pairs: readonly Pair[], take: (pair: Pair, section: PatchSection) => void): Promise<void> {
  if (pairs.length === 0) return;
  const makeTree = async (entries: readonly string[]) => {
    const { stdout } = await source.scratch.run(['mktree', '-z', '--missing'], [], entries.map((entry, index) => `${entry}\t${index}\0`).join(''));
    return stdout.toString('latin1').trim();
  };
  const [before, now] = await Promise.all([makeTree(pairs.map((pair) => pair.before)), makeTree(pairs.map((pair) => pair.now))]);
  const reader = new PatchReader({ section: (section) => take(pairs[Number(section.newPath)]!, section) }, false);
  const args = ['diff-tree', '-r', '-p', '--no-renames', ...plainDiff, before, now, '--'];
  const { child, end } = source.scratch.start(args);
  child.stdin.end();
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) reader.push(chunk);
  const { code, stderr } = await end;
  if (code !== 0) throw gitFailed(args, stderr);
  reader.end();
}
