import type { LineRange } from '../../change/index.ts';

/** Lines of one file under one key, sorted and apart. */
export interface RecordEntry {
  readonly path: string;
  readonly key: string;
  readonly ranges: readonly LineRange[];
}

/** A git-ai note (`authorship/3.0.0`) as it is written: who wrote which lines of one commit. */
export interface GitAiRecord {
  readonly entries: readonly RecordEntry[];
  /** The JSON half, members we do not know included; `base_commit_sha` is the annotated commit. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The text of a note, as `specs/git_ai_standard_v3.0.0.md` of git-ai-project/git-ai asks for it. */
export function writeGitAiNote(record: GitAiRecord): string {
  const lines: string[] = [];
  let path: string | null = null;
  for (const entry of byPath(record.entries)) {
    if (entry.ranges.length === 0) continue;
    if (entry.path !== path) lines.push(/[\s"]/.test(entry.path) ? `"${entry.path}"` : entry.path);
    path = entry.path;
    lines.push(`  ${entry.key} ${rangesText(entry.ranges)}`);
  }
  return [...lines, '---', JSON.stringify(record.metadata, null, 2)].map((line) => `${line}\n`).join('');
}

/** Whether a path can stand in a note: the format has no escapes. */
export function fitsInNote(path: string): boolean {
  return path !== '' && path !== '---' && !/[\n\r"]|^[\s{]/.test(path);
}

/**
 * Reads a note in order to write it again, `null` where it is not of the format: unlike `parseGitAiNote`, which
 * makes claims of whatever can be read, this must not lose what it does not understand.
 */
export function readGitAiRecord(text: string): GitAiRecord | null {
  const divider = /(?:^|\n)---\r?\n/.exec(text);
  if (divider === null) return null;
  const metadata = objectIn(text.slice(divider.index + divider[0].length));
  if (metadata === null) return null;
  const entries: RecordEntry[] = [];
  let path: string | null = null;
  for (const raw of text.slice(0, divider.index).split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.trim() === '') continue;
    if (!/^[ \t]/.test(line)) {
      path = line.length > 2 && line.startsWith('"') && line.endsWith('"') ? line.slice(1, -1) : line;
      continue;
    }
    const found = /^[ \t]+(\S+)[ \t]+(\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)[ \t]*$/.exec(line);
    if (found === null || path === null) return null;
    const ranges = found[2]!.split(',').map((part) => {
      const [start, end = start] = part.split('-').map(Number);
      return { start: start!, end: end! };
    });
    if (ranges.some(({ start, end }) => start < 1 || end < start || end > 2_147_483_647)) return null;
    entries.push({ path, key: found[1]!, ranges: joinRanges(ranges) });
  }
  return { entries, metadata };
}

/** Ranges in order, overlapping and touching ones joined. */
export function joinRanges(ranges: readonly LineRange[]): readonly LineRange[] {
  const joined: LineRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || range.start > last.end + 1) joined.push(range);
    else if (range.end > last.end) joined[joined.length - 1] = { start: last.start, end: range.end };
  }
  return joined;
}

/** The lines in both. Both in order and apart. */
export function commonRanges(a: readonly LineRange[], b: readonly LineRange[]): readonly LineRange[] {
  const common: LineRange[] = [];
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    const start = Math.max(a[i]!.start, b[k]!.start);
    const end = Math.min(a[i]!.end, b[k]!.end);
    if (start <= end) common.push({ start, end });
    if (a[i]!.end < b[k]!.end) i += 1;
    else k += 1;
  }
  return common;
}

/** The lines of `a` that are not in `b`. Both in order and apart. */
export function rangesWithout(a: readonly LineRange[], b: readonly LineRange[]): readonly LineRange[] {
  const left: LineRange[] = [];
  for (const { start, end } of a) {
    let from = start;
    for (const other of b) {
      if (other.end < from || other.start > end) continue;
      if (other.start > from) left.push({ start: from, end: other.start - 1 });
      from = other.end + 1;
    }
    if (from <= end) left.push({ start: from, end });
  }
  return left;
}

function byPath(entries: readonly RecordEntry[]): readonly RecordEntry[] {
  const paths = [...new Set(entries.map((entry) => entry.path))];
  return paths.flatMap((path) => entries.filter((entry) => entry.path === path));
}

function rangesText(ranges: readonly LineRange[]): string {
  return joinRanges(ranges).map(({ start, end }) => (start === end ? `${start}` : `${start}-${end}`)).join(',');
}

function objectIn(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
