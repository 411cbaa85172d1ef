/** A ref as it is, not as what it may stand for. */
export interface RefState {
  readonly id: string;
  readonly type: string;
  /** The ref it stands for; `null` for a plain one. */
  readonly symbolic: string | null;
}

/** One step of a transaction: `before` `null`, the ref must not exist. */
export interface RefUpdate {
  readonly ref: string;
  readonly before: string | null;
  readonly after: string;
}

/**
 * The doors of one opened repository that keeping a ledger in it takes: exact reading, writing objects and refs by
 * plumbing that no configuration, hook or attribute has a part in, and the user's own git for the network. Adapters do
 * not know each other: `adapters/git` lends this, `adapters/ledger` takes it, and `main.ts` passes it on.
 */
export interface LedgerGit {
  readonly location: { readonly commonDir: string; readonly root: string };
  /** Inside a hook that receives a push, before it is accepted: git forbids to write refs there. */
  readonly quarantined: boolean;
  /** Ids of those of these refs that exist, as they were first seen while the repository is open. */
  seenRefs(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Those of these refs (full names) that exist, as they are now. */
  refs(names: readonly string[]): Promise<ReadonlyMap<string, RefState>>;
  /** Files of a commit in the order asked; `null` where nothing has that name. */
  files(commit: string, paths: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  /** Paths of all files of a commit. */
  paths(commit: string): Promise<readonly string[]>;
  /** The commits that lead to one, newest first, with their parents. */
  history(commit: string): Promise<readonly { readonly commit: string; readonly parents: readonly string[] }[]>;
  missing(ids: readonly string[]): Promise<readonly string[]>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** Feeds `git fast-import` and gives what it prints (the ids asked for with `get-mark`). Objects only, no refs. */
  importObjects(stream: Uint8Array): Promise<string>;
  /** All or none. `moved`: one was not at `before`; `locked`: a lock file is there, of a git that runs or was ended. */
  updateRefs(updates: readonly RefUpdate[], message: string): Promise<'done' | 'moved' | 'locked'>;
  /** The user's git, configuration and credentials; only that git speaks English, and sees no replaced objects. */
  user(args: readonly string[]): Promise<{ readonly code: number; readonly stdout: Uint8Array; readonly stderr: string }>;
}
