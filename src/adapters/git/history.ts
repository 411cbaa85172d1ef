import type { HistoryCommit, HistoryQuery } from '../../workflows/ports/repository.ts';
import { HistoryParser, historyFormat } from './history-parser.ts';
import { type GitRunner, gitFailed, isAtLeast } from './process.ts';

/** What reading a history needs of an opened repository. */
export interface HistorySource {
  readonly scratch: GitRunner;
  readonly gitVersion: string;
  readonly shallowCommits: ReadonlySet<string>;
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
  let done = 0;
  let width = 1;
  const degraded = { paths: 0, none: 0 };
  for (;;) {
    const before = done;
    const failure = yield* pass(source, query, query.files, done, null, (count) => (done += count));
    if (failure === null) break;
    if (done > before) width = 1;
    const atLeast = done;
    for (let depth = cheaper[query.files]; ; depth = cheaper[depth]) {
      if (depth === null) throw gitFailed(['log'], failure);
      const rest = width - (done - atLeast);
      const start = done;
      const failed = yield* pass(source, query, depth, done, rest, (count) => (done += count));
      if (depth !== 'lines') degraded[depth] += done - start;
      if (failed === null) break;
      if (depth === 'none' || cheaper[depth] === null) {
        report(unread, degraded);
        unread.push(`the history ends after ${done} commits, where git could not go on: ${firstLine(failed)}`);
        return;
      }
    }
    if (done === atLeast) break;
    width *= 4;
  }
  report(unread, degraded);
  if (source.shallowCommits.size > 0) {
    unread.push('the history here is shallow: older commits are not counted (`git fetch --unshallow` brings them)');
  }
}

/** Runs `git log` once from the commit after the first `skip`; gives what git said when it failed, else `null`. */
async function* pass(
  source: HistorySource,
  query: HistoryQuery,
  depth: Depth,
  skip: number,
  atMost: number | null,
  count: (commits: number) => void,
): AsyncGenerator<readonly HistoryCommit[], string | null> {
  const limits = [...(skip > 0 ? [`--skip=${skip}`] : []), ...(atMost === null ? [] : [`--max-count=${atMost}`])];
  const form = ['-z', historyFormat, '--encoding=none', '--no-show-signature', '--no-notes', '--no-mailmap', '--no-color'];
  const diff = ['--root', '--no-diff-merges', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none', '--no-abbrev'];
  const args = ['log', ...form, ...diff, ...depthArguments[depth], ...limits, ...range(source, query), '--'];
  const { child, end } = source.scratch.start(args);
  let finished = false;
  try {
    child.stdin.end();
    const parser = new HistoryParser();
    const within = (commits: readonly HistoryCommit[]) => {
      count(commits.length);
      return commits.filter((commit) => isWithin(commit, query));
    };
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const commits = within(parser.push(chunk));
      if (commits.length > 0) yield commits;
    }
    const { code, stderr } = await end;
    finished = true;
    if (code !== 0) return stderr;
    const last = within(parser.end());
    if (last.length > 0) yield last;
    return null;
  } finally {
    // The reader may stop before the history does.
    if (!finished) child.kill('SIGKILL');
  }
}

/** Number of commits `query` would give. */
export async function countHistory(source: HistorySource, query: HistoryQuery): Promise<number> {
  if (query.heads.length === 0) return 0;
  const dated = (query.since !== null || query.until !== null) && !isAtLeast(source.gitVersion, 2, 37);
  const form = dated ? ['--timestamp'] : ['--count'];
  const { code, stdout } = await source.scratch.run(['rev-list', ...form, ...range(source, query), '--'], [128]);
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
  const exclusions = query.not.map((id) => `^${id}`);
  return [...dates, ...(query.firstParent ? ['--first-parent'] : []), ...query.heads, ...exclusions];
}

function isWithin(commit: { readonly committedAt: number }, query: HistoryQuery): boolean {
  return (query.since === null || commit.committedAt >= query.since) && (query.until === null || commit.committedAt <= query.until);
}

function report(unread: string[], degraded: { readonly paths: number; readonly none: number }): void {
  if (degraded.paths > 0) unread.push(`lines of ${commits(degraded.paths)} could not be counted: their files are not all here`);
  if (degraded.none > 0) unread.push(`files of ${commits(degraded.none)} could not be listed: their trees are not all here`);
}

function commits(count: number): string {
  return count === 1 ? '1 commit' : `${count} commits`;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
