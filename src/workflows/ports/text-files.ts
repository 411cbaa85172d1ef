/** Files on disk that a person named: read and listed, never written. */
export interface TextFiles {
  /** Throws `Failure('file-unreadable')`. */
  readText(path: string): Promise<string>;
  /** At most `most` bytes: a longer file is refused before it is in memory. Throws `Failure('file-unreadable')`. */
  readBytes(path: string, most: number): Promise<Uint8Array>;
  /** Paths of the YAML files in a folder and the folders below it, in order, as people would type them; `null` where there is no such folder. */
  listYaml(folder: string): Promise<readonly string[] | null>;
  /** A path that stands in the file `from`, which it is relative to. */
  beside(from: string, path: string): string;
}
