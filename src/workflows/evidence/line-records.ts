import type { LineRange } from '../../core/change/index.ts';
import type { Claim } from '../../core/evidence/index.ts';
import type { Repository } from '../ports/index.ts';

/** What line records say of one commit. */
export interface CommitRecord {
  readonly claims: readonly Claim[];
  /** Lines that the commit added and the record gives to an AI; `null` where the record gives none. */
  readonly aiLines: number | null;
  /** The same, by path; absent where the record gives none. */
  readonly aiLinesByPath?: ReadonlyMap<string, number>;
}

/** Counts the lines that records give to an AI, for the commits of a batch that have any. */
export async function countRecordedLines(
  repository: Repository,
  claimsByCommit: ReadonlyMap<string, readonly Claim[]>,
  unread: string[],
): Promise<ReadonlyMap<string, CommitRecord>> {
  const records = new Map<string, CommitRecord>();
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
}

function isAiLines(claim: Claim): boolean {
  return claim.class === 'ai' && claim.strength === 'strong' && (claim.subject.scope === 'lines' || claim.subject.scope === 'file');
}

/** How many added lines of each file some AI record covers; overlapping records count once. */
function countRecorded(claims: readonly Claim[], added: ReadonlyMap<string, readonly LineRange[]>): ReadonlyMap<string, number> {
  const byPath = new Map<string, LineRange[]>();
  for (const claim of claims) {
    const { subject } = claim;
    if (!isAiLines(claim) || (subject.scope !== 'lines' && subject.scope !== 'file')) continue;
    const ranges = subject.scope === 'lines' ? subject.ranges : [{ start: 1, end: Number.MAX_SAFE_INTEGER - 1 }];
    byPath.set(subject.path, [...(byPath.get(subject.path) ?? []), ...ranges]);
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
