import type { Commit, Identity } from '../../../core/change/index.ts';
import { textBetween } from './bytes.ts';
import { corrupt, unreadable } from '../process/failures.ts';
import type { ObjectReader } from './reader.ts';
import { type IdLength, verifyId } from './trees.ts';

/** A commit with the tree it names. */
export interface CommitWithTree extends Commit {
  readonly tree: string;
}

/** Commits read lately that are kept, and the longest kept (bytes): who judges neighbours in a history asks for each several times. */
const mostKept = 4096;
const longestKept = 16 * 1024;

const keptBy = new WeakMap<ObjectReader, Map<string, CommitWithTree>>();

/** Reads one commit from its object: whole, raw, and checked against its id. */
export async function readCommit(objects: ObjectReader, id: string, idLength: IdLength): Promise<CommitWithTree> {
  let kept = keptBy.get(objects);
  if (kept === undefined) keptBy.set(objects, (kept = new Map()));
  const known = kept.get(id);
  if (known !== undefined) return known;
  const answer = await objects.contents(id);
  if (answer.bytes === null) throw unreadable(answer.state, 'commit', id);
  if (answer.state !== 'found' || answer.type !== 'commit') throw corrupt('commit', id);
  verifyId('commit', id, answer.bytes, idLength);
  const commit = parseCommit(id, answer.bytes);
  if (kept.size >= mostKept) kept.clear();
  if (answer.bytes.length <= longestKept) kept.set(id, commit);
  return commit;
}

/**
 * Parses a raw commit object. Only the first `tree`, `author` and `committer` count, and only above the empty
 * line; continued lines (signatures) begin with a space and are passed over.
 */
export function parseCommit(id: string, bytes: Buffer): CommitWithTree {
  const parents: string[] = [];
  let tree: string | null = null;
  let author: Person | null = null;
  let committer: Person | null = null;
  let at = 0;
  while (at < bytes.length && bytes[at] !== 10) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(at, end);
    if (startsWith(line, 'tree ')) tree ??= line.toString('latin1', 5);
    else if (startsWith(line, 'parent ')) parents.push(line.toString('latin1', 7));
    else if (startsWith(line, 'author ')) author ??= parsePerson(line, 7);
    else if (startsWith(line, 'committer ')) committer ??= parsePerson(line, 10);
    at = end + 1;
  }
  if (tree === null || author === null || committer === null) throw corrupt('commit', id);
  return {
    id,
    tree,
    parents,
    author: author.identity,
    committer: committer.identity,
    authoredAt: author.at,
    committedAt: committer.at,
    message: textBetween(bytes, Math.min(at + 1, bytes.length), bytes.length),
  };
}

interface Person {
  readonly identity: Identity;
  readonly at: number;
}

/** `Name <mail> seconds zone`; whatever is broken in it stays as text, and a broken time is 0. */
function parsePerson(line: Buffer, start: number): Person {
  const open = line.indexOf(60, start);
  const close = open < 0 ? -1 : line.indexOf(62, open);
  if (close < 0) return { identity: { name: textBetween(line, start, line.length).trim(), email: '' }, at: 0 };
  const name = textBetween(line, start, open).trim();
  const email = textBetween(line, open + 1, close).trim();
  // As git does: the address ends at the first `>`, the time begins after the last.
  const time = line.toString('latin1', line.lastIndexOf(62) + 1).trim();
  return { identity: { name, email }, at: seconds(time.split(' ')[0] ?? '') };
}

/** Seconds since 1970 as git writes them; 0 for what is no such number. */
export function seconds(text: string): number {
  const value = Number(text);
  return text !== '' && Number.isSafeInteger(value) ? value : 0;
}

function startsWith(line: Buffer, word: string): boolean {
  return line.length >= word.length && line.toString('latin1', 0, word.length) === word;
}
