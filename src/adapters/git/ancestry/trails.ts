import type { GitRunner } from '../process/runner.ts';
import type { CommitEdges, FileEdge } from './edges.ts';
import type { EntryPair } from './pair-diffs.ts';
import { isMissing, RenameFinder, type RenamedFrom } from './renames.ts';

/** Where lines of a file may go on: the file of a parent, and the number of the pair that tells the two apart. */
export interface Source {
  readonly parent: string;
  readonly path: string;
  /** `null`: the parent's file is the same, and takes every line. */
  readonly pair: number | null;
}

/** A file that a commit has otherwise than its first parent. Lines that no source takes are the commit's own. */
export interface Step {
  readonly path: string;
  readonly sources: readonly Source[];
}

/** One commit on the way back; files without a step are as the first parent has them. */
export interface Stop {
  readonly commit: string;
  readonly firstParent: string | null;
  readonly steps: readonly Step[];
  /** Nothing can be followed past it: the history or its trees are cut off here. */
  readonly end: boolean;
}

/** The way of every file of a head back through the history, and the pairs of blobs to compare on it. */
export interface Trails {
  readonly stops: readonly Stop[];
  readonly pairs: readonly EntryPair[];
  /** Commits of which files were looked for under other names in vain, because blobs are missing. */
  readonly unsearched: readonly string[];
}

/** What finding trails needs besides the edges. */
export interface TrailSource {
  readonly scratch: GitRunner;
  readonly shallowCommits: ReadonlySet<string>;
}

/**
 * Follows `paths` of the head back through all of history at once, by trees alone and by `git blame`'s rule: a file
 * that some parent has unchanged is that parent's, the first such; else each parent that has the path is asked for
 * lines, and one that lacks it for the file it was renamed from.
 */
export async function findTrails(source: TrailSource, edges: AsyncIterable<CommitEdges>, paths: readonly string[], head: string): Promise<Trails> {
  const waiting = new Map<string, Set<string>>([[head, new Set(paths)]]);
  const stops: Stop[] = [];
  const pairs: EntryPair[] = [];
  const unsearched: string[] = [];
  const finder = new RenameFinder(source.scratch);
  try {
    for await (const commit of edges) {
      const here = waiting.get(commit.commit);
      waiting.delete(commit.commit);
      if (here === undefined || here.size === 0) continue;
      const [firstParent = null] = commit.parents;
      const end = commit.unreadable || source.shallowCommits.has(commit.commit);
      const steps: Step[] = [];
      if (!end) {
        const touched = touchedPaths(commit, here);
        const renames = await searchRenames(finder, commit, touched, unsearched);
        for (const path of touched) {
          const sources = sourcesOf(commit, path, renames, pairs);
          if (sources === null) continue;
          here.delete(path);
          steps.push({ path, sources });
          for (const each of sources) hand(waiting, each.parent, new Set([each.path]));
        }
        if (firstParent !== null) hand(waiting, firstParent, here);
      }
      stops.push({ commit: commit.commit, firstParent, steps, end });
      if (waiting.size === 0) break;
    }
  } finally {
    finder.close();
  }
  return { stops, pairs, unsearched };
}

function touchedPaths({ edges: [first = new Map<string, FileEdge>()] }: CommitEdges, here: ReadonlySet<string>): string[] {
  if (first.size > here.size) return [...here].filter((path) => first.has(path));
  return [...first.keys()].filter((path) => here.has(path));
}

/** Adds `paths` to those that wait at a commit, the smaller set to the larger. */
function hand(waiting: Map<string, Set<string>>, commit: string, paths: Set<string>): void {
  const there = waiting.get(commit);
  if (there === undefined) {
    if (paths.size > 0) waiting.set(commit, paths);
    return;
  }
  const [small, large] = there.size < paths.size ? [there, paths] : [paths, there];
  for (const path of small) large.add(path);
  waiting.set(commit, large);
}

/** By number of the parent, what each path was called there. */
type Renames = readonly (ReadonlyMap<string, RenamedFrom> | undefined)[];

async function searchRenames(finder: RenameFinder, { commit, parents, edges }: CommitEdges, touched: readonly string[], unsearched: string[]): Promise<Renames> {
  const renames: (ReadonlyMap<string, RenamedFrom> | undefined)[] = [];
  for (const [index, parent] of parents.entries()) {
    const edge = edges[index]!;
    const added = touched.filter((path) => isNew(edge.get(path)) && !isSomewhere(edges, path));
    if (added.length === 0) continue;
    const deleted = new Set<string>();
    for (const [path, { newMode }] of edge) if (newMode === '000000') deleted.add(path);
    try {
      renames[index] = await finder.find({ commit, parent, added, deleted });
    } catch (error) {
      if (!isMissing(error)) throw error;
      unsearched.push(commit);
    }
  }
  return renames;
}

/** Whether a parent has the very file under the same path, which then takes all lines. */
function isSomewhere(edges: CommitEdges['edges'], path: string): boolean {
  return edges.some((edge) => isSame(edge.get(path)));
}

function isSame(edge: FileEdge | undefined): boolean {
  return edge === undefined || (edge.oldId === edge.newId && kindOf(edge.oldMode) === kindOf(edge.newMode));
}

/** Whether the parent has nothing, or another kind of thing, under this path. */
function isNew(edge: FileEdge | undefined): boolean {
  return edge !== undefined && (edge.oldMode === '000000' || kindOf(edge.oldMode) !== kindOf(edge.newMode));
}

function kindOf(mode: string): string {
  return mode.slice(0, 3);
}

/** `null` where the file simply is as the first parent has it. */
function sourcesOf({ parents, edges }: CommitEdges, path: string, renames: Renames, pairs: EntryPair[]): Source[] | null {
  const same = parents.findIndex((_, index) => isSame(edges[index]!.get(path)));
  if (same === 0) return null;
  if (same > 0) return [{ parent: parents[same]!, path, pair: null }];
  const before = parents.map((_, index) => {
    const edge = edges[index]!.get(path)!;
    return isNew(edge) ? renames[index]?.get(path) : { path, id: edge.oldId, same: false };
  });
  const { newId = '', newMode = '' } = edges[0]?.get(path) ?? {};
  const moved = before.findIndex((from) => from?.id === newId);
  if (moved >= 0) return [{ parent: parents[moved]!, path: before[moved]!.path, pair: null }];
  const seen = new Set<string>();
  const sources: Source[] = [];
  for (const [index, from] of before.entries()) {
    if (from === undefined || seen.has(from.id)) continue;
    seen.add(from.id);
    sources.push({ parent: parents[index]!, path: from.path, pair: pairs.length });
    pairs.push({ before: entry(newMode, from.id), now: entry(newMode, newId) });
  }
  return sources;
}

function entry(mode: string, id: string): string {
  return `${mode} blob ${id}`;
}
