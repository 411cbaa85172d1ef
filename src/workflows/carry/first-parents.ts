import type { PathChange } from '../../core/change/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { CommitTree, Repository } from '../ports/index.ts';

/** A commit of the target, reached along first parents. */
export interface Landed extends CommitTree {
  /** How many first-parent steps before the tip: 0 is the tip, larger is older. */
  readonly back: number;
}

/** Where a commit stands in the history of the target. */
export interface Stand {
  /** The commit itself, or the landing it stands for. */
  readonly commit: string;
  /** `back` of the oldest landing that has it in its history. */
  readonly reach: number;
  /** `back` of the oldest landing that came after it; -1: none, it is the tip. */
  readonly after: number;
  /** What came after it starts from its very tree. */
  readonly sameTree: boolean;
}

/** So many commits are read ahead before it is asked whether going on leads anywhere. */
const firstStretch = 64;

/**
 * The target's first-parent history, read backwards as far as questions need, from the commit objects themselves:
 * commit-graph files are caches that nobody checks.
 */
export class FirstParents {
  readonly #repository: Repository;
  readonly #tip: string;
  readonly #chain: Landed[] = [];
  readonly #backOf = new Map<string, number>();
  readonly #changes = new Map<number, Promise<readonly PathChange[]>>();
  readonly #stands = new Map<string, Promise<Stand | null>>();
  #ended = false;
  #reading: Promise<void> = Promise.resolve();

  constructor(repository: Repository, tip: string) {
    this.#repository = repository;
    this.#tip = tip;
  }

  /** The commit so many steps before the tip; `null` before the first. Throws `history-shallow` at a shallow clone's edge. */
  async at(back: number): Promise<Landed | null> {
    await this.#read(back + 1);
    const found = this.#chain[back];
    if (found === undefined && this.#chain.at(-1)?.cut === true) throw shallow(this.#chain.at(-1)!.commit);
    return found ?? null;
  }

  /** Where on the chain a landing is; `null`: the target did not come by it along its first parents. */
  async find(commit: string): Promise<Landed | null> {
    const stand = await this.standOf(commit);
    return stand?.sameTree === true && Number.isFinite(stand.reach) ? this.at(stand.reach) : null;
  }

  /** Paths a landing changed against its first parent. */
  changesOf({ back, tree }: Landed): Promise<readonly PathChange[]> {
    let changes = this.#changes.get(back);
    if (changes === undefined) {
      this.#changes.set(back, (changes = this.at(back + 1).then((parent) => this.#repository.comparePaths(parent?.tree ?? null, tree))));
    }
    return changes;
  }

  /** Asks for the changes of a stretch of landings at once, which git answers faster than one by one. */
  async readChanges({ from, until }: { readonly from: number; readonly until: number }): Promise<void> {
    if (from < until) return;
    await this.at(from + 1);
    await Promise.all(this.#chain.slice(until, from + 1).map((landed) => this.changesOf(landed)));
  }

  /** Where a commit stands; `null`: it is no ancestor of the tip. Throws `history-shallow` where that cannot be told. */
  standOf(commit: string): Promise<Stand | null> {
    let stand = this.#stands.get(commit);
    if (stand === undefined) this.#stands.set(commit, (stand = this.#find(commit)));
    return stand;
  }

  async #find(commit: string): Promise<Stand | null> {
    // The empty tree below a root commit.
    if (/^0+$/.test(commit)) return { commit, reach: Number.POSITIVE_INFINITY, after: (await this.#length()) - 1, sameTree: true };
    for (let stretch = firstStretch; ; stretch *= 4) {
      if (!this.#backOf.has(commit)) await this.#read(stretch, commit);
      const back = this.#backOf.get(commit);
      if (back !== undefined) return { commit, reach: back, after: back - 1, sameTree: true };
      if (stretch === firstStretch && !(await this.#reaches(this.#tip, commit))) return null;
      const oldest = this.#chain.at(-1)!;
      if (!(await this.#reaches(oldest.commit, commit))) break;
      if (this.#ended) throw shallow(oldest.commit);
    }
    // Brought in by a merge: the oldest landing that reaches it.
    let [newer, older] = [0, this.#chain.length - 1];
    while (older - newer > 1) {
      const middle = (newer + older) >> 1;
      if (await this.#reaches(this.#chain[middle]!.commit, commit)) newer = middle;
      else older = middle;
    }
    return { commit, reach: newer, after: newer, sameTree: false };
  }

  async #reaches(from: string, commit: string): Promise<boolean> {
    const [absent] = await this.#repository.missing([commit]);
    if (absent === undefined && (await this.#repository.isAncestor(commit, from))) return true;
    if ((await this.#repository.facts()).shallow) throw shallow(from);
    return false;
  }

  async #length(): Promise<number> {
    await this.#read(Number.POSITIVE_INFINITY);
    const last = this.#chain.at(-1);
    if (last?.cut === true) throw shallow(last.commit);
    return this.#chain.length;
  }

  /** Reads so many commits, or only as far as `wanted`. */
  #read(count: number, wanted: string | null = null): Promise<void> {
    const reading = this.#reading.then(() => this.#readOn(count, wanted));
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  async #readOn(count: number, wanted: string | null): Promise<void> {
    while (this.#chain.length < count && !this.#ended) {
      if (this.#chain.at(-1)?.commit === wanted) return;
      const last = this.#chain.at(-1);
      const next = last === undefined ? this.#tip : last.parents[0];
      if (next === undefined || last?.cut === true) {
        this.#ended = true;
        return;
      }
      const landed = { ...(await this.#repository.readTreeOf(next)), back: this.#chain.length };
      this.#backOf.set(next, landed.back);
      this.#chain.push(landed);
    }
  }
}

function shallow(at: string): Failure {
  return new Failure('history-shallow', 'environment', `the history here is shallow: what came before ${at.slice(0, 12)} cannot be seen`, ['fetch the rest with `git fetch --unshallow`']);
}
