/** Where a line came from: the commit that added it, and its place there. */
export interface LineOrigin {
  readonly commit: string;
  readonly path: string;
  readonly start: number;
}

/** Successive lines of a file with one origin; `null` is content older than the replayed commits. */
export interface Segment {
  readonly length: number;
  readonly origin: LineOrigin | null;
}

/** A file as segments from its first line on. Content nobody measured is one endless segment. */
export type Segments = readonly Segment[];

/** A file nobody has touched yet. */
export const untouched: Segments = [{ length: Number.POSITIVE_INFINITY, origin: null }];

/** What of a hunk moves lines; the numbers are those of its header. */
export interface HunkShape {
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

/** The file after `hunks` of `commit`: added lines are the commit's, all others keep where they came from. */
export function applyHunks(file: Segments, hunks: readonly HunkShape[], commit: string, path: string): Segments {
  const result: Segment[] = [];
  const reader = new SegmentCursor(file);
  for (const { oldStart, oldCount, newStart, newCount } of hunks) {
    // Where nothing is removed, git names the line before.
    reader.copyBefore(oldCount === 0 ? oldStart + 1 : oldStart, result);
    reader.skip(oldCount);
    if (newCount > 0) append(result, { length: newCount, origin: { commit, path, start: newStart } });
  }
  reader.copyBefore(Number.POSITIVE_INFINITY, result);
  return result;
}

/** The file with every line of unknown origin given to `commit`, at the place it has there: what a move does. */
export function claimUnknown(file: Segments, commit: string, path: string): Segments {
  let line = 1;
  return file.map((segment) => {
    const start = line;
    line += segment.length;
    return segment.origin === null ? { length: segment.length, origin: { commit, path, start } } : segment;
  });
}

/**
 * A merge's file from what each parent makes of it. A line belongs to the first parent that has it unchanged,
 * and to the merge only when it is new to all of them: as `git blame` has it.
 */
export function mergeSegments(sides: readonly Segments[], merge: string): Segments {
  const [first, ...others] = sides;
  if (first === undefined) return untouched;
  return others.reduce<Segments>((merged, side) => {
    const result: Segment[] = [];
    const a = new SegmentCursor(merged);
    const b = new SegmentCursor(side);
    for (;;) {
      const x = a.peek();
      const y = b.peek();
      if (x === null || y === null) break;
      const length = Math.min(x.length, y.length);
      append(result, { length, origin: x.origin?.commit === merge ? y.origin : x.origin });
      if (length === Number.POSITIVE_INFINITY) return result;
      a.skip(length);
      b.skip(length);
    }
    a.copyBefore(Number.POSITIVE_INFINITY, result);
    return result;
  }, first);
}

/** Origins of lines `start` to `start + count - 1`, in order, covering each exactly once. */
export function slice(file: Segments, start: number, count: number): Segment[] {
  const result: Segment[] = [];
  const reader = new SegmentCursor(file);
  reader.skip(start - 1);
  reader.copyBefore(start + count, result);
  const covered = result.reduce((sum, segment) => sum + segment.length, 0);
  if (covered < count) append(result, { length: count - covered, origin: null });
  return result;
}

class SegmentCursor {
  readonly #segments: Segments;
  #index = 0;
  #offset = 0;
  #line = 1;

  constructor(segments: Segments) {
    this.#segments = segments;
  }

  /** What is left of the current segment. */
  peek(): Segment | null {
    const segment = this.#segments[this.#index];
    if (segment === undefined) return null;
    const { length, origin } = segment;
    return {
      length: length - this.#offset,
      origin: origin === null || this.#offset === 0 ? origin : { ...origin, start: origin.start + this.#offset },
    };
  }

  skip(lines: number): void {
    let left = lines;
    for (let here = this.peek(); left > 0 && here !== null; here = this.peek()) {
      const taken = Math.min(left, here.length);
      left -= taken;
      this.#line += taken;
      if (taken === here.length) {
        this.#index += 1;
        this.#offset = 0;
      } else this.#offset += taken;
    }
  }

  /** Copies up to, not including, the old line `line`. */
  copyBefore(line: number, into: Segment[]): void {
    for (let here = this.peek(); here !== null && this.#line < line; here = this.peek()) {
      const length = Math.min(here.length, line - this.#line);
      append(into, { length, origin: here.origin });
      if (length === Number.POSITIVE_INFINITY) {
        this.#index = this.#segments.length;
        return;
      }
      this.skip(length);
    }
  }
}

/** Adds a segment, joined to the one before where they are neighbours at their origin too. */
function append(segments: Segment[], next: Segment): void {
  const last = segments.at(-1);
  if (last !== undefined && continues(last, next)) {
    segments[segments.length - 1] = { length: last.length + next.length, origin: last.origin };
  } else segments.push(next);
}

function continues(a: Segment, b: Segment): boolean {
  if (a.origin === null || b.origin === null) return a.origin === b.origin;
  return a.origin.commit === b.origin.commit && a.origin.path === b.origin.path && a.origin.start + a.length === b.origin.start;
}
