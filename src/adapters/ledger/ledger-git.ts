/** A ref as it is, not as what it may stand for. */
interface RefState {
  readonly id: string;
  readonly type: string;
  readonly symbolic: string | null;
}

/** One step of a transaction: `before` `null`, the ref must not exist. */
export interface RefUpdate {
  readonly ref: string;
  readonly before: string | null;
  readonly after: string;
}

/**
 * What keeping a ledger takes of git. Adapters do not know each other: `adapters/git` lends this from a repository
 * that is open already, and `main.ts` passes it on.
 */
export interface LedgerGit {
  readonly location: { readonly commonDir: string; readonly root: string };
  /** In a hook that receives a push, before it is accepted. */
  readonly quarantined: boolean;
  /** Ids of these refs as they were first seen; costs nothing where other refs have been asked for. */
  seenRefs(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** As they are now. */
  refs(names: readonly string[]): Promise<ReadonlyMap<string, RefState>>;
  files(commit: string, paths: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  paths(commit: string): Promise<readonly string[]>;
  history(commit: string): Promise<readonly { readonly commit: string; readonly parents: readonly string[] }[]>;
  missing(ids: readonly string[]): Promise<readonly string[]>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** `git fast-import` without refs; gives what it prints. */
  importObjects(stream: Uint8Array): Promise<string>;
  updateRefs(updates: readonly RefUpdate[], message: string): Promise<'done' | 'moved' | 'locked'>;
  /** The user's own git: configuration, credentials, network. */
  user(args: readonly string[]): Promise<{ readonly code: number; readonly stdout: Buffer; readonly stderr: string }>;
}

/** Where the ledger lies, in every repository that has one. */
export const ledgerRef = 'refs/countersign/ledger';

/** Where the commits are held that sign-offs speak of. */
export const keepRef = 'refs/countersign/keep';
