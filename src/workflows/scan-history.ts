import {
  assistanceOfCommit,
  claimsOfCommit,
  type Claim,
  type ClaimKind,
  type EvidenceProblem,
  type LineCounts,
} from '../core/evidence/index.ts';
import { assessHistoryFiles, compileAreas, type AreaMatcher } from '../core/risk/index.ts';
import { formatInstant, type Instant } from '../core/values/index.ts';
import { findCoverage } from './find-coverage.ts';
import { findSuppression } from './find-suppression.ts';
import { findGovernance, type Governance } from './governing-policy.ts';
import type { PolicyOverrides } from './load-policy.ts';
import type { HistoryCommit, HistoryQuery, Ports } from './ports/index.ts';
import { readLineRecords, type LineRecords } from './line-records.ts';
import type { OnProgress, ScannedCommit, ScanReport } from './reports.ts';

/** Which part of the history to scan and what to report of it. */
export interface ScanOptions extends PolicyOverrides {
  /** `A..B`, a single revision, or `null` for everything `HEAD` reaches. */
  readonly range: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** Add the commits of pull-request heads (`refs/pull/N/head`), which hold what squashing lost. */
  readonly all: boolean;
  readonly withChanges: boolean;
  readonly now: Instant;
  readonly onProgress: OnProgress;
}

const yearInSeconds = 365 * 86_400;

/** Which commits of a history are AI-assisted, and how we know. A report: it fails open and says what it lacks. */
export async function scanHistory(ports: Ports, options: ScanOptions): Promise<ScanReport> {
  const { repository } = ports;
  const { query, head, headRef } = await whatToScan(ports, options);
  const governance = await findGovernance(ports, null, null, options);
  const unread: string[] = [];
  const problems: EvidenceProblem[] = [];
  const tally = new Tally(governance, options);
  const [total, records, suppression] = await Promise.all([
    options.onProgress === ignoreProgress ? null : repository.countHistory(query),
    readLineRecords(repository, problems, unread),
    findSuppression(repository, head),
  ]);
  for await (const batch of repository.readHistory(query, unread)) {
    await tally.addBatch(batch, records);
    options.onProgress({ step: 'reading commits', done: tally.total, total });
  }
  return {
    repository: await repository.facts(),
    head,
    headRef,
    ...tally.result(),
    coverage: await findCoverage(repository, records, tally.seen, unread),
    suppression,
    problems,
    source: governance.source,
  };
}

/** Says that nobody watches; the scan then skips counting the commits first. */
export const ignoreProgress: OnProgress = () => {};

async function whatToScan(
  { repository }: Ports,
  options: ScanOptions,
): Promise<{ query: HistoryQuery; head: string; headRef: string | null }> {
  const [left, right] = (options.range ?? '').split(/\.\.\.?/);
  const to = await repository.resolve(options.range?.includes('..') ? right || 'HEAD' : left || 'HEAD');
  const not = options.range?.includes('..') && left ? [(await repository.resolve(left)).commit] : [];
  const pulls = options.all ? (await repository.listRefs('refs/pull/')).filter(({ ref }) => ref.endsWith('/head')) : [];
  return {
    head: to.commit,
    headRef: to.ref,
    query: {
      heads: [...new Set([to.commit, ...pulls.map(({ id }) => id)])],
      not,
      since: options.since,
      until: options.until,
      firstParent: false,
      files: 'lines',
    },
  };
}

/** Adds commits up as they stream by: memory grows with the months and areas, and with the list only where asked for. */
class Tally {
  total = 0;
  readonly seen = new Set<string>();
  readonly #commits = { assisted: 0, bot: 0, weak: 0, declaredNone: 0 };
  readonly #byKind: Record<ClaimKind, number> = { recorded: 0, declared: 0, inferred: 0 };
  readonly #byTool = new Map<string, number>();
  readonly #lines = { added: 0, ai: 0, human: 0, unknown: 0, contradictory: 0 };
  readonly #months = new Map<string, { commits: number; assisted: number }>();
  readonly #areas: { name: string; commits: number; assisted: number }[];
  readonly #changes: ScannedCommit[] = [];
  readonly #lastYear = { commits: 0, assisted: 0 };
  readonly #matcher: AreaMatcher;
  readonly #governance: Governance;
  readonly #options: ScanOptions;
  #first: number | null = null;
  #last: number | null = null;

