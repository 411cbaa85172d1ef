/** The newest commit as it can be written again. */
export interface NewestCommit {
  readonly id: string;
  /** The message exactly, `decodeUtf8` of its bytes whatever its encoding. */
  readonly message: string;
  /** Its `encoding` header; `null` for UTF-8. */
  readonly encoding: string | null;
}

/** What git is in the middle of: commits are then copies of other commits, or wait for more. */
export type UnderWay = 'rebase' | 'cherry-pick' | 'revert' | 'merge';

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
  /** Whether HEAD came to where it is by an amend, as the reflog says; `false` where there is none. */
  amendedJustNow(): Promise<boolean>;
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
   * Writes notes in one commit of the notes ref, on top of `tip` (`null`: the ref is new). `false` where somebody
   * else moved the ref meanwhile: read again and repeat.
   */
  writeNotes(ref: string, tip: string | null, notes: ReadonlyMap<string, string>, subject: string): Promise<boolean>;
}
