import type { Checkpoint, Hash, Parsed } from './ledger.ts';
import { edgeFiles, type TileFile, tileFile, tileWidth } from './tiles/paths.ts';
import { readEntryBundle, readTile, writeEntryBundle, writeTile } from './tiles/tile.ts';
import { peaksOf, rootOfPeaks } from './tree/peaks.ts';
import { hashLeaf, sameBytes } from './tree/tree-hash.ts';
import { writeCheckpoint } from './note/checkpoint.ts';

/** What an append changes. */
export interface AppendPlan {
  /** By path: what to write, `null`: what to take away. Tiles, entry bundles and the checkpoint; envelopes come beside. */
  readonly files: ReadonlyMap<string, Uint8Array | null>;
  /** The checkpoint afterwards. The first new leaf is the entry `before.size`. */
  readonly checkpoint: Checkpoint;
}

/** One level of the right edge while it grows: what has not filled a tile yet. */
interface Row<T> {
  readonly index: number;
  readonly items: readonly T[];
}

/**
 * The files that put `leaves` behind the tree of `before`, from its right edge alone (`edgeFiles(before.size)`, read
 * by path). Not ok where that edge does not give the root of `before`: on a damaged ledger nothing is built.
 */
export function planAppend(hash: Hash, before: Checkpoint, edge: ReadonlyMap<string, Uint8Array>, leaves: readonly Uint8Array[]): Parsed<AppendPlan> {
  const read = readEdge(before.size, edge);
  if (!read.ok) return read;
  const { levels, entries } = read.value;
  if (!sameBytes(rootOfEdge(hash, levels), before.root)) {
    return { ok: false, sentence: `the tiles at the right edge do not give the root of the checkpoint of ${before.size} entries` };
  }
  const files = new Map<string, Uint8Array | null>();
  if (leaves.length === 0) return { ok: true, value: { files, checkpoint: before } };
  for (const { path } of edgeFiles(before.size)) files.set(path, null);
  grow(entries, leaves, 'entries', writeEntryBundle, files);

  const after: Row<Uint8Array>[] = [];
  let rising: readonly Uint8Array[] = leaves.map((leaf) => hashLeaf(hash, leaf));
  for (let level = 0; level < levels.length || rising.length > 0; level++) {
    const grown = grow(levels[level] ?? { index: 0, items: [] }, rising, level, writeTile, files);
    after.push(grown.rest);
    rising = grown.full.map((tile) => rootOfPeaks(hash, peaksOf(hash, tile)));
  }
  const checkpoint = { origin: before.origin, size: before.size + leaves.length, root: rootOfEdge(hash, after) };
  files.set('checkpoint', writeCheckpoint(checkpoint));
  return { ok: true, value: { files, checkpoint } };
}

function readEdge(size: number, edge: ReadonlyMap<string, Uint8Array>): Parsed<{ levels: Row<Uint8Array>[]; entries: Row<Uint8Array> }> {
  const levels: Row<Uint8Array>[] = [];
  for (let count = size; count > 0; count = Math.floor(count / tileWidth)) levels.push({ index: Math.floor(count / tileWidth), items: [] });
  let entries: Row<Uint8Array> = { index: Math.floor(size / tileWidth), items: [] };
  for (const file of edgeFiles(size)) {
    const items = itemsOf(file, edge.get(file.path));
    if (!items.ok) return items;
    if (file.level === 'entries') entries = { index: file.index, items: items.value };
    else levels[file.level] = { index: file.index, items: items.value };
  }
  return { ok: true, value: { levels, entries } };
}

function itemsOf({ path, level, width }: TileFile, bytes: Uint8Array | undefined): Parsed<Uint8Array[]> {
  if (bytes === undefined) return { ok: false, sentence: `\`${path}\` is missing` };
  const items = level === 'entries' ? readEntryBundle(bytes, width) : readTile(bytes, width);
  return items.ok ? items : { ok: false, sentence: `\`${path}\` is damaged: ${items.sentence}` };
}

/** Puts `more` behind a row: full tiles are written whole, what is left is the new partial one. */
function grow(
  { index, items }: Row<Uint8Array>,
  more: readonly Uint8Array[],
  level: number | 'entries',
  write: (items: readonly Uint8Array[]) => Uint8Array,
  files: Map<string, Uint8Array | null>,
): { readonly full: readonly (readonly Uint8Array[])[]; readonly rest: Row<Uint8Array> } {
  const all = [...items, ...more];
  const full: (readonly Uint8Array[])[] = [];
  let at = 0;
  for (; at + tileWidth <= all.length; at += tileWidth) {
    const tile = all.slice(at, at + tileWidth);
    files.set(tileFile(level, index + full.length, tileWidth).path, write(tile));
    full.push(tile);
  }
  const rest = { index: index + full.length, items: all.slice(at) };
  if (rest.items.length > 0) {
    const { path } = tileFile(level, rest.index, rest.items.length);
    // A row that did not grow keeps its file.
    if (more.length === 0) files.delete(path);
    else files.set(path, write(rest.items));
  }
  return { full, rest };
}

/** The higher the level, the further left what it holds. */
function rootOfEdge(hash: Hash, levels: readonly Row<Uint8Array>[]): Uint8Array {
  return rootOfPeaks(hash, levels.toReversed().flatMap(({ items }) => peaksOf(hash, items)));
}
