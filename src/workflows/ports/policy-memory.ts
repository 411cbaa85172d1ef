/**
 * Keeps the effective policy that two texts gave, so that the next check need not parse them. A cache: losing it
 * costs time and nothing else. No gate reads it, for whoever can write to it could write a policy.
 */
export interface PolicyMemory {
  /** Which build of the program keeps and reads: another one may read the same texts differently. */
  readonly program: string;
  /** The value kept under a key (a hex digest), or `null`; whatever cannot be read counts as absent. */
  read(key: string): Promise<unknown>;
  /** Keeps a JSON value; a failure to keep it is silent. */
  write(key: string, value: unknown): Promise<void>;
}
