import type { LineRange } from '../../change/index.ts';
import type { Claim } from '../claim.ts';

/** A file at a commit of a pull request, with the lines a record there gives to an AI. */
export interface AttestedFile {
  readonly path: string;
  /** The record's claim, of scope `lines` (its ranges) or `file` (all lines). */
  readonly claim: Claim;
  /** The whole file, line by line, without line ends. */
  readonly text: readonly string[];
}

/** A file as a landed commit has it, with the lines that commit added. */
export interface LandedFile {
  readonly path: string;
  readonly text: readonly string[];
  readonly added: readonly LineRange[];
}

/** A line of a landed file that stands in a record of the pull request. */
interface Match {
  readonly claim: Claim;
  readonly text: readonly string[];
  /** Index into `text`. */
  readonly at: number;
}

/** Letters and digits a line needs to match without its neighbours. */
const weight = 8;
/** A line that a file holds more often than this matches only in a run. */
const oftenest = 3;
/** Places of one text that are tried for a run. */
const mostPlaces = 16;

/**
 * Lines of a landed commit that records on the commits of its pull request attest: squashing makes a new commit,
 * which line records do not follow, but the text stays. A line matches alone only if it says something (at least
 * eight letters and digits) and is rare in the file; braces, blank lines and what occurs often match as neighbours
 * of a matched line that are neighbours in the recorded file too. Indentation is not compared. Gives claims of
 * rule `git-ai.recovered` (or the record's own name with `.recovered`) about the landed commit's lines; source and
 * quote stay those of the record. `files`: newest record first, which wins.
 */
export function recoverLines(files: readonly AttestedFile[], landed: readonly LandedFile[], commit: string): readonly Claim[] {
  const byPath = new Map<string, AttestedFile[]>();
  for (const file of files) byPath.set(file.path, [...(byPath.get(file.path) ?? []), file]);
  const claims: Claim[] = [];
  for (const file of landed) {
    const attested = byPath.get(file.path) ?? renamedTo(file.path, files, landed);
    if (attested.length === 0) continue;
    const lines = new Map<Claim, number[]>();
    for (const [line, { claim }] of [...matchFile(attested, file)].sort(([a], [b]) => a - b)) {
      const list = lines.get(claim);
      if (list === undefined) lines.set(claim, [line]);
      else list.push(line);
    }
    for (const [claim, numbers] of lines) {
      claims.push({
        ...claim,
        rule: `${claim.rule.split('.')[0]!}.recovered`,
        subject: { scope: 'lines', commit, path: file.path, ranges: runsOf(numbers) },
      });
    }
  }
  return claims;
}

/** Records of a file of the same name whose path the landed commit does not have: it was moved on the way. */
function renamedTo(path: string, files: readonly AttestedFile[], landed: readonly LandedFile[]): readonly AttestedFile[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const here = new Set(landed.map((file) => file.path));
  return files.filter((file) => file.path.slice(file.path.lastIndexOf('/') + 1) === name && !here.has(file.path));
}

function matchFile(attested: readonly AttestedFile[], file: LandedFile): ReadonlyMap<number, Match> {
  const added = new Set<number>();
  for (const { start, end } of file.added) for (let line = start; line <= Math.min(end, file.text.length); line++) added.add(line);
  const often = new Map<string, number>();
  for (const text of file.text) often.set(plain(text), (often.get(plain(text)) ?? 0) + 1);
  const places = new Map<string, Match[]>();
  const recorded = new Map<AttestedFile['text'], Map<number, Claim>>();
  for (const { claim, text } of attested) {
    const known = recorded.get(text) ?? new Map<number, Claim>();
    recorded.set(text, known);
    for (const at of recordedLines(claim, text.length)) {
      if (known.has(at)) continue;
      known.set(at, claim);
      const key = plain(text[at]!);
      const list = places.get(key);
      if (list === undefined) places.set(key, [{ claim, text, at }]);
      else if (list.length < mostPlaces) list.push({ claim, text, at });
    }
  }
  const matches = new Map<number, Match>();
  for (const line of added) {
    const text = plain(file.text[line - 1]!);
    if (!isWeighty(text) || (often.get(text) ?? 0) > oftenest) continue;
    const found = places.get(text);
    if (found === undefined) continue;
    if (!matches.has(line)) matches.set(line, found[0]!);
    for (const match of found) for (const step of [1, -1]) extend(match, line, step);
  }
  return matches;

  /** Neighbours of a matched line, as long as text and record go on. */
  function extend(match: Match, from: number, step: number): void {
    const known = recorded.get(match.text)!;
    for (let line = from + step, at = match.at + step; added.has(line); line += step, at += step) {
      const claim = known.get(at);
      if (claim === undefined || plain(match.text[at]!) !== plain(file.text[line - 1]!)) return;
      if (!matches.has(line)) matches.set(line, { claim, text: match.text, at });
    }
  }
}

function recordedLines({ subject }: Claim, length: number): readonly number[] {
  const ranges = subject.scope === 'lines' ? subject.ranges : subject.scope === 'file' ? [{ start: 1, end: length }] : [];
  const lines: number[] = [];
  for (const { start, end } of ranges) for (let line = start; line <= Math.min(end, length); line++) lines.push(line - 1);
  return lines;
}

function plain(text: string): string {
  return text.trim();
}

function isWeighty(text: string): boolean {
  let count = 0;
  for (const _ of text.matchAll(/[\p{L}\p{N}]/gu)) if (++count === weight) return true;
  return false;
}

/** Sorted line numbers as ranges. */
function runsOf(lines: readonly number[]): readonly LineRange[] {
  const runs: { start: number; end: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && last.end + 1 === line) last.end = line;
    else runs.push({ start: line, end: line });
  }
  return runs;
}

/** The number of the pull request a landed commit names at the end of its subject, as forges write it; else `null`. */
export function pullRequestOf(message: string): number | null {
  const number = Number(/\(#(\d{1,9})\)\s*$/.exec(message.split('\n', 1)[0]!)?.[1]);
  return Number.isInteger(number) && number > 0 ? number : null;
}

/**
 * Claims of a pull request's commits as claims about the commit it landed as: the kind is kept and the source names
 * the commit of the pull request. Only AI carries over: what one of several commits says of people or bots says
 * nothing of the whole. Those the landed commit itself repeats are left out.
 */
export function carryClaims(claims: readonly Claim[], commit: string, own: readonly Claim[]): readonly Claim[] {
  const seen = new Set(own.map((claim) => `${claim.rule} ${claim.quote.toLowerCase()}`));
  const carried: Claim[] = [];
  for (const claim of claims) {
    if (claim.class !== 'ai' || claim.subject.scope !== 'commit') continue;
    const key = `${claim.rule} ${claim.quote.toLowerCase()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    carried.push({ ...claim, subject: { scope: 'commit', commit } });
  }
  return carried;
}
