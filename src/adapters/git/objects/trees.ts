import { createHash } from 'node:crypto';
import type { FileStatus } from '../../../core/change/index.ts';
import { compareUtf8 } from '../../../core/values/index.ts';
import { textBetween } from './bytes.ts';
import { corrupt, unreadable } from '../process/failures.ts';
import type { ObjectReader } from './reader.ts';

/** One line of a tree object; `sortName` is the name as git orders it: folders as if they ended in a slash. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly id: string;
  readonly folder: boolean;
}

/** A path that differs between two trees, before its blobs are read. */
export interface TreeDifference {
  readonly path: string;
  readonly status: FileStatus;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldId: string;
  readonly newId: string;
}

/** Length of an id in bytes: 20 or 32. */
export type IdLength = 20 | 32;

/** Trees parsed lately, by the bytes that are kept of them (see `readTree`), and entries of all of them. */
const parsed = new Map<Buffer, readonly TreeEntry[]>();
const mostParsed = 65_536;
let held = 0;

/** As `parseTree`; neighbours in a history have nearly all their trees in common, so who asked with the same bytes before is given the same. */
export function entriesOf(id: string, bytes: Buffer, idLength: IdLength): readonly TreeEntry[] {
  const known = parsed.get(bytes);
  if (known !== undefined) return known;
  const entries = parseTree(id, bytes, idLength);
  parsed.set(bytes, entries);
  held += entries.length;
  for (const [oldest, { length }] of parsed) {
    if (held <= mostParsed) break;
    parsed.delete(oldest);
    held -= length;
  }
  return entries;
}

/** Parses a raw tree. Refuses what no honest tool writes (double or misordered names, slashes), for it could hide an entry. */
export function parseTree(id: string, bytes: Buffer, idLength: IdLength): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  let previousStart = 0;
  let previousEnd = 0;
  let previousFolder = false;
  while (at < bytes.length) {
    const space = bytes.indexOf(32, at);
    const end = space < 0 ? -1 : bytes.indexOf(0, space + 1);
    const next = end + 1 + idLength;
    if (end < 0 || next > bytes.length || space - at > 6) throw corrupt('tree', id);
    const mode = bytes.toString('latin1', at, space).padStart(6, '0');
    const folder = mode === '040000';
    const name = textBetween(bytes, space + 1, end);
    if (name === '' || name === '.' || name === '..' || name.includes('/')) throw corrupt('tree', id);
    if (
      entries.length > 0 &&
      compareEntries(bytes, previousStart, previousEnd, previousFolder, bytes, space + 1, end, folder) >= 0
    ) {
      throw corrupt('tree', id);
    }
    entries.push({ mode, name, id: bytes.toString('hex', end + 1, next), folder });
    previousStart = space + 1;
    previousEnd = end;
    previousFolder = folder;
    at = next;
  }
  return entries;
}

function compareEntries(
  a: Buffer, aStart: number, aEnd: number, aFolder: boolean,
  b: Buffer, bStart: number, bEnd: number, bFolder: boolean,
): number {
  const shared = Math.min(aEnd - aStart, bEnd - bStart);
  const order = a.compare(b, bStart, bStart + shared, aStart, aStart + shared);
  if (order !== 0) return order;
  const x = aStart + shared < aEnd ? a[aStart + shared]! : aFolder ? 47 : 0;
  const y = bStart + shared < bEnd ? b[bStart + shared]! : bFolder ? 47 : 0;
  return x - y;
}

/** Trees read lately (bytes): whoever compares neighbours in a history reads nearly all of them twice. */
const mostKept = 16 * 1024 * 1024;

interface Kept {
  readonly trees: Map<string, Buffer>;
  bytes: number;
}

const keptBy = new WeakMap<ObjectReader, Kept>();

/** Reads and checks one tree: its bytes must have the id they are stored under. */
export async function readTree(objects: ObjectReader, id: string, path: string, idLength: IdLength): Promise<Buffer> {
  const kept = keptBy.get(objects) ?? { trees: new Map(), bytes: 0 };
  keptBy.set(objects, kept);
  const known = kept.trees.get(id);
  if (known !== undefined) return known;
  const bytes = await readCheckedTree(objects, id, path, idLength);
  if (!kept.trees.has(id)) kept.bytes += bytes.length;
  kept.trees.set(id, bytes);
  for (const [oldest, { length }] of kept.trees) {
    if (kept.bytes <= mostKept) break;
    kept.trees.delete(oldest);
    kept.bytes -= length;
  }
  return bytes;
}

