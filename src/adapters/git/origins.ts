import type { Change, Commit, FileChange } from '../../core/change/index.ts';
import type { FileOrigins } from '../../core/evidence/index.ts';
import { type ChangeSource, plainDiff } from './change.ts';
import { readSecondSides, type SecondSide } from './merges.ts';
import type { PatchSection } from './patch.ts';
import { LastingDiff } from './process/lasting-diff.ts';
import type { GitRunner } from './process/runner.ts';
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
  const order = oldestFirst(change.commits);
  const replay = new Replay(order, await readSecondSides(source, order.filter((commit) => isPlainMerge(source, commit))));
  await replayEdges(source, replay);
  return wanted.map((file) => originsOf(file, replay.head.get(file.path) ?? untouched, replay.lastTouch.get(file.path) ?? change.head.commit));
}

/** Merges of more parents are read against each of them; so are those a shallow clone cut off. */
function isPlainMerge({ shallowCommits }: ChangeSource, { id, parents }: Commit): boolean {
  return parents.length === 2 && parents[0] !== parents[1] && !shallowCommits.has(id);
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
  readonly #seconds: ReadonlyMap<string, SecondSide>;
  readonly #states = new Map<string, State>();
  readonly #childrenLeft = new Map<string, number>();
  /** What the edges of the current commit that are read already changed. */
  #overlays: State[] = [];
  #index = -1;
  #sections: PatchSection[] = [];

  /** `seconds`: merges of which only the edge to the first parent has to be read. */
  constructor(order: readonly Commit[], seconds: ReadonlyMap<string, SecondSide>) {
    this.#seconds = seconds;
    this.edges = order.flatMap((commit): Edge[] => {
      const parents = seconds.has(commit.id) ? commit.parents.slice(0, 1) : commit.parents;
      return parents.length === 0 ? [{ commit, parent: null }] : parents.map((parent) => ({ commit, parent }));
    });
    for (const parent of order.flatMap(({ parents }) => parents)) {
      this.#childrenLeft.set(parent, (this.#childrenLeft.get(parent) ?? 0) + 1);
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
    this.#overlays.push(overlayOf(this.#stateOf(parent), this.#sections, commit.id));
    this.#sections = [];
    if (this.edges[this.#index + 1]?.commit === commit) return;
    const changed = commit.parents.length > 1 ? this.#merge(commit) : this.#overlays[0]!;
    this.#overlays = [];
    const [state = new Map<string, Segments>()] = commit.parents.map((id) => this.#take(id));
    for (const [path, segments] of changed) {
      state.set(path, segments);
      this.lastTouch.set(path, commit.id);
    }
    this.#states.set(commit.id, state);
    this.head = state;
  }

  #stateOf(commit: string | null): State {
    return (commit === null ? undefined : this.#states.get(commit)) ?? new Map();
  }

  /** A parent's state: the map itself for its last child, a copy for the others. */
  #take(parent: string): State {
    const state = this.#stateOf(parent);
    const left = (this.#childrenLeft.get(parent) ?? 1) - 1;
    this.#childrenLeft.set(parent, left);
    if (left > 0) return new Map(state);
    this.#states.delete(parent);
    return state;
  }

  /** What is as the first parent has it stays so, line for line: only what differs from it is compared with the others. */
  #merge({ id, parents }: Commit): State {
    const [first = new Map<string, Segments>(), ...others] = this.#overlays;
    const second = this.#seconds.get(id);
    const sides = parents.slice(1).map((parent, index) => ({ before: this.#stateOf(parent), overlay: others[index] }));
    const valueAt = (path: string, { before, overlay }: (typeof sides)[number]) => {
      const changed = overlay ?? overlayOf(before, second?.get(path) ?? [], id);
      return changed.get(path) ?? before.get(path) ?? untouched;
    };
    const merged: State = new Map();
    for (const [path, segments] of first) merged.set(path, mergeSegments([segments, ...sides.map((side) => valueAt(path, side))], id));
    return merged;
  }
}

/** The files that `sections` change, as `commit` has them. */
function overlayOf(state: ReadonlyMap<string, Segments>, sections: readonly PatchSection[], commit: string): State {
  const overlay: State = new Map();
  const changed: [string, Segments][] = [];
  for (const section of sections) {
    const { oldPath, newPath } = section;
    if (!section.deleted) changed.push([newPath, after(state, section, commit)]);
    if (section.deleted || section.renamed) overlay.set(oldPath, []);
  }
  for (const [path, segments] of changed) overlay.set(path, segments);
  return overlay;
}

function after(state: ReadonlyMap<string, Segments>, section: PatchSection, commit: string): Segments {
  const { oldPath, newPath } = section;
  // What a binary file becomes has no lines to follow: they are the commit's.
  if (section.binary) return claimUnknown(untouched, commit, newPath);
  if (section.added) return applyHunks([], section.hunks, commit, newPath);
  const result = applyHunks(state.get(oldPath) ?? untouched, section.hunks, commit, newPath);
  return section.renamed ? claimUnknown(result, commit, newPath) : result;
}

/** One for all changes that are asked about. */
const lasting = new WeakMap<GitRunner, LastingDiff>();

async function replayEdges({ scratch, shallowCommits }: ChangeSource, replay: Replay): Promise<void> {
  const form = ['--always', '--root', '-r', '--format=tformat:commit %H', '--no-notes'];
  const diff = lasting.get(scratch) ?? new LastingDiff(scratch, { arguments: [...form, '-p', '-M', '-l1000', ...plainDiff], keepLines: false, longest: Number.POSITIVE_INFINITY });
  lasting.set(scratch, diff);
  const lines = replay.edges.map(({ commit, parent }) => (parent === null || shallowCommits.has(commit.id) ? commit.id : `${commit.id} ${parent}`));
  await diff.ask(lines, { commit: () => replay.next(), section: (section) => replay.section(section) });
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
