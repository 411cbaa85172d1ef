import type { LineRange } from '../../change/index.ts';
import { commonRanges, fitsInNote, type GitAiRecord, isObject, joinRanges, rangesWithout, type RecordEntry } from './git-ai-record.ts';

/** One difference between two versions of a file, by line numbers: `oldCount` lines became `newCount`. */
export interface LineMove {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

/** Where a file of one commit stands in another: its path there, another one after a rename, and what changed. */
export interface FileMove {
  readonly path: string;
  readonly moves: readonly LineMove[];
}

/** How files of one commit stand in another, by their old path: absent where nothing changed, `null` where the file is gone. */
export type FileMoves = ReadonlyMap<string, FileMove | null>;

/** Where the lines that two versions of a file share stand in the newer one; lines that changed are not there. */
export function moveRanges(ranges: readonly LineRange[], moves: readonly LineMove[]): readonly LineRange[] {
  const removed = moves.filter((move) => move.oldCount > 0).map((move) => ({ start: move.oldStart, end: move.oldStart + move.oldCount - 1 }));
  const kept = rangesWithout(joinRanges(ranges), removed);
  const moved: LineRange[] = [];
  for (const range of kept) {
    // An insertion (`oldCount` 0) stands after line `oldStart` (git's -U0) and parts a range it falls into.
    let from = range.start;
    for (const { oldStart, oldCount } of moves) {
      if (oldCount > 0 || oldStart < from || oldStart >= range.end) continue;
      moved.push(shifted(from, oldStart, moves));
      from = oldStart + 1;
    }
    moved.push(shifted(from, range.end, moves));
  }
  return joinRanges(moved);
}

function shifted(start: number, end: number, moves: readonly LineMove[]): LineRange {
  let by = 0;
  for (const { oldStart, oldCount, newCount } of moves) {
    const last = oldCount === 0 ? oldStart : oldStart + oldCount - 1;
    if (last < start) by += newCount - oldCount;
  }
  return { start: start + by, end: end + by };
}

/** A record to be moved, with how its commit's files stand in the new commit. */
export interface MovingRecord {
  readonly record: GitAiRecord;
  readonly moves: FileMoves;
}

/**
 * The record of a commit that replaced others (git-ai's section 2.1): every session, person and prompt of all of
 * them; each line by the newest record that names it; only lines that stand unchanged and that the new commit
 * adds. `records` oldest first; `added` are the new commit's lines by file. `there` is the record the new commit has
 * already: it stays whole, and the others fill in around it.
 */
export function moveRecords(
  records: readonly MovingRecord[],
  commit: string,
  added: ReadonlyMap<string, readonly LineRange[]>,
  there: GitAiRecord | null = null,
): GitAiRecord {
  let entries: readonly RecordEntry[] = [];
  let metadata: Record<string, unknown> = {};
  const arrive = (record: GitAiRecord, arrived: readonly RecordEntry[]) => {
    entries = joined([...entries.map((entry) => without(entry, arrived)), ...arrived]);
    metadata = { ...metadata, ...record.metadata, ...maps(metadata, record.metadata) };
  };
  for (const { record, moves } of records) {
    const arrived: RecordEntry[] = [];
    for (const { path, key, ranges } of record.entries) {
      const stands = moves.get(path);
      if (stands === null) continue;
      const now = stands?.path ?? path;
      const here = commonRanges(moveRanges(ranges, stands?.moves ?? []), joinRanges(added.get(now) ?? []));
      // The format has no escapes: a path it cannot hold is left out, not written wrongly.
      if (here.length > 0 && fitsInNote(now)) arrived.push({ path: now, key, ranges: here });
    }
    arrive(record, arrived);
  }
  if (there !== null) arrive(there, there.entries);
  return { entries, metadata: { ...metadata, base_commit_sha: commit, prompts: metadata['prompts'] ?? {} } };
}

function without(entry: RecordEntry, newer: readonly RecordEntry[]): RecordEntry {
  const taken = newer.filter((each) => each.path === entry.path).flatMap((each) => [...each.ranges]);
  return { ...entry, ranges: rangesWithout(entry.ranges, joinRanges(taken)) };
}

function joined(entries: readonly RecordEntry[]): readonly RecordEntry[] {
  const byPlace = new Map<string, RecordEntry>();
  for (const entry of entries) {
    const place = `${entry.path}\n${entry.key}`;
    const before = byPlace.get(place);
    const ranges = before === undefined ? entry.ranges : joinRanges([...before.ranges, ...entry.ranges]);
    if (ranges.length > 0) byPlace.set(place, { ...entry, ranges });
  }
  return [...byPlace.values()];
}

/** The maps by key of both, the later one's records where both have the key. */
function maps(older: Readonly<Record<string, unknown>>, newer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const united: Record<string, unknown> = {};
  for (const name of ['prompts', 'humans', 'sessions']) {
    const [a, b] = [older[name], newer[name]];
    if (isObject(a) || isObject(b)) united[name] = { ...(isObject(a) ? a : {}), ...(isObject(b) ? b : {}) };
  }
  return united;
}