  constructor(governance: Governance, options: ScanOptions) {
    this.#governance = governance;
    this.#options = options;
    this.#matcher = compileAreas(governance.policy.areas);
    this.#areas = governance.policy.areas.map(({ name }) => ({ name, commits: 0, assisted: 0 }));
  }

  async addBatch(batch: readonly HistoryCommit[], records: LineRecords): Promise<void> {
    const recorded = await records.ofCommits(batch.map((commit) => commit.id));
    for (const commit of batch) {
      const record = recorded.get(commit.id);
      this.#add(commit, [...(record?.claims ?? []), ...claimsOfCommit(commit)], record?.aiLines ?? null);
      if (record !== undefined) this.seen.add(commit.id);
    }
  }

  #add(commit: HistoryCommit, claims: readonly Claim[], recordedLines: number | null): void {
    const summary = assistanceOfCommit(claims);
    const lines = countLines(commit, summary.assisted, summary.declaredNone, recordedLines);
    const bot = summary.bot && !summary.assisted;
    const assisted = summary.assisted ? 1 : 0;
    this.total += 1;
    this.#commits.assisted += assisted;
    if (bot) this.#commits.bot += 1;
    else if (!summary.assisted && summary.weak) this.#commits.weak += 1;
    else if (!summary.assisted && summary.declaredNone) this.#commits.declaredNone += 1;
    if (summary.assisted && summary.kind !== null) this.#byKind[summary.kind] += 1;
    if (summary.assisted) for (const tool of summary.tools) this.#byTool.set(tool, (this.#byTool.get(tool) ?? 0) + 1);
    for (const key of ['added', 'ai', 'human', 'unknown', 'contradictory'] as const) this.#lines[key] += lines[key];
    const month = formatInstant(commit.committedAt).slice(0, 7);
    const share = this.#months.get(month) ?? { commits: 0, assisted: 0 };
    share.commits += 1;
    share.assisted += assisted;
    this.#months.set(month, share);
    if (commit.committedAt >= this.#options.now - yearInSeconds) {
      this.#lastYear.commits += 1;
      this.#lastYear.assisted += assisted;
    }
    this.#first = Math.min(this.#first ?? commit.committedAt, commit.committedAt);
    this.#last = Math.max(this.#last ?? commit.committedAt, commit.committedAt);
    const touched = new Set<number>();
    for (const file of commit.files) for (const index of this.#matcher.match(file.path)) touched.add(index);
    for (const index of touched) {
      const area = this.#areas[index]!;
      area.commits += 1;
      area.assisted += assisted;
    }
    if (this.#options.withChanges) {
      const { areas, defaultTier, size } = this.#governance.policy;
      this.#changes.push({
        commit: commit.id,
        subject: commit.message.split('\n', 1)[0] ?? '',
        committedAt: commit.committedAt,
        assisted: summary.assisted,
        bot,
        tools: summary.tools,
        kinds: summary.kinds,
        tier: assessHistoryFiles(commit.files, this.#matcher, areas, defaultTier, size),
        lines,
      });
    }
  }

  result() {
    const { assisted, bot, weak, declaredNone } = this.#commits;
    return {
      commits: { total: this.total, assisted, bot, unknown: this.total - assisted - bot, weak, declaredNone },
      byKind: this.#byKind,
      byTool: Object.fromEntries([...this.#byTool].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))),
      lines: this.#lines,
      months: [...this.#months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, share]) => ({ month, ...share })),
      areas: this.#areas.filter((area) => area.commits > 0),
      lastYear: this.#lastYear,
      first: this.#first,
      last: this.#last,
      changes: this.#changes,
    };
  }
}

/** Lines of one commit by state: all of an assisted commit are AI's, unless line records say which. */
function countLines(commit: HistoryCommit, assisted: boolean, declaredNone: boolean, recorded: number | null): LineCounts {
  let added = 0;
  for (const file of commit.files) added += file.linesAdded ?? 0;
  if (!assisted) return { added, ai: 0, human: declaredNone ? added : 0, unknown: declaredNone ? 0 : added, contradictory: 0 };
  if (declaredNone) return { added, ai: 0, human: 0, unknown: 0, contradictory: added };
  const ai = recorded === null ? added : Math.min(recorded, added);
  return { added, ai, human: 0, unknown: added - ai, contradictory: 0 };
}
