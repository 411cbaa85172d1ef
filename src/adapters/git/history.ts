import type { HistoryCommit, HistoryQuery } from '../../workflows/ports/repository.ts';
import { readCommit } from './objects/commits.ts';
import { HistoryParser, historyFormat, type ParsedCommit } from './history-parser.ts';
import type { ObjectReader } from './objects/reader.ts';
import { gitFailed, reasonIn } from './process/failures.ts';
import { type GitRunner, isAtLeast } from './process/runner.ts';
import type { IdLength } from './objects/trees.ts';

/** What reading a history needs of an opened repository. */
export interface HistorySource {
  readonly scratch: GitRunner;
  readonly objects: ObjectReader;
  readonly idLength: IdLength;
  readonly gitVersion: string;
  /** Whether a shallow clone left this commit's parents out. */
  isCut(commit: string): Promise<boolean>;
}

type Depth = HistoryQuery['files'];

/** What each depth asks of git. Renames cost reading blobs, so only counting pays for them. */
const depthArguments: Readonly<Record<Depth, readonly string[]>> = {
  lines: ['--raw', '--numstat', '-M', '-l1000'],
  paths: ['--raw', '--no-renames'],
  none: ['-s'],
};

/** Where the next cheaper depth is, for commits whose objects are not all here. */
const cheaper: Readonly<Record<Depth, Depth | null>> = { lines: 'paths', paths: 'none', none: null };

/** What became of a reading that spans several runs of git. */
interface Progress {
  /** Commits given by git so far: where the next run goes on. */
  done: number;
  /** What git said when not even commits alone could be read on. */
  ended: string | null;
  readonly degraded: { paths: number; none: number };
}

/**
 * One `git log`, as long as every object is there. Where one is not, git ends: the commit it died at is read
 * again at a cheaper depth, and so are ever more after it (1, 4, 16, …) while they fail too. A report
 * therefore goes on, and `unread` says how many commits it knows less about.
 */
export async function* readHistory(
  source: HistorySource,
  query: HistoryQuery,
  unread: string[],
): AsyncGenerator<readonly HistoryCommit[]> {
  if (query.heads.length === 0) return;
  const progress: Progress = { done: 0, ended: null, degraded: { paths: 0, none: 0 } };
  yield* readAt(query.files, Number.POSITIVE_INFINITY, { source, query, progress });
  const { done, ended, degraded } = progress;
  if (ended !== null && done === 0) throw gitFailed(['log'], ended);
  if (degraded.paths > 0) unread.push(`lines of ${commits(degraded.paths)} could not be counted: their files are not all here`);
  if (degraded.none > 0) unread.push(`files of ${commits(degraded.none)} could not be listed: their trees are not all here`);
  if (ended !== null) unread.push(`the history ends after ${commits(done)}, where git could not go on: ${reasonIn(ended)}`);
}

interface Reading {
  readonly source: HistorySource;
  readonly query: HistoryQuery;
  readonly progress: Progress;
}

/** Reads up to `atMost` commits at `depth`, those that fail at the next cheaper one. */
async function* readAt(depth: Depth, atMost: number, reading: Reading): AsyncGenerator<readonly HistoryCommit[]> {
  const { progress } = reading;
  const end = progress.done + atMost;
  for (let width = 1; progress.done < end; width *= 4) {
    const before = progress.done;
    const failure = yield* runLog(depth, end - progress.done, reading);
    if (failure === null) return;
    if (progress.done > before) width = 1;
    const lower = cheaper[depth];
    if (lower === null) {
      progress.ended = failure;
      return;
    }
    yield* readAt(lower, Math.min(width, end - progress.done), reading);
    if (progress.ended !== null) return;
  }
}

