import type { LineRange } from '../../change/index.ts';
import type { Claim, EvidenceProblem } from '../claim.ts';
import { findHashed } from './content-hash.ts';
import { isObject, jsonObject, type JsonObject, listIn, numberIn, objectIn, textIn } from './json-fields.ts';
import { Faults, lastLine, mergeRanges, mostRanges, type NoteClaims } from './record.ts';
import { modelName, toolName } from './tool-names.ts';

/** Where the reference writer of Agent Trace appends its records, at the root of the tree. */
export const agentTracePath = '.agent-trace/traces.jsonl';

/** The file of records: where it was read. */
export interface TraceSource {
  readonly commit: string;
  readonly path: string;
}

/** Lines of one file as one record gives them to somebody, before it is known which commit they came with. */
export interface TracedLines {
  /** The commit that was HEAD: mostly the one before the edit was committed. `null` where the record names none. */
  readonly revision: string | null;
  readonly path: string;
  readonly claim: Omit<Claim, 'subject'>;
  readonly ranges: readonly LineRange[];
  /** `content_hash` of its one range; `null` where the record gives none. */
  readonly hash: string | null;
}

/** What a file of records says, and each way in which it departs from its format. */
export interface Traces {
  readonly lines: readonly TracedLines[];
  readonly problems: NoteClaims['problems'];
}

/** Longest file and longest row read, in UTF-16 units. */
const longestFile = 64 * 1024 * 1024;
const longestRow = 1024 * 1024;
const quoted = 200;

/**
 * Reads Agent Trace 0.1.0 (cursor/agent-trace `schemas.ts`): one JSON record a line, each with files,
 * conversations, contributor (`human`, `ai`, `mixed`, `unknown`) and line ranges. Real writers name the wrong
 * version, lack ids, and give lines 1 to 1 where they know none; each is reported and the rest is read.
 * A conversation's `url` may be a path on somebody's machine, so it is not passed on. Total: never throws.
 */
export function parseAgentTraces(text: string, source: TraceSource): Traces {
  const faults = new Faults('Agent Trace file', { ref: source.path, commit: source.commit });
  if (text.length > longestFile) {
    faults.add('too-long', 1, 'is too long to be read and was left out');
    return { lines: [], problems: faults.problems() };
  }
  const lines: TracedLines[] = [];
  let number = 0;
  let left = mostRanges;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end;
    const row = text.slice(at, Math.min(next, at + longestRow + 1));
    at = next + 1;
    number += 1;
    if (row.trim() === '') continue;
    const record = row.length > longestRow ? null : jsonObject(row);
    if (record === null) {
      faults.add('row', number, row.length > longestRow ? 'has rows too long to be read' : 'has rows that are not a JSON object');
      continue;
    }
    checkRecord(record, number, faults);
    for (const traced of linesOf(record, { number, quote: row.slice(0, quoted).replace(/\r$/, ''), source }, faults)) {
      left -= traced.ranges.length;
      if (left < 0) faults.add('too-many', number, `has more than ${mostRanges} ranges; the rest were left out`);
      else lines.push(traced);
    }
    if (left < 0) break;
  }
  return { lines, problems: faults.problems() };
}

function checkRecord(record: JsonObject, row: number, faults: Faults): void {
  const version = textIn(record, 'version');
  if (version === null) faults.add('version', row, 'has records without a version');
  else if (!/^0\.1\.\d+$/.test(version)) faults.add('version', row, `has records of the unknown version \`${version.slice(0, 20)}\`, read as 0.1.0`);
  if (textIn(record, 'id') === null) faults.add('id', row, 'has records without an id');
  if (textIn(record, 'timestamp') === null) faults.add('timestamp', row, 'has records without a timestamp');
  const type = textIn(objectIn(record, 'vcs'), 'type');
  if (type !== null && type !== 'git') faults.add('vcs', row, 'has records of another version control system');
}

interface Row {
  readonly number: number;
  readonly quote: string;
  readonly source: TraceSource;
}

