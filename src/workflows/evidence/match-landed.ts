import {
  chooseFit, contentDelta, fitOf, sameAuthor, type ContentDelta, type EvidenceProblem, type Fit, type Fitting, type LandedAs,
} from '../../core/evidence/index.ts';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import type { FileAt, HistoryCommit, Repository } from '../ports/index.ts';

/** A pull-request head that did not land as it is, with its own commits, newest first. */
export interface Proposed {
  readonly pull: number;
  readonly commits: readonly HistoryCommit[];
  /** Full ids of the commits its first ones were made on. */
  readonly bases: readonly string[];
}

/** What stands behind a landed commit, and how that was found. */
export interface Behind {
  /** Newest first; empty where nothing fits. */
  readonly commits: readonly HistoryCommit[];
  readonly via: LandedAs | null;
  readonly problems: readonly EvidenceProblem[];
}

/** What is compared of a landed commit. */
export interface Unnumbered extends Pick<HistoryCommit, 'id' | 'parents' | 'author' | 'committedAt'> {
  readonly paths: ReadonlySet<string>;
}

const nothing: Behind = { commits: [], via: null, problems: [] };
/** Files past which a commit or a pull request is not compared. */
const mostPaths = 400;
/** Commits past which a pull request is not compared. */
const mostCommits = 300;
/** Pull requests, and single commits of them, that are compared with one landed commit. */
const mostTried = 32;
/** Largest file read for it, in bytes. */
const largestFile = 2 * 1024 * 1024;
/** Files of commits whose part is kept. */
const mostSteps = 20_000;
const noChange: ContentDelta = { lines: new Map() };
/** Bytes of files whose lines are kept to be compared again. */
const mostHeld = 32 * 1024 * 1024;
/** Least share of paths in common; every path of a commit is rarely everybody's. */
const leastPaths = 0.5;

interface Entry extends Proposed {
  readonly paths: ReadonlySet<string>;
  /** Of each commit, in their order. */
  readonly pathsOf: readonly ReadonlySet<string>[];
  /** The oldest of its commits; what landed before has nothing of it. */
  readonly since: number;
}

/**
 * Finds the pull request of a landed commit that names none, by what both do to their files. What is committed later
 * than the landed commit is a copy of it (a backport) and no origin. Where two fit equally well, neither is taken.
 */
export class LandedMatcher {
  readonly #repository: Repository;
  readonly #main: string;
  readonly #bases = new Map<string, Promise<string | null>>();
  readonly #texts = new Map<string, readonly string[]>();
  #held = 0;
  readonly #steps = new Map<string, Promise<ContentDelta | null>>();
  readonly #byPath = new Map<string, Entry[]>();
  /** Whether a pull request has anything to tell; the others are only compared as rivals of one that has. */
  readonly #tells: (commits: readonly HistoryCommit[]) => boolean;

  /** `main` reaches what landed; a branch that took some of it over begins at the newest of that. */
  constructor(repository: Repository, main: string, proposed: Iterable<Proposed>, tells: (commits: readonly HistoryCommit[]) => boolean) {
    this.#repository = repository;
    this.#main = main;
    this.#tells = tells;
    for (const one of proposed) {
      if (one.commits.length === 0 || one.commits.length > mostCommits) continue;
      const pathsOf = one.commits.map((commit) => new Set(commit.files.map((file) => file.path)));
      const paths = new Set(pathsOf.flatMap((each) => [...each]));
      if (paths.size === 0 || paths.size > mostPaths) continue;
      const entry = { ...one, paths, pathsOf, since: Math.min(...one.commits.map((commit) => commit.committedAt)) };
      for (const path of paths) {
        const list = this.#byPath.get(path);
        if (list === undefined) this.#byPath.set(path, [entry]);
        else list.push(entry);
      }
    }
  }

