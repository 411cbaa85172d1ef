import type { Commit, Identity } from '../../change/index.ts';
import type { Instant } from '../../values/index.ts';
import { namedIn } from './named-commits.ts';

/** A commit with the files it touched; `linesAdded` is `null` where it could not be counted. */
export interface SurveyedCommit extends Commit {
  readonly files: readonly { readonly path: string; readonly linesAdded: number | null }[];
}

/** One name and address that authors commits, as git recorded them. */
export interface AuthorSeen extends Identity {
  /** Commits of the survey; merges count. */
  commits: number;
  /** Newest committer date. */
  last: Instant;
}

/** A landed commit as the size card sees it. */
export interface LandedSize {
  readonly id: string;
  readonly at: Instant;
  readonly linesAdded: number;
}

/** Files of one commit beyond this many say nothing of what people work on: a rename of everything, an import. */
const mostFiles = 300;

/** What a part of a history says of the work in it; fed newest first, in bounded memory per commit. */
export class HistorySurvey {
  commits = 0;
  /** Committer dates; `null` before the first commit. */
  newest: Instant | null = null;
  oldest: Instant | null = null;
  /** By name and address together. */
  readonly authors = new Map<string, AuthorSeen>();
  /** Path → numbers of the commits that touched it, merges left out. */
  readonly touches = new Map<string, number[]>();
  /** Commit number → author. */
  readonly authorOf: AuthorSeen[] = [];
  readonly sizes: LandedSize[] = [];
  /** Ids, whole or shortened, that a later commit says it mends or takes back. */
  readonly mended = new Set<string>();

  /** Takes one more commit into account. */
  add(commit: SurveyedCommit): void {
    this.commits += 1;
    const at = commit.committedAt;
    this.newest = this.newest === null ? at : Math.max(this.newest, at);
    this.oldest = this.oldest === null ? at : Math.min(this.oldest, at);
    const author = this.#author(commit.author, at);
    if (commit.parents.length > 1) return;
    for (const id of namedIn(commit.message)) this.mended.add(id);
    const counted = commit.files.every(({ linesAdded }) => linesAdded !== null);
    if (counted) this.sizes.push({ id: commit.id, at, linesAdded: commit.files.reduce((sum, file) => sum + (file.linesAdded ?? 0), 0) });
    if (commit.files.length > mostFiles) return;
    const number = this.authorOf.push(author) - 1;
    for (const { path } of commit.files) {
      const known = this.touches.get(path);
      if (known === undefined) this.touches.set(path, [number]);
      else known.push(number);
    }
  }

  /** Numbers of the commits that touched any of these paths, each once. */
  touching(paths: Iterable<string>): ReadonlySet<number> {
    const found = new Set<number>();
    for (const path of paths) for (const number of this.touches.get(path) ?? []) found.add(number);
    return found;
  }

  #author({ name, email }: Identity, at: Instant): AuthorSeen {
    const key = `${name}\0${email}`;
    const known = this.authors.get(key);
    if (known === undefined) {
      const made = { name, email, commits: 1, last: at };
      this.authors.set(key, made);
      return made;
    }
    known.commits += 1;
    known.last = Math.max(known.last, at);
    return known;
  }
}
