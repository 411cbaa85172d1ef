/**
 * Files of a working tree, by path from its root with `/`. No symbolic link is followed on the way: what is written lies
 * in the working tree. Nothing is staged and nothing committed.
 */
export interface WorkingFiles {
  /** `null` where there is none; throws `file-unreadable` for what is no plain file. */
  read(path: string): Promise<string | null>;
  /**
   * Writes files that are not there yet: all of them or none. Throws `file-unwritable` where one is there or cannot be
   * written, and then nothing has changed. A process that is killed leaves all or none where their folder is new, else
   * those up to some point in the order given; what it was writing to may stay beside them as `NAME.PID.tmp`.
   */
  create(files: ReadonlyMap<string, string>): Promise<void>;
  /** Puts `text` in the place of `before` at once; throws `file-unwritable` where something else is there by now. */
  replace(path: string, before: string, text: string): Promise<void>;
}
