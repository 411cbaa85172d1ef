import type { PathChange, ResignCode } from '../../core/change/index.ts';
import type { Candidate } from './candidates.ts';
import { unknowable } from './cover-step.ts';
import type { Effects } from './effect.ts';

/** Candidates by the paths they touch, so that a landing is compared with those alone that can have to do with it. */
export class PathIndex {
  readonly #byPath = new Map<string, Candidate[]>();
  readonly #paths = new Map<Candidate, ReadonlySet<string>>();
  /** Candidates whose trees are not here: they cover by digest alone. */
  readonly unread: { readonly candidate: Candidate; readonly code: ResignCode; readonly sentence: string }[] = [];

  private constructor() {}

  static async of(candidates: readonly Candidate[], effects: Effects): Promise<PathIndex> {
    const index = new PathIndex();
    const entries = await Promise.all(
      candidates.map(async (candidate): Promise<readonly PathChange[] | null> => {
        try {
          return await effects.entriesOf(candidate.signed);
        } catch (error) {
          index.unread.push({ candidate, ...unknowable(error) });
          return null;
        }
      }),
    );
    candidates.forEach((candidate, at) => index.#add(candidate, entries[at] ?? null));
    return index;
  }

  #add(candidate: Candidate, entries: readonly PathChange[] | null): void {
    if (entries === null) return;
    this.#paths.set(candidate, new Set(entries.map(({ path }) => path)));
    for (const { path } of entries) {
      const there = this.#byPath.get(path);
      if (there === undefined) this.#byPath.set(path, [candidate]);
      else there.push(candidate);
    }
  }

  pathsOf(candidate: Candidate): ReadonlySet<string> {
    return this.#paths.get(candidate) ?? new Set();
  }

  /** Those that touch each of these paths, and maybe more. */
  touchingAll(changes: readonly PathChange[]): readonly Candidate[] {
    const lists = changes.map(({ path }) => this.#byPath.get(path) ?? []);
    const rarest = lists.reduce((least, list) => (list.length < least.length ? list : least), lists[0] ?? []);
    return rarest.filter((candidate) => changes.every(({ path }) => this.pathsOf(candidate).has(path)));
  }

  /** Those that touch some of these paths and nothing else. */
  touchingOnly(changes: readonly PathChange[]): readonly Candidate[] {
    const paths = new Set(changes.map(({ path }) => path));
    return this.touchingSome(changes).filter((candidate) => [...this.pathsOf(candidate)].every((path) => paths.has(path)));
  }

  /** Those that touch any of these paths, most paths in common first. */
  touchingSome(changes: readonly PathChange[]): readonly Candidate[] {
    const shared = new Map<Candidate, number>();
    for (const { path } of changes) for (const candidate of this.#byPath.get(path) ?? []) shared.set(candidate, (shared.get(candidate) ?? 0) + 1);
    return [...shared].toSorted((a, b) => b[1] - a[1]).map(([candidate]) => candidate);
  }
}
