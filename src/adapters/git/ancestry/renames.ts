import { Failure } from '../../../core/values/index.ts';
import { textOf } from '../objects/bytes.ts';
import type { GitRunner } from '../process/runner.ts';

/** Where a file was in the parent, and its blob there. */
export interface RenamedFrom {
  readonly path: string;
  readonly id: string;
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
/** Longest list of paths (characters) a command line takes anywhere. */
const longestPathspec = 100_000;

/**
 * For each added path, which deleted file it was: what `git blame` finds when it looks for that path alone.
 * `-M` gives every deleted file to one new path only; where a file was split, the copies are found among all
 * sources and, where those lead astray, by asking for the one path. Throws `object-missing` where a blob is not here.
 */
export async function findRenames(scratch: GitRunner, question: RenameQuestion): Promise<ReadonlyMap<string, RenamedFrom>> {
  const { added, deleted, commit, parent } = question;
  const found = new Map<string, RenamedFrom>();
  if (added.length === 0 || deleted.size === 0) return found;
  const compare = async (options: readonly string[], paths: readonly string[] = []) => {
    const args = ['diff-tree', '-r', '--raw', '-z', '--no-abbrev', ...options, '--ignore-submodules=none', parent, commit, '--', ...paths];
    return movesIn(textOf((await scratch.run(args)).stdout));
  };
  const renames = await compare(['-M', '-l2000']);
  for (const path of added) {
    const from = renames.get(path);
    if (from !== undefined) found.set(path, from);
  }
  const left = added.filter((path) => !found.has(path));
  if (left.length === 0) return found;
  const copies = await compare(['-C', '-l2000']);
  const unsure: string[] = [];
  for (const path of left) {
    const from = copies.get(path);
    if (from === undefined) continue;
    if (deleted.has(from.path)) found.set(path, from);
    else unsure.push(path);
  }
  const sources = [...deleted].map(literal);
  if (sources.reduce((sum, path) => sum + path.length, 0) > longestPathspec) return found;
  for (const path of unsure.slice(0, mostSingly)) {
    const from = (await compare(['-M'], [literal(path), ...sources])).get(path);
    if (from !== undefined) found.set(path, from);
  }
  return found;
}

function literal(path: string): string {
  return `:(literal,top)${path}`;
}

/** `:<modes> <ids> R<score> NUL <from> NUL <to> NUL`, and one path only for what was not moved; by the new path. */
function movesIn(output: string): ReadonlyMap<string, RenamedFrom> {
  const moves = new Map<string, RenamedFrom>();
  const fields = output.split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, , id = '', , status = ''] = fields[at]!.split(' ');
    if (!/^[RC]/.test(status)) continue;
    moves.set(fields[at + 2]!, { path: fields[at + 1]!, id });
    at += 1;
  }
  return moves;
}

/** Whether a failure says that something is not here, which a report can live with. */
export function isMissing(error: unknown): boolean {
  return error instanceof Failure && error.code === 'object-missing';
}