function linesOf(record: JsonObject, row: Row, faults: Faults): readonly TracedLines[] {
  const revision = textIn(objectIn(record, 'vcs'), 'revision')?.toLowerCase() ?? null;
  if (revision === null || !/^[0-9a-f]{40,64}$/.test(revision)) faults.add('revision', row.number, 'has records that name no commit');
  const tool = textIn(objectIn(record, 'tool'), 'name');
  const found: TracedLines[] = [];
  for (const file of listIn(record, 'files')) {
    const path = isObject(file) ? textIn(file, 'path') : null;
    if (!isObject(file) || path === null) {
      faults.add('path', row.number, 'has files without a path');
      continue;
    }
    // What the reference writer puts in place of a file: commands it saw, sessions.
    if (/^\.(?:shell-history|sessions|unknown)$/.test(path)) continue;
    for (const conversation of listIn(file, 'conversations')) {
      if (!isObject(conversation)) continue;
      const whole = objectIn(conversation, 'contributor');
      for (const range of listIn(conversation, 'ranges')) {
        if (!isObject(range)) continue;
        const contributor = isObject(range['contributor']) ? range['contributor'] : whole;
        const by = contributorOf(contributor, row.number, faults);
        const lines = rangeOf(range, row.number, faults);
        if (by === null || lines === null) continue;
        const ai = by === 'ai';
        found.push({
          revision,
          path,
          ranges: mergeRanges([lines]),
          hash: textIn(range, 'content_hash'),
          claim: {
            class: by,
            kind: 'recorded',
            strength: ai ? 'strong' : 'weak',
            tool: ai && tool !== null ? toolName(tool) : null,
            model: ai ? modelName(textIn(contributor, 'model_id')) : null,
            session: textIn(objectIn(record, 'metadata'), 'session_id') ?? textIn(record, 'id'),
            rule: ai ? 'agent-trace.lines' : 'agent-trace.human',
            source: { in: 'file', commit: row.source.commit, path: row.source.path, line: row.number },
            quote: row.quote,
          },
        });
      }
    }
  }
  return found;
}

function contributorOf(contributor: JsonObject, row: number, faults: Faults): 'ai' | 'human' | null {
  const type = textIn(contributor, 'type');
  if (type === 'ai' || type === 'mixed') return 'ai';
  if (type === 'human') return 'human';
  if (type !== 'unknown') faults.add('contributor', row, 'has lines of an unknown contributor');
  return null;
}

function rangeOf(range: JsonObject, row: number, faults: Faults): LineRange | null {
  const start = numberIn(range, 'start_line');
  const end = numberIn(range, 'end_line') ?? start;
  if (start === null || end === null || !Number.isInteger(start) || !Number.isInteger(end) || start < 1 || end < start) {
    faults.add('range', row, 'has lines that are no range');
    return null;
  }
  if (end > lastLine) faults.add('range-end', row, 'has line numbers no file reaches');
  return start > lastLine ? null : { start, end: Math.min(end, lastLine) };
}

/** A commit as far as placing needs it; `paths` are the files it touched. */
export interface TracedCommit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly paths: ReadonlySet<string>;
  /** Files as the commit has them, line by line, for records with a hash (`isHashedAbout`). */
  readonly texts?: ReadonlyMap<string, readonly string[]>;
}

/** Whether a record is about a commit. */
function isAbout(traced: TracedLines, { id, parents, paths }: TracedCommit): boolean {
  return traced.revision !== null && paths.has(traced.path) && (parents.includes(traced.revision) || id === traced.revision);
}

/** Whether a record is about a commit and gives a hash, so that the file's text is wanted. */
export function isHashedAbout(traced: TracedLines, commit: TracedCommit): boolean {
  return traced.hash !== null && isAbout(traced, commit);
}

/**
 * The records about one commit. A record names the commit that was HEAD while the lines were written, so it is
 * about the next commit that touches the file; some writers name the commit itself, which is taken where no
 * later one was. Ask newest commits first: `placed` remembers what has been given out. Where the record gives a hash
 * of its lines and that text stands elsewhere in the file, the claim moves there; each difference is a deviation.
 */
export function tracesOfCommit(lines: readonly TracedLines[], commit: TracedCommit, placed: Set<TracedLines>, deviations: EvidenceProblem[] = []): readonly Claim[] {
  const claims: Claim[] = [];
  for (const traced of lines) {
    if (placed.has(traced) || !isAbout(traced, commit)) continue;
    placed.add(traced);
    const ranges = rangesByHash(traced, commit, deviations);
    claims.push({ ...traced.claim, subject: { scope: 'lines', commit: commit.id, path: traced.path, ranges } });
  }
  return claims;
}

function rangesByHash({ hash, path, ranges, claim }: TracedLines, { id, texts }: TracedCommit, deviations: EvidenceProblem[]): readonly LineRange[] {
  const text = texts?.get(path);
  const range = ranges[0];
  if (hash === null || text === undefined || range === undefined) return ranges;
  const finding = findHashed(hash, range, text);
  if (finding.found === 'here') return ranges;
  const { source } = claim;
  const row = source.in === 'file' ? `${source.path} row ${source.line}` : 'An Agent Trace record';
  const where = `lines ${range.start}-${range.end} of \`${path}\` at ${id.slice(0, 7)}`;
  const sentence = {
    elsewhere: `gives a hash that is not that of ${where}, and stands at lines ${'range' in finding ? `${finding.range.start}-${finding.range.end}` : ''}, which were taken`,
    no: `gives a hash that is not that of ${where}, nor of other lines of the file; the lines were taken as recorded`,
    'unknown-hash': `hashes ${where} in an unknown way (\`${hash.slice(0, 20)}\`); the lines were taken unchecked`,
  }[finding.found];
  deviations.push({ source: source.in === 'file' ? source.path : path, sentence: `${row} ${sentence}.` });
  return finding.found === 'elsewhere' ? [finding.range] : ranges;
}
