/** The ledger as it stood at one moment. */
export interface LedgerTip {
  /** Full id of the commit that holds it. */
  readonly commit: string;
}

/** One append, as a commit. */
export interface LedgerCommit extends LedgerTip {
  /** Full ids; none for the first, one for every other append. More than one is no append. */
  readonly parents: readonly string[];
}

/** Files of the ledger by path, e.g. `checkpoint`, `tile/0/000.p/5`; `null` takes one away. */
export type LedgerFiles = ReadonlyMap<string, Uint8Array | null>;

/** What became of trying to write. `moved`: somebody was first; read again and try again. */
export type Appended = { readonly outcome: 'appended'; readonly tip: LedgerTip } | { readonly outcome: 'moved' };

/** Where the ledger is kept: files under one ref, each append one commit on the one before. */
export interface LedgerStore {
  /** For sentences: `refs/countersign/ledger of origin`. */
  readonly place: string;
  /** Brings here what the remote has; nothing to do where there is none. Throws `ledger-unreachable`. */
  refresh(): Promise<void>;
  /** The newest tip known here; `null`: there is no ledger. */
  tip(): Promise<LedgerTip | null>;
  /** Contents at a tip, in the order asked; `null`: no file of that name. Throws `object-missing`, `object-corrupt`. */
  read(tip: LedgerTip, paths: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  /** Paths of all files at a tip, in any order. */
  files(tip: LedgerTip): Promise<readonly string[]>;
  /** The commits that lead to a tip, newest first, each with its parents; merges are followed on every side. */
  history(tip: LedgerTip): Promise<readonly LedgerCommit[]>;
  /**
   * Puts files on top of `tip` (`null`: the first), with the commits `keep` held reachable by `refs/countersign/keep`,
   * all or nothing, also at the remote. Throws `ledger-unreachable`, with nothing lost here.
   */
  append(tip: LedgerTip | null, files: LedgerFiles, keep: readonly string[], message: string): Promise<Appended>;
}
