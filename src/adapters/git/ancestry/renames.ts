import { posix } from 'node:path';
import { Failure } from '../../../core/values/index.ts';
import { textOf } from '../objects/bytes.ts';
import type { GitRunner } from '../process/runner.ts';
import { RenameProcess } from './rename-process.ts';

/** Where a file was in the parent, and its blob there. */
export interface RenamedFrom {
  readonly path: string;
  readonly id: string;
  /** Whether the file was moved as it is. */
  readonly same: boolean;
}

/** What a commit added and removed against one parent. */
export interface RenameQuestion {
  readonly commit: string;
  readonly parent: string;
  /** Paths whose file before the commit is looked for. */
  readonly added: readonly string[];
  readonly deleted: ReadonlySet<string>;
}

/** Most files of one commit that are asked about one by one; each costs a process. */
const mostSingly = 100;
/** Processes that run at a time. */
const atOnce = 4;
/** Longest list of paths (characters) a command line takes anywhere. */
const longestPathspec = 100_000;
/** More new times gone files than the square of this are not compared with each other, but for exact moves. */
const limit = '-l2000';

/**
 * For an added path, which deleted file it was: what `git blame` finds when it looks for that path alone.
 * `-M` gives every deleted file to one new path only. Where a file was split, `-C` gives the best of all sources to
 * each part; where that is a file that is still there, or several of one name were moved, the one path is asked
 * about by itself.
 */
export class RenameFinder {
  readonly #scratch: GitRunner;
  readonly #moves: RenameProcess;
  readonly #copies: RenameProcess;

  constructor(scratch: GitRunner) {
    this.#scratch = scratch;
    this.#moves = new RenameProcess(scratch, ['-M', limit]);
    this.#copies = new RenameProcess(scratch, ['-C', limit]);
  }

  /** By added path; those that come from nowhere are left out. Throws `object-missing` where a blob is not here. */
  async find({ added, deleted, commit, parent }: RenameQuestion): Promise<ReadonlyMap<string, RenamedFrom>> {
    const found = new Map<string, RenamedFrom>();
    if (added.length === 0 || deleted.size === 0) return found;
    const moves = movesIn(await this.#moves.compare(commit, parent));
    const names = countNames(moves);
    const left: string[] = [];
    const singly: string[] = [];
    for (const path of added) {
      const from = moves.get(path);
      if (from === undefined) left.push(path);
      else {
        found.set(path, from);
        if (!from.same && (names.get(posix.basename(from.path)) ?? 0) > 1) singly.push(path);
      }
    }
    const copies = left.length === 0 ? null : movesIn(await this.#copies.compare(commit, parent));
    for (const path of left) {
      const from = copies?.get(path);
      if (from !== undefined && deleted.has(from.path)) found.set(path, from);
      else if (from !== undefined) singly.push(path);
    }
    for (const [path, from] of await this.#oneByOne({ added: singly.slice(0, mostSingly), deleted, commit, parent })) found.set(path, from);
    return found;
  }

  close(): void {
    this.#moves.close();
    this.#copies.close();
  }

  async #oneByOne({ added, deleted, commit, parent }: RenameQuestion): Promise<readonly [string, RenamedFrom][]> {
    const sources = [...deleted].map(literal);
    if (sources.reduce((sum, path) => sum + path.length, 0) > longestPathspec) return [];
    const answers: [string, RenamedFrom][] = [];
    const ask = async (path: string): Promise<void> => {
      const args = ['diff-tree', '-r', '--raw', '-z', '--no-abbrev', '-M', '--ignore-submodules=none', parent, commit, '--', literal(path), ...sources];
      const from = movesIn(textOf((await this.#scratch.run(args)).stdout)).get(path);
      if (from !== undefined) answers.push([path, from]);
    };
    for (let at = 0; at < added.length; at += atOnce) await Promise.all(added.slice(at, at + atOnce).map(ask));
    return answers;
  }
}

/** How many moved files were called by each name. */
function countNames(moves: ReadonlyMap<string, RenamedFrom>): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const { path } of moves.values()) {
    const name = posix.basename(path);
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  return names;
}

function literal(path: string): string {
  return `:(literal,top)${path}`;
}

/** `:<modes> <ids> R<score> NUL <from> NUL <to> NUL`, and one path only for what was not moved; by the new path. */
function movesIn(output: string): ReadonlyMap<string, RenamedFrom> {
  const moves = new Map<string, RenamedFrom>();
  const fields = output.split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, , id = '', now = '', status = ''] = fields[at]!.split(' ');
    if (!/^[RC]/.test(status)) continue;
    moves.set(fields[at + 2]!, { path: fields[at + 1]!, id, same: id === now });
    at += 1;
  }
  return moves;
}

/** Whether a failure says that something is not here, which a report can live with. */
export function isMissing(error: unknown): boolean {
  return error instanceof Failure && error.code === 'object-missing';
}
