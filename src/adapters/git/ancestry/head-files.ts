import { emptyTree } from '../../../core/change/index.ts';
import type { ObjectFormat } from '../../../core/change/index.ts';
import { textOf } from '../objects/bytes.ts';
import type { GitRunner } from '../process/runner.ts';

/** The tracked files of a commit, as far as they have lines. */
export interface HeadFiles {
  /** Number of lines by path; empty files have none. */
  readonly lines: ReadonlyMap<string, number>;
  readonly binary: number;
  /** Symbolic links and submodules. */
  readonly notFiles: number;
  /** Paths whose blob is not here. */
  readonly missing: readonly string[];
}

/** What counting a commit's lines needs of an opened repository. */
export interface HeadSource {
  readonly scratch: GitRunner;
  readonly objectFormat: ObjectFormat;
  missing(ids: readonly string[]): Promise<readonly string[]>;
}

/** Counts the lines of every regular file of a commit; what is binary is as git has it: a NUL in its first 8,000 bytes. */
export async function readHeadFiles(source: HeadSource, commit: string): Promise<HeadFiles> {
  const { scratch, objectFormat } = source;
  const { stdout } = await scratch.run(['ls-tree', '-r', '-z', '--full-tree', commit]);
  const blobs = new Map<string, string>();
  let notFiles = 0;
  for (const entry of textOf(stdout).split('\0')) {
    const tab = entry.indexOf('\t');
    if (tab < 0) continue;
    if (entry.startsWith('100')) blobs.set(entry.slice(tab + 1), entry.slice(0, tab).split(' ')[2]!);
    else notFiles += 1;
  }
  const absent = new Set(await source.missing([...new Set(blobs.values())]));
  const missing = [...blobs].filter(([, id]) => absent.has(id)).map(([path]) => path);
  const lines = new Map<string, number>();
  let binary = 0;
  // Comparing dies at the first blob that is not here, so those that are get a tree of their own.
  const here = [...blobs].filter(([, id]) => !absent.has(id));
  const digits = String(here.length).length;
  const entries = here.map(([, id], index) => `100644 blob ${id}\t${String(index).padStart(digits, '0')}\0`).join('');
  const tree = (await scratch.run(['mktree', '-z'], [], entries)).stdout.toString('latin1').trim();
  const counted = await scratch.run(['diff-tree', '-r', '--numstat', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', emptyTree[objectFormat], tree, '--']);
  for (const field of counted.stdout.toString('latin1').split('\0')) {
    const [added = '', , index] = field.split('\t');
    if (index === undefined) continue;
    if (added === '-') binary += 1;
    else if (added !== '0') lines.set(here[Number(index)]![0], Number(added));
  }
  return { lines, binary, notFiles, missing };
}
