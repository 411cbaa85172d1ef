import type { Change, Commit, FileStatus, LineRange, ObjectFormat, PathChange, PathState, Replay } from '../../core/change/index.ts';
import type { FileMoves, FileOrigins, OriginRange } from '../../core/evidence/index.ts';
import type { Instant } from '../../core/values/index.ts';

/** A ref or revision a person named, resolved without letting a tag shadow a branch. */
export interface ResolvedRevision {
  /** Full ref name (`refs/heads/main`) where the name was a ref, else `null`. */
  readonly ref: string | null;
  /** Full commit id. */
  readonly commit: string;
}

/** What a repository is and what of it can be read. */
export interface RepositoryFacts {
  /** Folder name without `.git`: what people call it. */
  readonly name: string;
  readonly path: string;
  readonly objectFormat: ObjectFormat;
  readonly bare: boolean;
  readonly shallow: boolean;
  readonly partial: boolean;
  /** e.g. `2.39.5` */
  readonly gitVersion: string;
}

/** One file a commit of the history touched; lines are `null` for binaries and where they were not asked for. */
export interface HistoryFile {
  readonly path: string;
  readonly status: FileStatus | 'R';
  readonly linesAdded: number | null;
  readonly linesRemoved: number | null;
}

/** A commit of the history with the files it touched; merges list none. */
export interface HistoryCommit extends Commit {
  readonly files: readonly HistoryFile[];
  /** Its parents lie beyond a shallow clone's edge: what it changed is not known, and `files` is empty. */
  readonly atEdge?: true;
}

/** Which part of a history to read. */
export interface HistoryQuery {
  /** Full ids: reachable from any of `heads` and from none of `not`. */
  readonly heads: readonly string[];
  readonly not: readonly string[];
  /** Committer dates. */
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** Only along first parents. */
  readonly firstParent: boolean;
  /** `lines`: with numbers of lines; `paths`: cheaper, statuses only; `none`: commits alone. */
  readonly files: 'lines' | 'paths' | 'none';
}

/** A note on a commit: the blob's id and bytes. */
export interface Note {
  readonly ref: string;
  readonly commit: string;
  readonly blob: string;
  readonly bytes: Uint8Array;
}

/** A commit's tree and parents, as its object has them. */
export interface CommitTree {
  readonly commit: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** A shallow clone left its parents out. */
  readonly cut: boolean;
}

/** A file as a commit has it. */
export interface FileAt {
  readonly blob: string;
  readonly bytes: Uint8Array;
}

/** Lines of a head's file with their origin. */
export interface HeadRange extends OriginRange {
  /** The commit is only where following the lines ended: the history before it is not here. */
  readonly cutOff?: true;
}

/** Where every line of a commit's files comes from. Each line of each file is covered exactly once. */
export interface HeadLines {
  /** Regular files with at least one line that git does not take for binary. */
  readonly files: readonly { readonly path: string; readonly lines: number; readonly ranges: readonly HeadRange[] }[];
  readonly binaryFiles: number;
  /** Symbolic links and submodules. */
  readonly otherEntries: number;
  /** Lines that could not be followed to their origin, because the history or its files are cut off there. */
  readonly cutOff: number;
  readonly unread: readonly string[];
}

