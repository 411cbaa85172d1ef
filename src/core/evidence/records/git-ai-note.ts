import type { LineRange } from '../../change/index.ts';
import type { Claim } from '../claim.ts';
import { Faults, lastLine, longestRecord, mergeRanges, mostRanges, type NoteClaims, type NoteSource } from './record.ts';
import { type GitAiMetadata, readGitAiMetadata, type Writer } from './git-ai-metadata.ts';
import { withoutLineEnd } from '../signals/trailers.ts';

/** Most attestation entries read of one note; more are reported. */
const mostEntries = 200_000;

/**
 * Claims of a git-ai note (`authorship/3.0.0` and older keys; git-ai-project/git-ai
 * `specs/git_ai_standard_v3.0.0.md`): per file, entries of two spaces, a key and comma-joined line ranges,
 * then `---` and JSON. Real notes break this, so every departure is reported and what can be read is read.
 * `s_` and old keys are AI, `h_` people; lines without an entry are unknown. A note without entries claims
 * that nothing was recorded (rule `git-ai.no-lines`), to be shown beside a marker of the same commit.
 * Total: never throws, whatever the text.
 */
export function parseGitAiNote(text: string, source: NoteSource): NoteClaims {
  const faults = new Faults('git-ai note', source);
  if (text.length > longestRecord) {
    faults.add('too-long', 1, 'is too long to be read and was left out');
    return { claims: [], problems: faults.problems() };
  }
  if (text.trim() === '') {
    faults.add('empty', 1, 'is empty');
    return { claims: [], problems: faults.problems() };
  }
  const { entries, metadataText, metadataLine } = splitNote(text, faults);
  const metadata = readGitAiMetadata(metadataText, source.commit, (kind, sentence) => faults.add(kind, metadataLine, sentence));
  const claims = entries.map((entry) => claimOf(entry, metadata, source, faults));
  if (entries.length === 0) claims.push(noLines(text, source));
  return { claims, problems: faults.problems() };
}

interface Entry {
  readonly path: string;
  readonly key: string;
  readonly ranges: readonly LineRange[];
  readonly line: number;
  readonly quote: string;
}

function splitNote(text: string, faults: Faults): { entries: Entry[]; metadataText: string | null; metadataLine: number } {
  const entries: Entry[] = [];
  let path: string | null = null;
  let idle = 0;
  let number = 0;
  let rangesLeft = mostRanges;
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end + 1;
    const line = withoutLineEnd(text.slice(at, end === -1 ? text.length : end));
    number += 1;
    const ends = line === '---' || line.startsWith('{');
    if (idle > 0 && (ends || /^[^ \t]/.test(line))) faults.add('no-entries', idle, 'names a path without lines');
    if (line === '---') return { entries, metadataText: text.slice(next), metadataLine: number + 1 };
    if (line.startsWith('{')) {
      faults.add('divider', number, 'has no `---` before its metadata');
      return { entries, metadataText: text.slice(at), metadataLine: number };
    }
    at = next;
    if (line.trim() === '') continue;
    if (!/^[ \t]/.test(line)) {
      path = pathOf(line, number, faults);
      idle = number;
      continue;
    }
    idle = 0;
    if (!/^ {2}\S/.test(line)) faults.add('indent', number, 'has entries not indented by two spaces');
    if (path === null) {
      faults.add('no-path', number, 'has entries before any path');
      continue;
    }
    if (entries.length === mostEntries) {
      faults.add('too-many', number, `has more than ${mostEntries} entries; the rest were left out`);
      continue;
    }
    const entry = entryOf(line, path, number, faults);
    if (entry === null) continue;
    rangesLeft -= entry.ranges.length;
    if (rangesLeft < 0) faults.add('too-many', number, `has more than ${mostRanges} ranges; the rest were left out`);
    else entries.push(entry);
  }
  if (idle > 0) faults.add('no-entries', idle, 'names a path without lines');
  faults.add('no-metadata', number, 'has no metadata');
  return { entries, metadataText: null, metadataLine: number };
}

