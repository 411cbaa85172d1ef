import type { HeadLines, HeadRange } from '../../../workflows/ports/repository.ts';
import { passLines, joinWaiting, runLength, type Waiting } from './entries.ts';
import { readEdges } from './edges.ts';
import { type HeadSource, readHeadFiles } from './head-files.ts';
import { comparePairs } from './pair-diffs.ts';
import { findTrails, type Stop, type TrailSource, type Trails } from './trails.ts';
import { isMissing } from './renames.ts';
import type { PatchSection } from '../patch.ts';

/** What reading the origins of a head needs of an opened repository. */
export type HeadLinesSource = HeadSource & TrailSource;

type Hunks = PatchSection['hunks'];

/** `git blame` compares as any diff does, but takes every file for text. */
const asBlame: readonly string[] = ['--text'];

/** See `Repository.readHeadLines`. */
export async function readHeadLines(source: HeadLinesSource, head: string): Promise<HeadLines> {
  const files = await readHeadFiles(source, head);
  const paths = [...files.lines.keys()];
  const trails = await findTrails(source, readEdges(source, head), paths, head);
  const { hunks, missing } = await readHunks(source, trails);
  const origins = walkBack(trails.stops, files.lines, head, { hunks, missing });
  const unread: string[] = [];
  if (files.missing.length > 0) unread.push(`${count(files.missing.length, 'file')} of ${head.slice(0, 7)} could not be read: their contents are not here`);
  if (missing.size > 0) unread.push(`${count(missing.size, 'version')} of files could not be compared: their contents are not here`);
  if (trails.unsearched.length > 0) unread.push(`renames in ${count(trails.unsearched.length, 'commit')} could not be looked for: the contents of files are not here`);
  return { ...origins, binaryFiles: files.binary, otherEntries: files.notFiles, unread };
}

function count(n: number, what: string): string {
  return n === 1 ? `1 ${what}` : `${n.toLocaleString('en-GB')} ${what}s`;
}

interface Compared {
  /** By number of the pair; pairs that do not differ have none. */
  readonly hunks: readonly (Hunks | undefined)[];
  /** Pairs of which a blob is not here. */
  readonly missing: ReadonlySet<number>;
}

async function readHunks(source: HeadLinesSource, { pairs }: Trails): Promise<Compared> {
  const compare = async (some: readonly number[]): Promise<(Hunks | undefined)[]> => {
    const hunks: (Hunks | undefined)[] = [];
    const half = Math.ceil(some.length / 2);
    // Two at a time: neighbours share delta chains, so each takes a stretch.
    await Promise.all([some.slice(0, half), some.slice(half)].map((part) =>
      comparePairs(source.scratch, part.map((number) => pairs[number]!), (index, section) => {
        hunks[part[index]!] = section.hunks;
      }, asBlame),
    ));
    return hunks;
  };
  const all = pairs.map((_, number) => number);
  try {
    return { hunks: await compare(all), missing: new Set() };
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const idOf = (entry: string): string => entry.split(' ')[2]!;
  const absent = new Set(await source.missing([...new Set(pairs.flatMap(({ before, now }) => [idOf(before), idOf(now)]))]));
  const missing = new Set(all.filter((number) => absent.has(idOf(pairs[number]!.before)) || absent.has(idOf(pairs[number]!.now))));
  return { hunks: await compare(all.filter((number) => !missing.has(number))), missing };
}

/** Gives every line of the head to the commit no parent of which has it. */
function walkBack(stops: readonly Stop[], lines: ReadonlyMap<string, number>, head: string, { hunks, missing }: Compared): Pick<HeadLines, 'files' | 'cutOff'> {
  const names = [...lines.keys()];
  const found: HeadRange[][] = names.map(() => []);
  let cutOff = 0;
  const waiting = new Map<string, Map<string, Waiting>>();
  waiting.set(head, new Map(names.map((path, file) => [path, [1, lines.get(path)!, file, 1]])));
  const hand = (parent: string, path: string, more: Waiting): void => {
    if (more.length === 0) return;
    let there = waiting.get(parent);
    if (there === undefined) waiting.set(parent, (there = new Map()));
    const before = there.get(path);
    there.set(path, before === undefined ? more : joinWaiting(before, more));
  };
  const settle = (commit: string, path: string, rest: Waiting, isEnd: boolean): void => {
    for (let at = 0; at < rest.length; at += runLength) {
      const [originalStart = 0, length = 0, file = 0, start = 0] = rest.slice(at, at + runLength);
      found[file]!.push({ start, end: start + length - 1, commit, originalStart, originalPath: path, ...(isEnd ? { cutOff: true as const } : {}) });
      if (isEnd) cutOff += length;
    }
  };
  for (const { commit, firstParent, steps, end } of stops) {
    const here = waiting.get(commit);
    waiting.delete(commit);
    if (here === undefined) continue;
    for (const { path, sources } of steps) {
      let rest: Waiting = here.get(path) ?? [];
      here.delete(path);
      let unsure = false;
      for (const { parent, path: from, pair } of sources) {
        if (rest.length === 0) break;
        if (pair === null) {
          hand(parent, from, rest);
          rest = [];
        } else if (missing.has(pair)) unsure = true;
        else {
          const { passed, kept } = passLines(rest, hunks[pair] ?? []);
          hand(parent, from, passed);
          rest = kept;
        }
      }
      settle(commit, path, rest, unsure);
    }
    if (end || firstParent === null) for (const [path, rest] of here) settle(commit, path, rest, end);
    else {
      const there = waiting.get(firstParent);
      if (there === undefined) waiting.set(firstParent, here);
      else if (there.size < here.size) {
        waiting.set(firstParent, here);
        for (const [path, rest] of there) hand(firstParent, path, rest);
      } else for (const [path, rest] of here) hand(firstParent, path, rest);
    }
  }
  return { cutOff, files: names.map((path, file) => ({ path, lines: lines.get(path)!, ranges: inOrder(found[file]!) })) };
}

/** By first line, with neighbours joined that are neighbours at their origin too. */
function inOrder(ranges: readonly HeadRange[]): readonly HeadRange[] {
  const joined: HeadRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    const neighbours =
      last !== undefined && last.end + 1 === range.start && last.commit === range.commit && last.cutOff === range.cutOff &&
      last.originalPath === range.originalPath && last.originalStart + range.start - last.start === range.originalStart;
    if (neighbours) joined[joined.length - 1] = { ...last, end: range.end };
    else joined.push(range);
  }
  return joined;
}
