/**
 * Keeps what a scan added up, so that the next one reads only the new commits. A cache: losing it costs time and
 * nothing else, and no gate ever reads it.
 */
export interface ScanMemory {
  /** The value kept under a key, or `null`; whatever cannot be read counts as absent. */
  read(key: string): Promise<unknown>;
  /** Keeps a JSON value; a failure to keep it is silent. */
  write(key: string, value: unknown): Promise<void>;
}
