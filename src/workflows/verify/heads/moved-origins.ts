import { moveRanges, type FileMoves, type FileOrigins, type LineMove } from '../../../core/evidence/index.ts';

type Range = FileOrigins['ranges'][number];

/**
 * Who wrote the lines a landing added to a file that moved underneath: what stands there as it was signed has the
 * signed head's origin, the rest the landing's. Only lines that the landing adds are in it.
 */
export function movedOrigins(landed: FileOrigins, signed: FileOrigins, moves: FileMoves): FileOrigins {
  const file = moves.get(signed.path);
  if (file === null) return landed;
  const lines = new Map<number, Range>();
  for (const range of landed.ranges) for (let line = range.start; line <= range.end; line += 1) lines.set(line, single(range, line - range.start, line));
  for (const range of signed.ranges) {
    for (const [offset, line] of newLines(range, file?.moves ?? [])) if (lines.has(line)) lines.set(line, single(range, offset, line));
  }
  return { path: landed.path, ranges: joined([...lines.values()].toSorted((a, b) => a.start - b.start)) };
}

/** Lines of a range, counted from 0, with their number in the newer file; those that are gone are left out. */
function newLines(range: Range, moves: readonly LineMove[]): readonly (readonly [number, number])[] {
  const numbers = (pieces: readonly { readonly start: number; readonly end: number }[]) => pieces.flatMap(({ start, end }) => Array.from({ length: end - start + 1 }, (_, n) => start + n));
  const all = numbers(moveRanges([range], moves));
  if (all.length === range.end - range.start + 1) return all.map((line, offset) => [offset, line]);
  return Array.from({ length: range.end - range.start + 1 }, (_, offset) => offset).flatMap((offset) => {
    const at = range.start + offset;
    return numbers(moveRanges([{ start: at, end: at }], moves)).map((line) => [offset, line] as const);
  });
}

function single({ commit, originalStart, originalPath }: Range, offset: number, line: number): Range {
  return { start: line, end: line, commit, originalStart: originalStart + offset, originalPath };
}

function joined(lines: readonly Range[]): readonly Range[] {
  const ranges: Range[] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    const follows = last !== undefined && last.end + 1 === line.start && last.commit === line.commit && last.originalPath === line.originalPath && last.originalStart + (line.start - last.start) === line.originalStart;
    if (follows) ranges[ranges.length - 1] = { ...last, end: line.end };
    else ranges.push(line);
  }
  return ranges;
}