async function readCheckedTree(objects: ObjectReader, id: string, path: string, idLength: IdLength): Promise<Buffer> {
  const answer = await objects.contents(id);
  if (answer.bytes === null) throw unreadable(answer.state, 'tree', id, path);
  if (answer.state !== 'found' || answer.type !== 'tree') throw corrupt('tree', id);
  verifyId('tree', id, answer.bytes, idLength);
  return answer.bytes;
}

/** Throws `object-corrupt` unless the object's bytes hash to its id: git itself does not look when it reads. */
export function verifyId(type: 'tree' | 'commit' | 'blob', id: string, bytes: Buffer, idLength: IdLength): void {
  const hash = createHash(idLength === 20 ? 'sha1' : 'sha256');
  if (hash.update(`${type} ${bytes.length}\0`).update(bytes).digest('hex') !== id) throw corrupt(type === 'blob' ? 'file' : type, id);
}

interface Pair {
  readonly prefix: string;
  readonly oldId: string | null;
  readonly newId: string | null;
}

/**
 * All paths that differ between two trees (`null` is the empty tree). Walks both level by level and goes down
 * only where the ids of subtrees differ, asking for a whole level at once.
 */
export async function compareTrees(
  objects: ObjectReader,
  oldTree: string | null,
  newTree: string | null,
  idLength: IdLength,
): Promise<TreeDifference[]> {
  const found: TreeDifference[] = [];
  let level: Pair[] = oldTree === newTree ? [] : [{ prefix: '', oldId: oldTree, newId: newTree }];
  while (level.length > 0) {
    const next: Pair[] = [];
    const read = async (id: string | null, prefix: string) =>
      id === null ? [] : entriesOf(id, await readTree(objects, id, prefix, idLength), idLength);
    const trees = await Promise.all(
      level.map(async (pair) => ({
        pair,
        sides: await Promise.all([read(pair.oldId, pair.prefix), read(pair.newId, pair.prefix)]),
      })),
    );
    for (const { pair, sides } of trees) comparePair(pair.prefix, sides[0], sides[1], idLength, found, next);
    level = next;
  }
  return found;
}

function comparePair(
  prefix: string,
  oldEntries: readonly TreeEntry[],
  newEntries: readonly TreeEntry[],
  idLength: IdLength,
  found: TreeDifference[],
  next: Pair[],
): void {
  const keyOf = (entry: TreeEntry) => (entry.folder ? `${entry.name}/` : entry.name);
  const olds = new Map(oldEntries.map((entry) => [keyOf(entry), entry]));
  const zero = '0'.repeat(idLength * 2);
  const emit = (old: TreeEntry | undefined, now: TreeEntry | undefined) => {
    const entry = now ?? old!;
    const path = prefix + entry.name;
    if (entry.folder) next.push({ prefix: `${path}/`, oldId: old?.id ?? null, newId: now?.id ?? null });
    else {
      found.push({
        path,
        status: statusOf(old, now),
        oldMode: old?.mode ?? '000000',
        newMode: now?.mode ?? '000000',
        oldId: old?.id ?? zero,
        newId: now?.id ?? zero,
      });
    }
  };
  for (const now of newEntries) {
    const key = keyOf(now);
    const old = olds.get(key);
    olds.delete(key);
    if (old === undefined || old.id !== now.id || old.mode !== now.mode) emit(old, now);
  }
  for (const old of olds.values()) emit(old, undefined);
}

function statusOf(old: TreeEntry | undefined, now: TreeEntry | undefined): FileStatus {
  if (old === undefined) return 'A';
  if (now === undefined) return 'D';
  return old.mode.slice(0, 3) === now.mode.slice(0, 3) ? 'M' : 'T';
}

/** Every file below a tree, with its path from there. */
export async function listTree(
  objects: ObjectReader,
  tree: string,
  idLength: IdLength,
): Promise<{ readonly path: string; readonly mode: string; readonly id: string }[]> {
  const differences = await compareTrees(objects, null, tree, idLength);
  return differences.map(({ path, newMode, newId }) => ({ path, mode: newMode, id: newId }));
}

/** Bytewise by path, as the change digest has it. */
export function sortByPath<T extends { readonly path: string }>(entries: readonly T[]): T[] {
  const plain = entries.every(({ path }) => !/[\ud800-\udfff]/.test(path));
  // UTF-16 order is UTF-8 order as long as there are no surrogates.
  return entries.toSorted(plain ? (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) : (a, b) => compareUtf8(a.path, b.path));
}
