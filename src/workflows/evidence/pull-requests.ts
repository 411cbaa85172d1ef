import { carryClaims, pullRequestOf, recoverLines, type AttestedFile, type Claim, type CommitReader, type LandedFile } from '../../core/evidence/index.ts';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import type { HistoryCommit, Repository } from '../ports/index.ts';
import type { FoundRecords, Records } from './records.ts';

/** What is known of a landed commit's pull request besides the landed commit itself. */
export interface PreSquash {
  /** Claims about the landed commit: those of its pull request's commits, and recovered lines. */
  readonly claims: readonly Claim[];
  readonly problems: FoundRecords['problems'];
}

/** A commit as far as finding its pull request needs it. */
export type Landed = Pick<HistoryCommit, 'id' | 'parents' | 'message'> & Partial<Pick<HistoryCommit, 'files'>>;

/** Most commits of one pull request that are looked at. */
const mostCommits = 2000;
/** Most files whose text is read for one landed commit. */
const mostFiles = 2000;

/** The commits of pull requests that squashing left behind, read from `refs/pull/N/head` in one pass. */
export interface PullRequests {
  /** Number of pull-request heads that were looked at. */
  readonly heads: number;
  /** The commits behind a landed one, newest first: none where it names no pull request that is here. */
  commitsOf(landed: Landed): readonly HistoryCommit[];
  evidenceOf(landed: Landed, own: readonly Claim[], unread: string[]): Promise<PreSquash>;
}

const nothing: PreSquash = { claims: [], problems: [] };

/** Opens the pull requests `numbers` (`null`: all) for commits that `landedIn` (full ids) reach. */
export async function openPullRequests(
  repository: Repository,
  records: Records,
  read: CommitReader,
  { numbers, landedIn, unread }: { readonly numbers: ReadonlySet<number> | null; readonly landedIn: readonly string[]; readonly unread: string[] },
): Promise<PullRequests> {
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

  function commitsOf({ parents, message }: Landed): readonly HistoryCommit[] {
    const number = parents.length > 1 ? null : pullRequestOf(message);
    const head = number === null ? undefined : heads.get(number);
    const found: HistoryCommit[] = [];
    const seen = new Set<string>();
    const pending = head === undefined ? [] : [head];
    for (let id = pending.shift(); id !== undefined && found.length < mostCommits; id = pending.shift()) {
      const commit = seen.has(id) ? undefined : commits.get(id);
      seen.add(id);
      if (commit === undefined) continue;
      found.push(commit);
      pending.push(...commit.parents);
    }
    return found;
  }

  async function evidenceOf(landed: Landed, own: readonly Claim[], lost: string[]): Promise<PreSquash> {
    const all = commitsOf(landed).filter((commit) => commit.parents.length < 2);
    if (all.length === 0) return nothing;
    // A branch may have gone on after it landed, or have brought another one along: only what shares a file counts.
    const paths = await pathsOf(repository, landed, lost);
    const before = all.filter(({ files }) => files.length === 0 || files.some((file) => paths.has(file.path)));
    const told = before.flatMap((commit) => [...read(commit)]);
    const found = await records.of(before.map((commit) => commit.id), lost);
    const recorded = before.flatMap((commit) => [...(found.byCommit.get(commit.id) ?? [])]);
    const claims = [...carryClaims(told, landed.id, own)];
    const lines = recorded.filter((claim) => claim.class === 'ai' && (claim.subject.scope === 'lines' || claim.subject.scope === 'file'));
    if (lines.length > 0) claims.push(...(await recovered(repository, landed, lines, lost)));
    return { claims, problems: found.problems };
  }

  return { heads: heads.size, commitsOf, evidenceOf };
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

async function recovered(repository: Repository, landed: Landed, lines: readonly Claim[], unread: string[]): Promise<readonly Claim[]> {
  const added: { path: string; ranges: LandedFile['added'] }[] = [];
  for await (const commit of repository.readAddedLines([landed.id], unread)) added.push(...commit.files);
  if (added.length === 0) return [];
  const names = new Set(added.map(({ path }) => nameOf(path)));
  const attested: AttestedFile[] = [];
  const texts = new Map<string, readonly string[] | null>();
  const textOf = async (commit: string, path: string): Promise<readonly string[] | null> => {
    const key = `${commit}:${path}`;
    if (!texts.has(key)) texts.set(key, texts.size < mostFiles ? await readLines(repository, commit, path) : null);
    return texts.get(key)!;
  };
  for (const claim of lines) {
    if ((claim.subject.scope !== 'lines' && claim.subject.scope !== 'file') || !names.has(nameOf(claim.subject.path))) continue;
    const { commit, path } = claim.subject;
    const text = await textOf(commit, path);
    if (text !== null) attested.push({ path, claim, text });
  }
  if (attested.length === 0) return [];
  const files: LandedFile[] = [];
  const attestedNames = new Set(attested.map(({ path }) => nameOf(path)));
  for (const { path, ranges } of added) {
    const text = attestedNames.has(nameOf(path)) ? await textOf(landed.id, path) : null;
    if (text !== null) files.push({ path, text, added: ranges });
  }
  if (texts.size >= mostFiles) unread.push(`lines of ${landed.id.slice(0, 7)} were recovered from ${mostFiles} files of its pull request; the rest were not read`);
  return recoverLines(attested, files, landed.id);
}

async function readLines(repository: Repository, commit: string, path: string): Promise<readonly string[] | null> {
  try {
    const file = await repository.readFile(commit, path);
    return file === null ? null : decodeUtf8(file.bytes).split('\n').map((line) => line.replace(/\r$/, ''));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
