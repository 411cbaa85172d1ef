import type { LineRange } from '../core/change/index.ts';
import { parseGitAiNote, type Claim, type EvidenceProblem } from '../core/evidence/index.ts';
import { decodeUtf8 } from '../core/values/index.ts';
import { gitAiNotesRef } from './gather-evidence.ts';
import type { Repository } from './ports/index.ts';

/** What line records say of one commit. */
export interface CommitRecord {
  readonly claims: readonly Claim[];
  /** Lines that the commit added and the record gives to an AI; `null` where the record gives none. */
  readonly aiLines: number | null;
  /** The same, by path; absent where the record gives none. */
  readonly aiLinesByPath?: ReadonlyMap<string, number>;
}

/** The line records of a repository, read as the scan reaches the commits they are about. */
export interface LineRecords {
  /** Number of commits with a record, reachable or not. */
  readonly size: number;
  ofCommits(ids: readonly string[]): Promise<ReadonlyMap<string, CommitRecord>>;
}

/** Opens `refs/notes/ai`; an absent ref gives no records (and `findCoverage` says so). */
export async function readLineRecords(
  repository: Repository,
  problems: EvidenceProblem[],
  unread: string[],
): Promise<LineRecords> {
  const blobs = await repository.listNotes(gitAiNotesRef);
  return {
    size: blobs.size,
    async ofCommits(ids) {
      const wanted = new Map<string, string>();
      for (const id of ids) {
        const blob = blobs.get(id);
        if (blob !== undefined) wanted.set(id, blob);
      }
      const records = new Map<string, CommitRecord>();
      if (wanted.size === 0) return records;
      const claimsByCommit = new Map<string, readonly Claim[]>();
      for await (const note of repository.readNotes(gitAiNotesRef, wanted, unread)) {
        const parsed = parseGitAiNote(decodeUtf8(note.bytes), note);
        claimsByCommit.set(note.commit, parsed.claims);
        problems.push(...parsed.problems);
      }
      for (const [commit, claims] of claimsByCommit) records.set(commit, { claims, aiLines: null });
      const withLines = [...claimsByCommit].filter(([, claims]) => claims.some(isAiLines)).map(([commit]) => commit);
      if (withLines.length === 0) return records;
      for await (const { commit, files } of repository.readAddedLines(withLines, unread)) {
        const claims = claimsByCommit.get(commit) ?? [];
        const added = new Map(files.map((file) => [file.path, file.ranges]));
        const byPath = countRecorded(claims, added);
        records.set(commit, { claims, aiLines: [...byPath.values()].reduce((sum, n) => sum + n, 0), aiLinesByPath: byPath });
      }
      return records;
    },
  };
}

function isAiLines(claim: Claim): boolean {
  return claim.class === 'ai' && claim.subject.scope === 'lines';
}

/** How many added lines of each file some AI record covers; overlapping records count once. */
function countRecorded(claims: readonly Claim[], added: ReadonlyMap<string, readonly LineRange[]>): ReadonlyMap<string, number> {
  const byPath = new Map<string, LineRange[]>();
  for (const { class: of, subject } of claims) {
    if (of !== 'ai' || subject.scope !== 'lines') continue;
    byPath.set(subject.path, [...(byPath.get(subject.path) ?? []), ...subject.ranges]);
  }
  return new Map([...byPath].map(([path, ranges]) => [path, overlap(mergeRanges(ranges), added.get(path) ?? [])]));
}

function mergeRanges(ranges: readonly LineRange[]): LineRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end + 1) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

/** Number of lines in both of two sorted, disjoint lists of ranges. */
function overlap(a: readonly LineRange[], b: readonly LineRange[]): number {
  let lines = 0;
  let i = 0;
  let k = 0;
  while (i < a.length && k < b.length) {
    const x = a[i]!;
    const y = b[k]!;
    lines += Math.max(0, Math.min(x.end, y.end) - Math.max(x.start, y.start) + 1);
    if (x.end < y.end) i += 1;
    else k += 1;
  }
  return lines;
}
