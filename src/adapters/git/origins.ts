import type { Change, Commit, FileChange } from '../../core/change/index.ts';
import type { FileOrigins } from '../../core/evidence/index.ts';
import { type ChangeSource, plainDiff } from './change.ts';
import { PatchReader, type PatchSection } from './patch.ts';
import { gitFailed } from './process/failures.ts';
import { applyHunks, claimUnknown, mergeSegments, type Segment, type Segments, slice, untouched } from './replay.ts';

/** Files of one commit; a path that is absent is as it was before all replayed commits. */
type State = Map<string, Segments>;

/** A commit and one of its parents (`null`: none, or beyond a shallow clone's edge). */
interface Edge {
  readonly commit: Commit;
  readonly parent: string | null;
}

/**
 * Which commit of the change added each of its added lines, by replaying the commits from the oldest on, each
 * against every parent. Moves are followed: a line keeps the commit that wrote it, and content older than the
 * change that was moved belongs to the commit that moved it. A line new to all parents of a merge belongs to
 * the merge. Where two diffs align lines differently (repeated braces), a line takes the origin of the
 * nearest line of its hunk, or else of the last commit that touched the file. Every added line is covered
 * exactly once.
 */
export async function readLineOrigins(source: ChangeSource, change: Change): Promise<readonly FileOrigins[]> {
  const wanted = change.files.filter((file) => file.hunks.some((hunk) => hunk.added.length > 0));
  if (wanted.length === 0) return [];
  const only = change.commits.length === 1 ? change.commits[0]! : null;
  if (only !== null && only.parents.length <= 1) {
    return wanted.map((file) => originsOf(file, applyHunks(untouched, shapes(file), only.id, file.path), only.id));
  }
  const replay = new Replay(change);
  await replayEdges(source, replay);
  return wanted.map((file) => originsOf(file, replay.head.get(file.path) ?? untouched, replay.lastTouch.get(file.path) ?? change.head.commit));
}

function shapes(file: FileChange) {
  return file.hunks.map(({ oldStart, newStart, removed, added }) => ({
    oldStart, newStart, oldCount: removed.length, newCount: added.length,
  }));
}

/** Takes the patches of all edges in order and keeps the state of each commit as long as a child needs it. */
class Replay {
  readonly edges: readonly Edge[];
  readonly lastTouch = new Map<string, string>();
  head: State = new Map();
  readonly #states = new Map<string, State>();
  readonly #childrenLeft = new Map<string, number>();
  #sides: State[] = [];
  #touched = new Set<string>();
  #index = -1;
  #sections: PatchSection[] = [];

  constructor(change: Change) {
    const order = oldestFirst(change.commits);
    this.edges = order.flatMap((commit): Edge[] =>
      commit.parents.length === 0 ? [{ commit, parent: null }] : commit.parents.map((parent) => ({ commit, parent })),
    );
    for (const { parent } of this.edges) {
      if (parent !== null) this.#childrenLeft.set(parent, (this.#childrenLeft.get(parent) ?? 0) + 1);
    }
  }

  /** A patch of the next edge begins. */
  next(): void {
    this.finish();
    this.#index += 1;
  }

  section(section: PatchSection): void {
    this.#sections.push(section);
  }

