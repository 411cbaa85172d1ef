/** The newest commit as it can be written again. */
export interface NewestCommit {
  readonly id: string;
  /** The message exactly, `decodeUtf8` of its bytes whatever its encoding. */
  readonly message: string;
  /** Its `encoding` header; `null` for UTF-8. */
  readonly encoding: string | null;
}

/**
 * What git is in the middle of: the commit it makes next is then a copy of other commits, or joins them. A rebase
 * that waits at `edit`, `break` or in `exec` is in the middle of nothing: what is committed there is somebody's own.
 */
export type UnderWay = 'rebase' | 'cherry-pick' | 'revert' | 'merge' | 'squash';

/** The commits whose lines the commit that is being made takes over. */
export interface Copying {
  /** HEAD before it: tells whether a commit that is there now is the one this was noted for. `null`: no commit yet. */
  readonly onto: string | null;
  /** Oldest first. */
  readonly sources: readonly string[];
  /** Whether it takes these over and nothing else; not so at an `edit` stop, where more is written. */
  readonly only: boolean;
}

/**
 * The only door through which a repository is written to: the newest commit's message, and notes. Everything goes
 * through the user's own git, so identity, signing, hooks and configuration are theirs.
 */
export interface CommitWriter {
  /** Throws `no-commits` where there is none and `not-a-repository` where there is no worktree. */
  newestCommit(): Promise<NewestCommit>;
  /** A remote-tracking branch that has the commit, short name; `null` where none has. */
  pushedTo(commit: string): Promise<string | null>;
  /**
   * `git commit --amend` with this message and nothing else: what is staged stays staged. Gives the new id; throws
   * `git-failed` where git or a hook refuses, and then nothing has changed.
   */
  amendMessage(before: NewestCommit, message: string): Promise<string>;
  underWay(): Promise<UnderWay | null>;
  /**
   * What the commit that is being made copies, as git says it before it commits: `CHERRY_PICK_HEAD`, the commits
   * that `SQUASH_MSG` lists, `REBASE_HEAD` at an `edit` stop. `null` where it copies none.
   */
  copying(): Promise<Copying | null>;
  /** Keeps that until the commit is made, when git has forgotten it; `null` forgets it. */
  keepCopying(copying: Copying | null): Promise<void>;
  /** What was kept, with the commit it was kept for where that is HEAD now; `null` where nothing is kept. */
  keptCopying(): Promise<(Copying & { readonly commit: string | null }) | null>;
  /** The commit in whose place HEAD came by an amend, as the reflog says; `null` where it says otherwise or nothing. */
  amendedFrom(): Promise<string | null>;
  /** `Name <e-mail>` of whoever commits here. */
  committer(): Promise<string>;
  /**
   * What git drops lines by while a message is edited (`core.commentChar`); `null` where it keeps them.
   * `edited`: whether an editor was or will be opened.
   */
  commentCharacter(message: string, edited: boolean): Promise<string | null>;
  readMessageFile(path: string): Promise<string>;
  /** Replaced whole or not at all. */
  writeMessageFile(path: string, message: string): Promise<void>;
  /**
   * Writes notes in one commit of the notes ref, on top of `tip` (`null`: the ref is new). `moved`: somebody else
   * moved the ref meanwhile, read again and repeat. `locked`: a lock file is there, of a git that runs or was ended.
   */
  writeNotes(ref: string, tip: string | null, notes: ReadonlyMap<string, string>, subject: string): Promise<'written' | 'moved' | 'locked'>;
}
