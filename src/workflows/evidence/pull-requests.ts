import { carryClaims, pullRequestOf, type Claim, type CommitReader, type LandedAs } from '../../core/evidence/index.ts';
import type { HistoryCommit, Repository } from '../ports/index.ts';
import { LandedMatcher, type Behind, type Proposed } from './match-landed.ts';
import type { FoundRecords, Records } from './records.ts';
import { recoverLanded } from './recover-landed.ts';

/** What is known of a landed commit's pull request besides the landed commit itself. */
export interface PreSquash {
  /** Claims about the landed commit: those of its pull request's commits, and recovered lines. */
  readonly claims: readonly Claim[];
  /** How the pull request was found; `null` where none was. */
  readonly via: LandedAs | null;
  readonly problems: FoundRecords['problems'];
}

/** A commit as far as finding its pull request needs it. */
export type Landed = Pick<HistoryCommit, 'id' | 'parents' | 'message' | 'author' | 'committedAt'> & Partial<Pick<HistoryCommit, 'files'>>;

/** Most commits of one pull request that are looked at. */
const mostCommits = 2000;

/** The commits of pull requests that squashing left behind, read from `refs/pull/N/head` in one pass. */
export interface PullRequests {
  /** Number of pull-request heads that were looked at. */
  readonly heads: number;
  /** The commits behind a landed one: of the pull request its subject names, else of the one that fits it by content. */
  behind(landed: Landed, unread: string[]): Promise<Behind>;
  evidenceOf(landed: Landed, own: readonly Claim[], unread: string[]): Promise<PreSquash>;
}

/** Which pull requests to open. */
export interface PullQuery {
  /** `null`: all, also for commits that name none; then what fits is looked for by content. */
  readonly numbers: ReadonlySet<number> | null;
  /** Full ids of the commits that reach what landed. */
  readonly landedIn: readonly string[];
  readonly unread: string[];
  /**
   * For measuring: look for `all` origins, also where no pull request that may fit has anything to tell; `blind`: and
   * as if no commit named a number.
   */
  readonly measure?: 'all' | 'blind';
}

/** Opens the pull requests `numbers` for commits that `landedIn` reach. */
export async function openPullRequests(repository: Repository, records: Records, read: CommitReader, { numbers, landedIn, unread, measure }: PullQuery): Promise<PullRequests> {
  const heads = new Map<number, string>();
  for (const { ref, id } of await listHeads(repository, numbers)) {
    const number = Number(/^refs\/pull\/(\d{1,9})\/head$/.exec(ref)?.[1]);
    if (Number.isInteger(number) && (numbers?.has(number) ?? true)) heads.set(number, id);
  }
  const commits = new Map<string, HistoryCommit>();
  if (heads.size > 0) {
    const query = { heads: [...new Set(heads.values())], not: landedIn, since: null, until: null, firstParent: false, files: 'paths' } as const;
    for await (const batch of repository.readHistory(query, unread)) for (const commit of batch) commits.set(commit.id, commit);
  }
  let matcher: Promise<LandedMatcher> | null = null;

  /** The commits of a head that did not land as they are, newest first, and what they were made on. */
  function walk(head: string): { readonly commits: readonly HistoryCommit[]; readonly bases: readonly string[] } {
    const found: HistoryCommit[] = [];
    const bases = new Set<string>();
    const seen = new Set<string>();
    const pending = [head];
    for (let id = pending.shift(); id !== undefined && found.length < mostCommits; id = pending.shift()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const commit = commits.get(id);
      if (commit === undefined) {
        bases.add(id);
        continue;
      }
      found.push(commit);
      pending.push(...commit.parents);
    }
    return { commits: found, bases: [...bases] };
  }

  async function openMatcher(): Promise<LandedMatcher> {
    const named = new Set<number>();
    const landed = { heads: landedIn, not: [], since: null, until: null, firstParent: false, files: 'none' } as const;
    const histories = measure === 'blind' ? [] : [repository.readHistory(landed, unread)];
    for (const history of histories) for await (const batch of history) for (const { message } of batch) named.add(pullRequestOf(message) ?? 0);
    const proposed = new Map<string, Proposed>();
    // Of pull requests with one head the newest stands for all: what is behind them is the same.
    for (const [pull, head] of heads) if (!named.has(pull) && commits.has(head)) proposed.set(head, { pull, ...walk(head) });
    return new LandedMatcher(repository, landedIn.at(-1)!, proposed.values(), measure === undefined ? tells : () => true);
  }

  function tells(of: readonly HistoryCommit[]): boolean {
    return of.some((commit) => records.commits.has(commit.id) || read(commit).some((claim) => claim.class === 'ai'));
  }

  async function behind(landed: Landed, lost: string[]): Promise<Behind> {
    const nothing: Behind = { commits: [], via: null, problems: [] };
    if (landed.parents.length > 1 || commits.size === 0) return nothing;
    const number = measure === 'blind' ? null : pullRequestOf(landed.message);
    const head = number === null ? undefined : heads.get(number);
    if (number !== null && head !== undefined) {
      if (!commits.has(head)) return nothing;
      return { commits: walk(head).commits, via: { pull: number, by: 'number', shared: 1 }, problems: [] };
    }
    // A scan of everything meets the commits of pull requests too: they are themselves, and not landed.
    if (numbers !== null || commits.has(landed.id)) return nothing;
    return (await (matcher ??= openMatcher())).behind({ ...landed, paths: await pathsOf(repository, landed, lost) });
  }

  async function evidenceOf(landed: Landed, own: readonly Claim[], lost: string[]): Promise<PreSquash> {
    const { commits: behindIt, via, problems } = await behind(landed, lost);
    const all = behindIt.filter((commit) => commit.parents.length < 2);
    if (all.length === 0 || via === null) return { claims: [], via: null, problems };
    // A branch may have gone on after it landed, or have brought another one along: only what shares a file counts.
    const paths = await pathsOf(repository, landed, lost);
    const before = all.filter(({ files }) => files.length === 0 || files.some((file) => paths.has(file.path)));
    const told = before.flatMap((commit) => [...read(commit)]);
    const found = await records.of(before.map((commit) => commit.id), lost);
    const recorded = before.flatMap((commit) => [...(found.byCommit.get(commit.id) ?? [])]);
    const claims = [...carryClaims(told, landed.id, own)];
    const lines = recorded.filter((claim) => claim.class === 'ai' && (claim.subject.scope === 'lines' || claim.subject.scope === 'file'));
    if (lines.length > 0) claims.push(...(await recoverLanded(repository, landed, lines, lost)));
    return { claims: claims.map((claim) => ({ ...claim, source: { ...claim.source, via } })), via, problems: [...problems, ...found.problems] };
  }

  return { heads: heads.size, behind, evidenceOf };
}

async function pathsOf(repository: Repository, { id, files }: Landed, unread: string[]): Promise<ReadonlySet<string>> {
  if (files !== undefined && files.length > 0) return new Set(files.map((file) => file.path));
  const paths = new Set<string>();
  for await (const commit of repository.readAddedLines([id], unread)) for (const { path } of commit.files) paths.add(path);
  return paths;
}

function listHeads(repository: Repository, numbers: ReadonlySet<number> | null): Promise<readonly { readonly ref: string; readonly id: string }[]> {
  if (numbers === null || numbers.size > 16) return repository.listRefs('refs/pull/');
  return Promise.all([...numbers].map((number) => repository.listRefs(`refs/pull/${number}/`))).then((found) => found.flat());
}