function pathOf(line: string, number: number, faults: Faults): string {
  if (!line.startsWith('"')) return line;
  if (line.length > 2 && line.endsWith('"')) return line.slice(1, -1);
  faults.add('quote', number, 'has a path with an unmatched quotation mark');
  return line;
}

function entryOf(line: string, path: string, number: number, faults: Faults): Entry | null {
  const parts = /^(\S+)[ \t]+(\S.*)$/.exec(line.trim());
  if (parts === null) {
    faults.add('no-ranges', number, 'has an entry without lines');
    return null;
  }
  const ranges = rangesOf(parts[2]!, number, faults);
  return ranges.length === 0 ? null : { path, key: parts[1]!, ranges, line: number, quote: line };
}

function rangesOf(list: string, number: number, faults: Faults): readonly LineRange[] {
  const ranges: LineRange[] = [];
  let sorted = true;
  for (const part of list.split(',')) {
    const found = /^[ \t]*(\d+)(?:-(\d+))?[ \t]*$/.exec(part);
    const start = Number(found?.[1]);
    const end = Number(found?.[2] ?? found?.[1]);
    if (found === null || start < 1 || end < start) {
      faults.add('range', number, 'has lines that are no range');
      continue;
    }
    if (end > lastLine) faults.add('range-end', number, 'has line numbers no file reaches');
    if (start > lastLine) continue;
    if (start <= (ranges.at(-1)?.end ?? 0)) sorted = false;
    ranges.push({ start, end: Math.min(end, lastLine) });
  }
  if (sorted) return ranges;
  faults.add('unsorted', number, 'has unsorted or overlapping lines, which were merged');
  return mergeRanges(ranges);
}

/** Tools that exist to test git-ai itself: recorded, but weak. */
const testTools: ReadonlySet<string> = new Set(['mock_ai', 'test-agent', 'test_agent']);

function claimOf(entry: Entry, metadata: GitAiMetadata, source: NoteSource, faults: Faults): Claim {
  const human = entry.key.startsWith('h_');
  const writer: Writer | null = human ? null : metadata.writerOf(entry.key);
  if (human ? !metadata.hasHuman(entry.key) : writer === null) {
    faults.add('key', entry.line, 'has keys its metadata does not explain');
  }
  const person = human ? metadata.humanOf(entry.key) : (writer?.person ?? null);
  const wellFormed = /^(?:s_[0-9a-f]{14}::t_[0-9a-f]{14}|h_[0-9a-f]{14}|[0-9a-f]{7}|[0-9a-f]{16})$/.test(entry.key);
  if (!wellFormed) faults.add('key-form', entry.line, 'has keys of an unknown form');
  const testing = writer?.rawTool != null && testTools.has(writer.rawTool);
  if (testing) faults.add('test-tool', entry.line, `names the test tool \`${writer.rawTool}\``);
  const unknownKey = !human && writer === null && !/^(?:s_[0-9a-f]+(?:::|$)|[0-9a-f-]+$)/.test(entry.key);
  return {
    class: human ? 'human' : 'ai',
    kind: 'recorded',
    strength: testing || unknownKey ? 'weak' : 'strong',
    subject: { scope: 'lines', commit: source.commit, path: entry.path, ranges: entry.ranges },
    tool: writer?.tool ?? null,
    model: writer?.model ?? null,
    session: human ? null : (writer?.session ?? entry.key.split('::')[0]!),
    ...(person === null ? {} : { person }),
    rule: human ? 'git-ai.human' : 'git-ai.lines',
    source: { in: 'note', ref: source.ref, blob: source.blob, line: entry.line },
    quote: entry.quote,
  };
}

function noLines(text: string, source: NoteSource): Claim {
  return {
    class: 'human',
    kind: 'recorded',
    strength: 'weak',
    subject: { scope: 'commit', commit: source.commit },
    tool: null,
    model: null,
    session: null,
    rule: 'git-ai.no-lines',
    source: { in: 'note', ref: source.ref, blob: source.blob, line: 1 },
    quote: withoutLineEnd(text.slice(0, text.includes('\n') ? Math.min(text.indexOf('\n'), 200) : 200)),
  };
}
