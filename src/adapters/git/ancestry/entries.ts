/**
 * Lines of a file that still look for their origin, as runs of four numbers each: the first line here, the number
 * of lines, the head's file, and the first line there. Sorted by the first.
 */
export type Waiting = readonly number[];

/** Numbers one run takes in `Waiting`. */
export const runLength = 4;

/** What of a hunk moves lines; the numbers are those of its header. */
interface HunkLines {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

/**
 * Sorts lines of a file by a diff against one of its parents: `passed` are in the parent too, at the numbers they
 * have there; `kept` are new. This is `git blame`'s rule for one commit and one parent.
 */
export function passLines(lines: Waiting, hunks: readonly HunkLines[]): { readonly passed: number[]; readonly kept: number[] } {
  const passed: number[] = [];
  const kept: number[] = [];
  let first = 0;
  let reached = 0;
  let overlap = false;
  for (let at = 0; at < lines.length; at += runLength) {
    let line = lines[at]!;
    const file = lines[at + 2]!;
    const toHead = lines[at + 3]! - line;
    const end = line + lines[at + 1]!;
    overlap ||= line < reached;
    reached = Math.max(reached, end);
    // Runs come in order of their first line, so what ends before this one is behind all that follow.
    while (first < hunks.length && addedEnd(hunks[first]!) <= line) first += 1;
    for (let next = first; line < end; next += 1) {
      const hunk = hunks[next];
      const from = hunk === undefined ? end : Math.min(end, addedStart(hunk));
      if (from > line) passed.push(line + shiftBefore(hunks, next), from - line, file, line + toHead);
      line = Math.max(line, from);
      if (hunk === undefined || line >= end) break;
      const to = Math.min(end, addedEnd(hunk));
      if (to > line) kept.push(line, to - line, file, line + toHead);
      line = Math.max(line, to);
    }
  }
  // Files that were one file once wait for the same lines; cut to pieces, their runs are out of order.
  return overlap ? { passed: inOrder(passed), kept: inOrder(kept) } : { passed, kept };
}

function inOrder(lines: Waiting): number[] {
  const starts = Array.from({ length: lines.length / runLength }, (_, index) => index * runLength);
  return starts.toSorted((a, b) => lines[a]! - lines[b]!).flatMap((at) => lines.slice(at, at + runLength));
}

/** The first line at or after which a hunk changes the file; where it adds nothing git names the line before. */
function addedStart({ newStart, newCount }: HunkLines): number {
  return newCount === 0 ? newStart + 1 : newStart;
}

function addedEnd(hunk: HunkLines): number {
  return addedStart(hunk) + hunk.newCount;
}

/** What to add to a line between hunks `next - 1` and `next` to have its number in the parent. */
function shiftBefore(hunks: readonly HunkLines[], next: number): number {
  const before = hunks[next - 1];
  if (before === undefined) return 0;
  const oldEnd = before.oldCount === 0 ? before.oldStart + 1 : before.oldStart + before.oldCount;
  return oldEnd - addedEnd(before);
}

/** Both lists as one, in order, with runs joined that are neighbours here and in the head. */
export function joinWaiting(a: Waiting, b: Waiting): Waiting {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const joined: number[] = [];
  let i = 0;
  let k = 0;
  while (i < a.length || k < b.length) {
    const fromA = k >= b.length || (i < a.length && a[i]! <= b[k]!);
    const from = fromA ? a : b;
    const at = fromA ? i : k;
    if (fromA) i += runLength;
    else k += runLength;
    const last = joined.length - runLength;
    if (last >= 0 && follows(joined, last, from, at)) joined[last + 1]! += from[at + 1]!;
    else joined.push(from[at]!, from[at + 1]!, from[at + 2]!, from[at + 3]!);
  }
  return joined;
}

/** Whether the run at `at` goes on where another ends, here and in the head. */
function follows(one: Waiting, last: number, other: Waiting, at: number): boolean {
  const [line = 0, length = 0, file, head = 0] = one.slice(last, last + runLength);
  return other[at] === line + length && other[at + 2] === file && other[at + 3] === head + length;
}
