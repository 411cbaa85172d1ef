import { isAfter, isBefore, type PathChange, type Replay, type SignedChange } from '../../core/change/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';
import type { FirstParents, Landed, Stand } from './first-parents.ts';

/** How a tree stands to the paths of a signed change. */
export interface Standing {
  /** Paths that are neither as before it nor as it leaves them. */
  readonly moved: readonly string[];
  /** Paths that are as it leaves them already. */
  readonly there: readonly string[];
  /** Some path is still as before it. */
  readonly pending: boolean;
}

/** A change digest and the paths it is over. */
export type Digested = Awaited<ReturnType<Repository['digestTrees']>>;

/** What signed changes do to trees, each question asked of git once. */
export class Effects {
  readonly #repository: Repository;
  readonly #replays = new Map<string, Promise<Replay>>();
  readonly #inEffect = new Map<string, Promise<boolean>>();
  readonly #entries = new Map<string, Promise<readonly PathChange[]>>();
  readonly #digests = new Map<string, Promise<Digested>>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Paths of a change as it was signed. Throws `object-missing` where its trees are not here. */
  entriesOf({ base, head }: Pick<SignedChange, 'base' | 'head'>): Promise<readonly PathChange[]> {
    const key = `${base.tree} ${head.tree}`;
    let entries = this.#entries.get(key);
    if (entries === undefined) {
      this.#entries.set(key, (entries = this.#repository.comparePaths(base.tree, head.tree)));
      entries.catch(() => undefined);
    }
    return entries;
  }

  /** The digest between two trees, with the paths it is over. */
  digest(before: string, after: string): Promise<Digested> {
    const key = `${before} ${after}`;
    let digest = this.#digests.get(key);
    if (digest === undefined) {
      this.#digests.set(key, (digest = this.#repository.digestTrees(before, after)));
      digest.catch(() => undefined);
    }
    return digest;
  }

  async standing(entries: readonly PathChange[], tree: string): Promise<Standing> {
    const states = await this.#repository.readStates(tree, entries.map(({ path }) => path));
    const moved: string[] = [];
    const there: string[] = [];
    entries.forEach((entry, index) => {
      const state = states[index] ?? null;
      if (isAfter(entry, state)) there.push(entry.path);
      else if (!isBefore(entry, state)) moved.push(entry.path);
    });
    return { moved, there, pending: moved.length + there.length < entries.length };
  }

  /** Merging the signed head onto a tree, from the signed base. */
  replay({ base, head }: Pick<SignedChange, 'base' | 'head'>, onto: string): Promise<Replay> {
    const key = `${base.tree} ${onto} ${head.tree}`;
    let replay = this.#replays.get(key);
    if (replay === undefined) {
      this.#replays.set(key, (replay = this.#repository.replayMerge({ base: base.tree, ours: onto, theirs: head.tree })));
      replay.catch(() => undefined);
    }
    return replay;
  }

  /** Whether a tree has all the change brings: merging it there once more would change nothing. */
  inEffect(signed: Pick<SignedChange, 'base' | 'head'>, entries: readonly PathChange[], tree: string): Promise<boolean> {
    const key = `${signed.base.tree} ${tree} ${signed.head.tree}`;
    let answer = this.#inEffect.get(key);
    if (answer === undefined) {
      this.#inEffect.set(key, (answer = this.#ask(signed, entries, tree)));
      answer.catch(() => undefined);
    }
    return answer;
  }

  async #ask(signed: Pick<SignedChange, 'base' | 'head'>, entries: readonly PathChange[], tree: string): Promise<boolean> {
    const { pending, there } = await this.standing(entries, tree);
    if (there.length === entries.length) return true;
    if (pending) return false;
    const replay = await this.replay(signed, tree);
    if (replay.outcome === 'unable') throw new Failure('git-too-old', 'environment', replay.sentence, ['install git 2.38 or newer']);
    return replay.outcome === 'clean' && replay.tree === tree;
  }

  /**
   * The first landing at which a change was in effect, of those from `stand` on that are at least `until` steps
   * back; `null`: none. A superset of what a sign-off let in: however it got there, somebody took it out again.
   */
  async firstInEffect(chain: FirstParents, signed: Pick<SignedChange, 'base' | 'head'>, entries: readonly PathChange[], { stand, until }: { readonly stand: Stand; readonly until: number }): Promise<Landed | null> {
    const paths = new Set(entries.map(({ path }) => path));
    // Starting from the base's own tree, each path has to be touched before all of the change can be there.
    const untouched = new Set(stand.sameTree ? paths : []);
    let first = !stand.sameTree;
    await chain.readChanges({ from: stand.after, until });
    for (let back = stand.after; back >= until; back--) {
      const landed = await chain.at(back);
      if (landed === null) break;
      const touched = (await chain.changesOf(landed)).filter(({ path }) => paths.has(path));
      for (const { path } of touched) untouched.delete(path);
      if (untouched.size === 0 && (touched.length > 0 || first) && (await this.inEffect(signed, entries, landed.tree))) return landed;
      first = false;
    }
    return null;
  }

  /** The first landing, as above, that put a file of the change back to what it was before; `null`: none. Half taken back is taken back. */
  async firstTakenBack(chain: FirstParents, entries: readonly PathChange[], { stand, until }: { readonly stand: Stand; readonly until: number }): Promise<Landed | null> {
    const before = new Map(entries.map(({ path, oldMode, oldId }) => [path, `${oldMode} ${oldId}`]));
    await chain.readChanges({ from: stand.after, until });
    for (let back = stand.after; back >= until; back--) {
      const landed = await chain.at(back);
      if (landed === null) break;
      if ((await chain.changesOf(landed)).some(({ path, newMode, newId }) => before.get(path) === `${newMode} ${newId}`)) return landed;
    }
    return null;
  }
}

/** The same change backwards: in effect where it was taken out. */
export function reversed(entries: readonly PathChange[]): readonly PathChange[] {
  return entries.map(({ path, oldMode, newMode, oldId, newId }) => ({ path, oldMode: newMode, newMode: oldMode, oldId: newId, newId: oldId }));
}