/** How a file begins. */
export interface FileBeginning {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A git repository, read and never written. Every id is full; nothing here trusts configuration or attributes. */
export interface Repository {
  facts(): Promise<RepositoryFacts>;
  /** Full name of the branch that is protected when nobody says otherwise (`origin/HEAD`, `HEAD`). */
  defaultBranch(): Promise<string>;
  /** Resolves what a person typed; throws `unknown-ref` with the nearest names as hints. */
  resolve(name: string): Promise<ResolvedRevision>;
  /** `refs/heads/x` or, where a clone has only the remote's copy, `refs/remotes/origin/x`; `null` if neither. */
  resolveBranch(fullRef: string): Promise<string | null>;
  /**
   * The ref that a full name stands for (a symbolic ref, as an old name of a branch may be, stands for another), and
   * what that one holds, `null` where it is absent. Only this name: never a remote's copy.
   */
  readRef(fullRef: string): Promise<{ readonly ref: string; readonly id: string | null }>;
  /** All merge bases; empty for unrelated histories. */
  mergeBases(a: string, b: string): Promise<readonly string[]>;
  /** The first parent of a commit; `null` for a root commit. */
  firstParent(commit: string): Promise<string | null>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** Reads the change between two commits; `base` `null` is the empty tree. */
  readChange(target: string, base: string | null, head: string, baseOnTarget: boolean): Promise<Change>;
  /** The digest of the same change alone: without lines and commits, several times cheaper. */
  readDigest(base: string | null, head: string): Promise<string>;
  /** Read from the object itself, checked against its id. Throws `object-missing`, `object-corrupt`. */
  readTreeOf(commit: string): Promise<CommitTree>;
  /** Paths that differ between two trees (`null`: the empty one), sorted bytewise; no file is read. Throws `object-missing`, `object-corrupt`. */
  comparePaths(before: string | null, after: string): Promise<readonly PathChange[]>;
  /** What a tree has at each of these paths, in their order. Throws `object-missing`, `object-corrupt`. */
  readStates(tree: string, paths: readonly string[]): Promise<readonly (PathState | null)[]>;
  /** The change digest between two trees, and the paths it is over. Throws `object-missing`, `object-corrupt`. */
  digestTrees(before: string | null, after: string): Promise<{ readonly digest: string; readonly changes: readonly PathChange[] }>;
  /**
   * Merges three trees, path by path and undeceived by configuration, attributes and drivers. What comes out can be
   * read here as long as the repository is open. Throws `object-missing`.
   */
  replayMerge(trees: { readonly base: string; readonly ours: string; readonly theirs: string }): Promise<Replay>;
  /** Which commit added each added line of a change read by `readChange`. */
  readLineOrigins(change: Change): Promise<readonly FileOrigins[]>;
  /** Which commit added each line that `commit` has, by `git blame`'s rule, for all files in one pass. */
  readHeadLines(commit: string): Promise<HeadLines>;
  /** Newest first, in batches, in bounded memory. What could not be read is added to `unread`. */
  readHistory(query: HistoryQuery, unread: string[]): AsyncIterable<readonly HistoryCommit[]>;
  /** Which lines each of these commits added (against its first parent), in one pass; for commits with line records. */
  readAddedLines(
    commits: readonly string[],
    unread: string[],
  ): AsyncIterable<{ readonly commit: string; readonly files: readonly { readonly path: string; readonly ranges: readonly LineRange[] }[] }>;
  /** How the lines of these files of one commit stand in another; files that are the same are left out. */
  readLineMoves(from: string, to: string, paths: readonly string[]): Promise<FileMoves>;
  /** Number of commits a query would give, for progress. */
  countHistory(query: HistoryQuery): Promise<number>;
  /** Full ref names under `refs/` starting with `prefix`, with the ids they point at. */
  listRefs(prefix: string): Promise<readonly { readonly ref: string; readonly id: string }[]>;
  /** Ids of the commits a notes ref annotates; empty where the ref is absent. */
  listNotes(ref: string): Promise<ReadonlyMap<string, string>>;
  /** Note bytes by blob id; a missing or over-large blob is reported in `unread`, not thrown. */
  readNotes(ref: string, notes: ReadonlyMap<string, string>, unread: string[]): AsyncIterable<Note>;
  /** A file at a commit; `null` where nothing has that name. Throws where it is no file or cannot be read. */
  readFile(commit: string, path: string): Promise<FileAt | null>;
  /**
   * The first `bytes` of every file at `commit` that is not the same at `before` (`null`: of all), in batches; files
   * over 512 kB are left out. What is not here is added to `unread`.
   */
  readBeginnings(query: { readonly commit: string; readonly before: string | null; readonly bytes: number }, unread: string[]): AsyncIterable<readonly FileBeginning[]>;
  /** Those of these ids that name no object here. */
  missing(ids: readonly string[]): Promise<readonly string[]>;
  /** Paths in a commit's tree (recursive), for `doctor` and lint. */
  listFiles(commit: string): Promise<readonly string[]>;
  close(): Promise<void>;
}
