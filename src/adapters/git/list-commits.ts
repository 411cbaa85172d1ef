import { readCommit } from './objects/commits.ts';
import type { ObjectReader } from './objects/reader.ts';
import type { IdLength } from './objects/trees.ts';
import type { GitRunner } from './process/runner.ts';

/** What listing needs of an opened repository. */
export interface CommitSource {
  readonly scratch: GitRunner;
  readonly objects: ObjectReader;
  readonly idLength: IdLength;
  readonly shallowCommits: ReadonlySet<string>;
}

/** Ids of the commits that `head` reaches and `base` does not, newest first. */
export async function listCommits(source: CommitSource, base: string | null, head: string): Promise<readonly string[]> {
  return (await walkLine(source, base, head, mostWalked)) ?? askGit(source, base, head);
}

/** Commits that are read one by one before git is started: that takes as long as reading some dozens. */
const mostWalked = 32;

/**
 * The commits from `head` down to `base`, where each has one parent: nothing else can be between the two. `null`: it
 * is no such line, or a longer one, and says nothing.
 */
export async function walkLine({ objects, idLength, shallowCommits }: CommitSource, base: string | null, head: string, most: number): Promise<readonly string[] | null> {
  const line: string[] = [];
  let at: string | null = head;
  while (at !== base) {
    if (at === null || line.length >= most || shallowCommits.has(at)) return null;
    line.push(at);
    const { parents }: { readonly parents: readonly string[] } = await readCommit(objects, at, idLength);
    if (parents.length > 1) return null;
    at = parents[0] ?? null;
  }
  return line;
}

/** As git has it. */
export async function askGit({ scratch }: Pick<CommitSource, 'scratch'>, base: string | null, head: string): Promise<readonly string[]> {
  // A commit-graph file is a cache nobody checks; what decides who contributed is read from the commits.
  const range = base === null ? [head] : [head, `^${base}`];
  const { stdout } = await scratch.run(['-c', 'core.commitGraph=false', 'rev-list', ...range, '--']);
  return stdout.toString('latin1').split('\n').filter((id) => id !== '');
}
