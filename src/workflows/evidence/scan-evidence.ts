import { agentTracePath, parseAgentTraces, type Claim, type CommitReader, type EvidenceProblem, type TracedLines } from '../../core/evidence/index.ts';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import type { HistoryCommit, Repository } from '../ports/index.ts';
import { Checkpoints } from './checkpoints.ts';
import { HeaderSearch, type Header } from './file-headers.ts';
import { countRecordedLines, type CommitRecord } from './line-records.ts';
import { placeTraces } from './place-traces.ts';
import { openPullRequests, type PullRequests } from './pull-requests.ts';
import { openRecords, type Records } from './records.ts';

/** What a scan reads beside the commits themselves. */
export interface ScanEvidence {
  readonly records: Records;
  /** Commits of the scan that have a record of their own. */
  readonly recorded: Set<string>;
  /** `null` where pull requests are not read. */
  readonly pulls: PullRequests | null;
  /** Landed commits that got claims of their pull request, lines recovered, and those that name none and fit one. */
  readonly recovered: { commits: number; withLines: number; byContent: number };
  of(batch: readonly HistoryCommit[]): Promise<ReadonlyMap<string, CommitRecord>>;
}

/** Opens the records, traces, checkpoints and (with `pulls`) pull requests that a scan of `head` uses. */
export async function openScanEvidence(
  repository: Repository,
  read: CommitReader,
  { head, pulls, headers, problems, unread }: { readonly head: string; readonly pulls: boolean; readonly headers: Promise<readonly Header[]>; readonly problems: EvidenceProblem[]; readonly unread: string[] },
): Promise<ScanEvidence> {
  const records = await openRecords(repository);
  const requests = pulls ? await openPullRequests(repository, records, read, { numbers: null, landedIn: [head], unread }) : null;
  const checkpoints = new Checkpoints(repository);
  const traced = await readTraces(repository, head, problems);
  const placed = new Set<TracedLines>();
  let search: HeaderSearch | null = null;
  const recorded = new Set<string>();
  const recovered = { commits: 0, withLines: 0, byContent: 0 };

  async function of(batch: readonly HistoryCommit[]): Promise<ReadonlyMap<string, CommitRecord>> {
    const found = await records.of(batch.map((commit) => commit.id), unread);
    problems.push(...found.problems);
    search ??= new HeaderSearch(repository, await headers);
    const claims = new Map<string, Claim[]>();
    const add = (commit: string, more: readonly Claim[]): void => {
      if (more.length > 0) claims.set(commit, [...(claims.get(commit) ?? []), ...more]);
    };
    for (const [commit, said] of found.byCommit) {
      recorded.add(commit);
      claims.set(commit, [...said]);
    }
    for (const commit of batch) {
      const linked = /entire-checkpoint/i.test(commit.message) ? read(commit) : [];
      if (linked.length > 0) add(commit.id, await checkpoints.of(commit.id, linked, problems));
      if (traced.length > 0) {
        const paths = new Set(commit.files.map((file) => file.path));
        add(commit.id, await placeTraces(repository, traced, { id: commit.id, parents: commit.parents, paths }, placed, problems));
      }
      add(commit.id, await search.of(commit));
      if (requests === null) continue;
      const before = await requests.evidenceOf(commit, read(commit), unread);
      add(commit.id, before.claims);
      problems.push(...before.problems);
      if (before.claims.length > 0) recovered.commits += 1;
      if (before.claims.length > 0 && before.via?.by !== 'number') recovered.byContent += 1;
      if (before.claims.some((claim) => claim.subject.scope === 'lines')) recovered.withLines += 1;
    }
    return countRecordedLines(repository, claims, unread);
  }

  return { records, recorded, pulls: requests, recovered, of };
}

async function readTraces(repository: Repository, head: string, problems: EvidenceProblem[]): Promise<readonly TracedLines[]> {
  try {
    const file = await repository.readFile(head, agentTracePath);
    if (file === null) return [];
    const found = parseAgentTraces(decodeUtf8(file.bytes), { commit: head, path: agentTracePath });
    problems.push(...found.problems);
    return found.lines;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    problems.push({ source: agentTracePath, sentence: `\`${agentTracePath}\` could not be read: ${error.message}.` });
    return [];
  }
}