/** Runs `git log` once from where the reading stands; gives what git said when it failed, else `null`. */
async function* runLog(depth: Depth, atMost: number, reading: Reading): AsyncGenerator<readonly HistoryCommit[], string | null> {
  const { source, query, progress } = reading;
  const skip = progress.done > 0 ? [`--skip=${progress.done}`] : [];
  const limit = Number.isFinite(atMost) ? [`--max-count=${atMost}`] : [];
  const form = ['-z', historyFormat, '--encoding=UTF-8', '--no-show-signature', '--no-notes', '--no-mailmap', '--no-color'];
  // Along first parents a merge stands for all it brought.
  const merges = query.firstParent ? '--diff-merges=first-parent' : '--no-diff-merges';
  const diff = ['--root', merges, '--no-ext-diff', '--no-textconv', '--ignore-submodules=none'];
  const args = ['log', ...form, ...diff, ...depthArguments[depth], ...skip, ...limit, ...range(source, query), '--stdin'];
  const { child, end } = source.scratch.start(args);
  const take = (parsed: readonly ParsedCommit[]) => {
    progress.done += parsed.length;
    if (depth !== 'lines' && depth !== query.files) progress.degraded[depth] += parsed.length;
    return Promise.all(parsed.filter(({ commit }) => isWithin(commit, query)).map((each) => asItIs(source, each)));
  };
  let finished = false;
  try {
    child.stdin.end(revisions(query));
    const parser = new HistoryParser();
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const parsed = parser.push(chunk);
      if (parsed.length > 0) yield await take(parsed);
    }
    const { code, stderr } = await end;
    finished = true;
    // Where git died over a file, the last commit's list is cut short; without lists it is whole.
    const last = code === 0 || depth === 'none' ? parser.end() : [];
    if (last.length > 0) yield await take(last);
    return code === 0 ? null : stderr;
  } finally {
    // The reader may stop before the history does.
    if (!finished) child.kill('SIGKILL');
  }
}

/** Undoes what git made of a commit: a converted message, and a whole tree that a commit without its parents seems to add. */
function asItIs(source: HistorySource, parsed: ParsedCommit): HistoryCommit | Promise<HistoryCommit> {
  // Nearly every commit has parents and claims no encoding.
  return parsed.converted || parsed.commit.parents.length === 0 ? readAgain(source, parsed) : parsed.commit;
}

async function readAgain(source: HistorySource, { commit, converted }: ParsedCommit): Promise<HistoryCommit> {
  const cut = commit.parents.length === 0 && (await source.isCut(commit.id));
  const read: HistoryCommit = cut ? { ...commit, files: [], atEdge: true } : commit;
  if (!converted) return read;
  const { tree: _, ...raw } = await readCommit(source.objects, commit.id, source.idLength);
  return { ...read, ...raw, parents: commit.parents };
}

/** Number of commits `query` would give. */
export async function countHistory(source: HistorySource, query: HistoryQuery): Promise<number> {
  if (query.heads.length === 0) return 0;
  const dated = (query.since !== null || query.until !== null) && !isAtLeast(source.gitVersion, 2, 37);
  const form = dated ? ['--timestamp'] : ['--count'];
  const { code, stdout } = await source.scratch.run(['rev-list', ...form, ...range(source, query), '--stdin'], [128], revisions(query));
  const text = stdout.toString('latin1');
  if (!dated) return code === 0 ? Number(text.trim()) : 0;
  return text.split('\n').filter((line) => line !== '' && isWithin({ committedAt: Number(line.split(' ')[0]) }, query)).length;
}

/** `--since` would stop at the first older commit, and clocks are skewed: `--since-as-filter` looks at each. */
function range(source: HistorySource, query: HistoryQuery): string[] {
  const dates: string[] = [];
  if (isAtLeast(source.gitVersion, 2, 37)) {
    if (query.since !== null && query.since > 0) dates.push(`--since-as-filter=@${query.since} +0000`);
    if (query.until !== null && query.until > 0) dates.push(`--until=@${query.until} +0000`);
  }
  return [...dates, ...(query.firstParent ? ['--first-parent'] : [])];
}

/** Where to start and stop, for git's standard input: a list of all refs is too long for a command line. */
function revisions(query: HistoryQuery): string {
  return [...query.heads, ...query.not.map((id) => `^${id}`)].map((id) => `${id}\n`).join('');
}

function isWithin(commit: { readonly committedAt: number }, query: HistoryQuery): boolean {
  return (query.since === null || commit.committedAt >= query.since) && (query.until === null || commit.committedAt <= query.until);
}

function commits(count: number): string {
  return count === 1 ? '1 commit' : `${count} commits`;
}
