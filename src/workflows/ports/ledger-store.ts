import type { Checkpoint } from '../../core/ledger/index.ts';

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

/** One envelope that is to be recorded, with what belongs beside it. */
export interface LedgerItem {
  readonly envelope: Uint8Array;
  /** The bytes whose SHA-256 is the change digest (hex); `null` where the statement is about no change. */
  readonly entryList: { readonly digest: string; readonly bytes: Uint8Array } | null;
  /** Full ids of commits that stay reachable, so that the statement can be checked when their branch is gone. */
  readonly keep: readonly string[];
}

/** An item that is kept here until the ledger has it. */
export interface PendingItem extends LedgerItem {
  /** SHA-256 of the envelope, hex. */
  readonly id: string;
}

/** What was signed and is not in the ledger yet. On disk, so that neither a crash nor a missing network loses it. */
export interface PendingItems {
  /** Oldest first. What cannot be read is left where it is, and counted by `unreadable`. */
  list(): Promise<{ readonly items: readonly PendingItem[]; readonly unreadable: readonly string[] }>;
  /** Keeps items; the same envelope twice is one. */
  keep(items: readonly LedgerItem[]): Promise<void>;
  /** Forgets items that the ledger has. */
  forget(ids: readonly string[]): Promise<void>;
}

/** The newest cosigned checkpoint of each witness that was seen here. A memory: who reads it checks the signatures. */
export interface KeptNotes {
  /** Signed notes by the witness's vkey. */
  read(): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Replaces those of these witnesses. */
  keep(notes: ReadonlyMap<string, Uint8Array>): Promise<void>;
}

/** How the ledger here stands to the one at the remote, seen without fetching. */
export interface RemoteState {
  /** The remote's name or URL, for sentences. */
  readonly remote: string;
  /**
   * `none`: neither has one; `not-here`; `not-there`; `same`; `here-newer`: entries here that it lacks; `there-newer`:
   * it has something that is not here; `lost`: it had entries once that it lacks now; `unreachable`.
   */
  readonly relation: 'none' | 'not-here' | 'not-there' | 'same' | 'here-newer' | 'there-newer' | 'lost' | 'unreachable';
  /** Why it cannot be reached. */
  readonly why: string | null;
  /** Whether every `git fetch` brings the ledger along. */
  readonly fetched: boolean;
}

/** Where the ledger is kept: files under one ref, each append one commit on the one before. */
export interface LedgerStore {
  /** For sentences: `refs/countersign/ledger of origin`. */
  readonly place: string;
  /**
   * Brings here what the remote has; nothing to do where there is none. Throws `ledger-unreachable`, `ledger-behind`
   * where the remote lost what was seen there, and `ledger-inconsistent` where it has another history.
   */
  refresh(): Promise<void>;
  /** Nothing was tried since the last `refresh`: an append need not ask the remote again, for one that is overtaken says so. */
  readonly fresh: boolean;
  /** The newest tip known here; `null`: there is no ledger. Throws `ledger-inconsistent` where the ref is no commit. */
  tip(): Promise<LedgerTip | null>;
  /** Contents at a tip, in the order asked; `null`: no file of that name. Throws `object-missing`, `object-corrupt`. */
  read(tip: LedgerTip, paths: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  /** Paths of all files at a tip, in any order. */
  files(tip: LedgerTip): Promise<readonly string[]>;
  /** The commits that lead to a tip, newest first, each with its parents; merges are followed on every side. */
  history(tip: LedgerTip): Promise<readonly LedgerCommit[]>;
  /**
   * Puts files on top of `tip` (`null`: the first), with the commits `keep` held reachable by `refs/countersign/keep`,
   * all or nothing, also at the remote. Throws `ledger-unreachable`, with nothing changed here.
   */
  append(tip: LedgerTip | null, files: LedgerFiles, keep: readonly string[], message: string): Promise<Appended>;
  /** Sends what is here and not at the remote: entries made before there was one, or that it has lost. Throws as `refresh`. */
  send(): Promise<'sent' | 'nothing'>;
  /** Asks the remote what it has; `null`: there is none. Changes nothing. */
  remoteState(): Promise<RemoteState | null>;
  /**
   * Has every `git fetch` of the remote bring the ledger along, never by force, and gives the line of configuration
   * added; `null` where it is there already or there is no remote to configure.
   */
  configureFetch(): Promise<string | null>;
  /**
   * The newest checkpoint that had been seen here when this was opened or last refreshed; `null`: none yet. A ledger that
   * does not contain it has been rolled back or forged.
   */
  pinned(): Promise<Checkpoint | null>;
  /** Remembers a checkpoint that was found consistent with the one pinned; a smaller one is not taken. */
  pin(checkpoint: Checkpoint): Promise<void>;
  readonly pending: PendingItems;
  /** What witnesses were seen to vouch for. */
  readonly cosigned: KeptNotes;
  /** Waits before the next try after `moved`; the longer somebody has tried, the shorter, so that nobody starves. */
  yieldTurn(attempt: number): Promise<void>;
}
