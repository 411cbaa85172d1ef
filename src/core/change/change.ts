import type { Instant } from '../values/index.ts';

/** The hash a repository names its objects with. */
export type ObjectFormat = 'sha1' | 'sha256';

/** Ids git gives the empty tree; known without being stored. */
export const emptyTree: Readonly<Record<ObjectFormat, string>> = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};

/** `A`dded, `M`odified, `D`eleted, or `T`: the kind of thing changed (file, symbolic link, submodule). */
export type FileStatus = 'A' | 'M' | 'D' | 'T';

/** Lines `start` to `end` of a file, counted from 1, both included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/**
 * One contiguous difference of a file. `newStart` is the number in the head's file of the first line of
 * `added` (where nothing was added: of the line before). Lines carry no line terminator and are decoded
 * as paths are (`decodeUtf8`).
 */
export interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/**
 * One path that differs between the base's and the head's tree. Modes are six octal digits, ids are full.
 * The absent side has mode `000000`, an id of zeros and SHA-256 `-`; so has a submodule's SHA-256.
 * There is no rename: a moved file is a `D` and an `A`. `path` is lossless (see `decodeUtf8`).
 */
export interface FileChange {
  readonly path: string;
  readonly status: FileStatus;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldId: string;
  readonly newId: string;
  readonly oldSha256: string;
  readonly newSha256: string;
  /** Numbers of lines; `null` where they cannot be counted: binary, submodule, too large or unreadable. */
  readonly linesAdded: number | null;
  readonly linesRemoved: number | null;
  /** Why the lines could not be counted, in words, else `null`. */
  readonly uncounted: string | null;
  readonly hunks: readonly Hunk[];
}

/** A name and an e-mail address as a commit records them: claims, not proofs. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** One commit of `target..head`, along all parents. `message` is the whole raw message. */
export interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly author: Identity;
  readonly committer: Identity;
  readonly authoredAt: Instant;
  readonly committedAt: Instant;
  readonly message: string;
}

/** A commit and its tree, by full id. */
export interface Snapshot {
  readonly commit: string;
  readonly tree: string;
}

/**
 * What is proposed: the difference between two trees. Everything else (commits, diff text, renames) is
 * presentation or evidence. `base` is the merge base with the protected `target` (always a full ref name).
 */
export interface Change {
  readonly objectFormat: ObjectFormat;
  readonly target: string;
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** Whether `base` is reachable from the target: if not, part of what would land is not in this change. */
  readonly baseOnTarget: boolean;
  /** The change digest (v1), 64 hex digits: see `changeDigest`. */
  readonly digest: string;
  /** Sorted bytewise by path. */
  readonly files: readonly FileChange[];
  /** Newest first; merges included. */
  readonly commits: readonly Commit[];
  /** What could not be read, each a sentence: shallow history, missing objects. Never silently empty. */
  readonly unread: readonly string[];
}