  async behind(landed: Unnumbered): Promise<Behind> {
    if (landed.paths.size === 0 || landed.paths.size > mostPaths) return nothing;
    const near = this.#near(landed);
    if (!near.some((entry) => this.#tells(entry.commits))) return nothing;
    const problems: EvidenceProblem[] = [];
    const fits: Fitting<Pick<Behind, 'commits'> & { readonly pull: number }>[] = [];
    let singles = 0;
    for (const entry of near.slice(0, mostTried)) {
      const whole = await this.#wholeFit(landed, entry);
      if (whole !== null) fits.push(whole);
      if (whole?.by === 'patch' || entry.commits.length === 1) continue;
      for (const [index, commit] of entry.commits.entries()) {
        const paths = entry.pathsOf[index]!;
        // Whoever moves a single commit to another branch keeps its author.
        if (commit.committedAt > landed.committedAt || !sameAuthor(landed, commit) || alike(paths, landed.paths) < leastPaths || ++singles > mostTried) continue;
        const fit = await this.#fit(landed, { from: commit.parents[0] ?? null, to: commit.id, paths }, true);
        if (fit?.by === 'patch') fits.push({ ...fit, id: commit.id, of: { pull: entry.pull, commits: [commit] } });
      }
    }
    const chosen = chooseFit(fits);
    if (chosen === null) {
      if (near.slice(mostTried).some((entry) => this.#tells(entry.commits))) {
        problems.push({ source: 'refs/pull/*/head', sentence: `${near.length} pull requests touch the files of ${landed.id.slice(0, 7)}, which names none; the ${mostTried} nearest were compared with it, and none fits.` });
      }
      return { ...nothing, problems };
    }
    if ('equals' in chosen) {
      const pulls = [...new Set(chosen.equals.map(({ of }) => of.pull))].sort((a, b) => a - b);
      problems.push({
        source: pulls.map((pull) => `refs/pull/${pull}/head`).join(' '),
        sentence: `${landed.id.slice(0, 7)} names no pull request and fits ${words(pulls)} equally well; neither was taken for its origin.`,
      });
      return { ...nothing, problems };
    }
    const { of, by, shared } = chosen.best;
    return { commits: of.commits, via: { pull: of.pull, by, shared: Math.round(shared * 1000) / 1000 }, problems };
  }

  /** Pull requests that touch about the same files and are not later, the nearest first. */
  #near(landed: Unnumbered): readonly Entry[] {
    const lists = [...landed.paths].map((path) => this.#byPath.get(path) ?? []).sort((a, b) => a.length - b.length);
    const found = new Map<number, Entry>();
    // A path that nobody proposed may come of a change on the way: the rarest that somebody did leads on.
    for (const entry of lists.filter((list) => list.length > 0).slice(0, 2).flat()) found.set(entry.pull, entry);
    return [...found.values()]
      .filter((entry) => entry.since <= landed.committedAt)
      .map((entry) => ({ entry, alike: Math.max(alike(entry.paths, landed.paths), ...entry.pathsOf.map((paths) => alike(paths, landed.paths))) }))
      .filter((one) => one.alike >= leastPaths)
      .sort((a, b) => b.alike - a.alike || b.entry.pull - a.entry.pull)
      .map(({ entry }) => entry);
  }

  async #wholeFit(landed: Unnumbered, entry: Entry): Promise<Fitting<Pick<Behind, 'commits'> & { readonly pull: number }> | null> {
    const tip = entry.commits[0]!;
    if (tip.committedAt > landed.committedAt || alike(entry.paths, landed.paths) < leastPaths) return null;
    const base = entry.bases.length === 1 ? entry.bases[0]! : await this.#baseOf(tip.id);
    const fit = await this.#fit(landed, { from: base, to: tip.id, paths: entry.paths }, entry.commits.some((commit) => sameAuthor(landed, commit)));
    return fit === null ? null : { ...fit, id: tip.id, of: entry };
  }

  #baseOf(tip: string): Promise<string | null> {
    let base = this.#bases.get(tip);
    if (base === undefined) this.#bases.set(tip, (base = this.#repository.mergeBases(this.#main, tip).then((bases) => bases[0] ?? null)));
    return base;
  }

  /** What landed over the files of both: a listing that follows renames has only the new paths. */
  async #fit(landed: Unnumbered, other: { readonly from: string | null; readonly to: string; readonly paths: ReadonlySet<string> }, same: boolean): Promise<Fit | null> {
    const theirs = await this.#delta(other.from, other.to, other.paths);
    const ours = theirs === null || theirs.lines.size === 0 ? null : await this.#delta(landed.parents[0] ?? null, landed.id, new Set([...landed.paths, ...other.paths]));
    return ours === null ? null : fitOf(ours, theirs!, same);
  }

  /** `null` where a file cannot be read: what is not known fits nothing. */
  async #delta(before: string | null, after: string, paths: ReadonlySet<string>): Promise<ContentDelta | null> {
    const lines = new Map<string, number>();
    for (const part of await Promise.all([...paths].map((path) => this.#step(before, after, path)))) {
      if (part === null) return null;
      for (const [key, count] of part.lines) lines.set(key, count);
    }
    return { lines };
  }

  /** One file's part, kept: the same pull requests are compared with many commits. */
  #step(before: string | null, after: string, path: string): Promise<ContentDelta | null> {
    const key = `${before} ${after} ${path}`;
    let step = this.#steps.get(key);
    if (step !== undefined) return step;
    if (this.#steps.size >= mostSteps) this.#steps.clear();
    this.#steps.set(key, (step = this.#readStep(before, after, path)));
    return step;
  }

  async #readStep(before: string | null, after: string, path: string): Promise<ContentDelta | null> {
    try {
      const [old = null, now = null] = await Promise.all([before, after].map((commit) => (commit === null ? null : this.#repository.readFile(commit, path))));
      if (old?.blob === now?.blob) return noChange;
      if ((old?.bytes.length ?? 0) > largestFile || (now?.bytes.length ?? 0) > largestFile) return null;
      return contentDelta([{ path, before: this.#linesOf(old), after: this.#linesOf(now) }]);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return null;
    }
  }

  /** Pull requests that touch one file have many versions of it in common. */
  #linesOf(file: FileAt | null): readonly string[] | null {
    if (file === null) return null;
    let lines = this.#texts.get(file.blob);
    if (lines !== undefined) return lines;
    lines = decodeUtf8(file.bytes).split('\n');
    this.#held += file.bytes.length;
    if (this.#held > mostHeld) {
      this.#texts.clear();
      this.#held = file.bytes.length;
    }
    this.#texts.set(file.blob, lines);
    return lines;
  }

}

/** Paths in common over paths of either. */
function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0;
  for (const path of one) if (other.has(path)) common += 1;
  const either = one.size + other.size - common;
  return either === 0 ? 0 : common / either;
}

/** `the pull requests #3 and #5`; one pull request alone has several commits that fit. */
function words(pulls: readonly number[]): string {
  if (pulls.length === 1) return `two commits of the pull request #${pulls[0]}`;
  return `the pull requests ${pulls.slice(0, -1).map((pull) => `#${pull}`).join(', ')} and #${pulls.at(-1)}`;
}