  /** The patch of the current edge is complete. */
  finish(): void {
    const edge = this.edges[this.#index];
    if (edge === undefined) return;
    const { commit, parent } = edge;
    this.#sides.push(this.#apply(this.#take(parent), commit.id));
    if (this.#sides.length < Math.max(1, commit.parents.length)) return;
    const state = this.#sides.length === 1 ? this.#sides[0]! : this.#merge(commit.id);
    for (const path of this.#touched) this.lastTouch.set(path, commit.id);
    this.#sides = [];
    this.#touched = new Set();
    this.#states.set(commit.id, state);
    this.head = state;
  }

  /** The parent's state: the map itself for its last child, a copy for the others. */
  #take(parent: string | null): State {
    if (parent === null) return new Map();
    const state = this.#states.get(parent);
    const left = (this.#childrenLeft.get(parent) ?? 1) - 1;
    this.#childrenLeft.set(parent, left);
    if (left > 0) return new Map(state);
    this.#states.delete(parent);
    return state ?? new Map();
  }

  #apply(state: State, commit: string): State {
    const changed: [string, Segments][] = [];
    const gone: string[] = [];
    for (const section of this.#sections) {
      const { oldPath, newPath } = section;
      this.#touched.add(newPath);
      if (section.deleted) gone.push(oldPath);
      else changed.push([newPath, after(state, section, commit)]);
      if (section.renamed) gone.push(oldPath);
    }
    this.#sections = [];
    for (const path of gone) state.set(path, []);
    for (const [path, segments] of changed) state.set(path, segments);
    return state;
  }

  #merge(commit: string): State {
    const merged: State = new Map();
    const paths = new Set(this.#sides.flatMap((side) => [...side.keys()]));
    for (const path of paths) merged.set(path, mergeSegments(this.#sides.map((side) => side.get(path) ?? untouched), commit));
    return merged;
  }
}

function after(state: State, section: PatchSection, commit: string): Segments {
  const { oldPath, newPath } = section;
  // What a binary file becomes has no lines to follow: they are the commit's.
  if (section.binary) return claimUnknown(untouched, commit, newPath);
  if (section.added) return applyHunks([], section.hunks, commit, newPath);
  const result = applyHunks(state.get(oldPath) ?? untouched, section.hunks, commit, newPath);
  return section.renamed ? claimUnknown(result, commit, newPath) : result;
}

async function replayEdges(source: ChangeSource, replay: Replay): Promise<void> {
  const reader = new PatchReader({ commit: () => replay.next(), section: (section) => replay.section(section) }, false);
  const form = ['--stdin', '--always', '--root', '-r', '--format=tformat:commit %H', '--no-notes'];
  const args = ['diff-tree', ...form, '-p', '-M', '-l1000', ...plainDiff];
  const { child, end } = source.scratch.start(args);
  const lines = replay.edges.map(({ commit, parent }) =>
    parent === null || source.shallowCommits.has(commit.id) ? commit.id : `${commit.id} ${parent}`,
  );
  child.stdin.end(`${lines.join('\n')}\n`);
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) reader.push(chunk);
  const { code, stderr } = await end;
  if (code !== 0) throw gitFailed(args, stderr);
  reader.end();
  replay.finish();
}

/** Parents before children; commit dates do not say that. */
function oldestFirst(commits: readonly Commit[]): Commit[] {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const order = new Set<Commit>();
  const stack: Commit[] = [];
  for (const commit of commits) {
    stack.push(commit);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const before = order.has(top) ? [] : top.parents.flatMap((id) => byId.get(id) ?? []).filter((parent) => !order.has(parent));
      if (before.length > 0) stack.push(...before);
      else {
        order.add(top);
        stack.pop();
      }
    }
  }
  return [...order];
}

function originsOf(file: FileChange, segments: Segments, lastTouch: string): FileOrigins {
  const ranges: FileOrigins['ranges'][number][] = [];
  for (const { newStart, added } of file.hunks) {
    if (added.length === 0) continue;
    let line = newStart;
    const found = slice(segments, newStart, added.length);
    for (const [index, { length, origin }] of found.entries()) {
      const commit = origin?.commit ?? nearest(found, index) ?? lastTouch;
      const range = { start: line, end: line + length - 1, commit, originalStart: origin?.start ?? line, originalPath: origin?.path ?? file.path };
      const last = ranges.at(-1);
      if (last !== undefined && joins(last, range)) ranges[ranges.length - 1] = { ...last, end: range.end };
      else ranges.push(range);
      line += length;
    }
  }
  return { path: file.path, ranges };
}

function joins(a: FileOrigins['ranges'][number], b: FileOrigins['ranges'][number]): boolean {
  const length = a.end - a.start + 1;
  return a.end + 1 === b.start && a.commit === b.commit && a.originalPath === b.originalPath && a.originalStart + length === b.originalStart;
}

function nearest(found: readonly Segment[], index: number): string | null {
  const before = found.slice(0, index).findLast(({ origin }) => origin !== null);
  return (before ?? found.slice(index).find(({ origin }) => origin !== null))?.origin?.commit ?? null;
}
