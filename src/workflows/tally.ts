import {
  assistanceOfCommit,
  type Claim,
  type ClaimKind,
  type CommitAssistance,
  type CommitReader,
  type LineCounts,
} from '../core/evidence/index.ts';
import type { Policy } from '../core/policy/index.ts';
import { assessHistoryFiles, compileAreas, type AreaMatcher } from '../core/risk/index.ts';
import { formatInstant, type Instant } from '../core/values/index.ts';
import { commitReader } from './evidence/commit-reader.ts';
import type { CommitRecord } from './evidence/line-records.ts';
import type { HistoryCommit } from './ports/index.ts';
import type { ScannedCommit } from './reports.ts';

/** Commits and assisted commits of one day, month or area. */
interface Share {
  commits: number;
  assisted: number;
}

/** Everything a scan adds up: plain data, so that a later scan can start from it. */
export interface TallyState {
  total: number;
  assisted: number;
  bot: number;
  weak: number;
  declaredNone: number;
  /** Commits that have a line record. */
  recorded: number;
  readonly byKind: Record<ClaimKind, number>;
  readonly byTool: Record<string, number>;
  readonly lines: { added: number; ai: number; human: number; unknown: number; contradictory: number };
  /** Days since 1970-01-01 → commits of that day (UTC, committer date). */
  readonly days: Record<number, Share>;
  readonly areas: Record<string, Share>;
  first: Instant | null;
  last: Instant | null;
  /** Newest first. */
  readonly changes: ScannedCommit[];
}

const daysInYear = 365;
const secondsInDay = 86_400;

/** An empty tally. */
export function emptyTally(): TallyState {
  return {
    total: 0,
    assisted: 0,
    bot: 0,
    weak: 0,
    declaredNone: 0,
    recorded: 0,
    byKind: { recorded: 0, declared: 0, inferred: 0 },
    byTool: {},
    lines: { added: 0, ai: 0, human: 0, unknown: 0, contradictory: 0 },
    days: {},
    areas: {},
    first: null,
    last: null,
    changes: [],
  };
}

/** Whether a value read back from a cache has the shape of a tally; its figures are taken as they are. */
export function isTallyState(value: unknown): value is TallyState {
  if (typeof value !== 'object' || value === null) return false;
  const given = value as Record<string, unknown>;
  return Object.entries(emptyTally()).every(([key, empty]) => {
    const one = given[key];
    if (empty === null) return one === null || typeof one === 'number';
    if (Array.isArray(empty)) return Array.isArray(one);
    return typeof one === typeof empty && one !== null;
  });
}

/** Adds commits up as they stream by; memory grows with days and areas, and with the list only where it is kept. */
export class Tally {
  readonly state: TallyState = emptyTally();
  readonly #policy: Policy;
  readonly #withChanges: boolean;
  readonly #matcher: AreaMatcher;
  readonly #read: CommitReader;

  constructor(policy: Policy, withChanges: boolean) {
    this.#policy = policy;
    this.#withChanges = withChanges;
    this.#matcher = compileAreas(policy.areas);
    this.#read = commitReader(policy);
  }

  /** `record`: what is known besides the commit itself; `noted`: whether a record of its own is part of that. */
  add(commit: HistoryCommit, record: CommitRecord | undefined, noted = record !== undefined): void {
    const { state } = this;
    const told = this.#read(commit);
    const claims = record === undefined ? told : [...record.claims, ...told];
    const summary = assistanceOfCommit(claims);
    const lines = countLines(commit, claims, summary, record?.aiLines ?? null);
    const bot = summary.bot && !summary.assisted;
    state.total += 1;
    if (noted) state.recorded += 1;
    if (summary.assisted) {
      state.assisted += 1;
      if (summary.kind !== null) state.byKind[summary.kind] += 1;
      for (const tool of summary.tools) state.byTool[tool] = (state.byTool[tool] ?? 0) + 1;
    } else if (bot) state.bot += 1;
    else if (summary.weak) state.weak += 1;
    else if (summary.declaredNone) state.declaredNone += 1;
    addLines(state.lines, lines);
    count((state.days[Math.floor(commit.committedAt / secondsInDay)] ??= { commits: 0, assisted: 0 }), summary.assisted);
    const touched = new Set<number>();
    for (const file of commit.files) for (const index of this.#matcher.match(file.path)) touched.add(index);
    for (const index of touched) {
      const { name } = this.#policy.areas[index]!;
      count((state.areas[name] ??= { commits: 0, assisted: 0 }), summary.assisted);
    }
    state.first = Math.min(state.first ?? commit.committedAt, commit.committedAt);
    state.last = Math.max(state.last ?? commit.committedAt, commit.committedAt);
    if (!this.#withChanges) return;
    const { areas, defaultTier, size } = this.#policy;
    state.changes.push({
      commit: commit.id,
      subject: commit.message.split('\n', 1)[0] ?? '',
      committedAt: commit.committedAt,
      assisted: summary.assisted,
      bot,
      tools: summary.tools,
      kinds: kindsOf(claims),
      tier: assessHistoryFiles(commit.files, this.#matcher, areas, defaultTier, size),
      lines,
    });
  }
}

/** The sum of two tallies over disjoint sets of commits; `newer`'s list comes first. */
export function addTallies(newer: TallyState, older: TallyState): TallyState {
  const lines = { ...newer.lines };
  addLines(lines, older.lines);
  return {
    total: newer.total + older.total,
    assisted: newer.assisted + older.assisted,
    bot: newer.bot + older.bot,
    weak: newer.weak + older.weak,
    declaredNone: newer.declaredNone + older.declaredNone,
    recorded: newer.recorded + older.recorded,
    byKind: addNumbers(newer.byKind, older.byKind) as Record<ClaimKind, number>,
    byTool: addNumbers(newer.byTool, older.byTool),
    lines,
    days: addShares(newer.days, older.days),
    areas: addShares(newer.areas, older.areas),
    first: least(newer.first, older.first, Math.min),
    last: least(newer.last, older.last, Math.max),
    changes: [...newer.changes, ...older.changes],
  };
}

/** The figures of a tally as a scan reports them; `areaNames` orders the areas. */
export function tallyFigures(state: TallyState, areaNames: readonly string[], now: Instant) {
  const months = new Map<string, Share>();
  const lastYear: Share = { commits: 0, assisted: 0 };
  const yearAgo = Math.floor(now / secondsInDay) - daysInYear;
  for (const [day, share] of Object.entries(state.days).sort(([a], [b]) => Number(a) - Number(b))) {
    const month = formatInstant(Number(day) * secondsInDay).slice(0, 7);
    const sum = months.get(month) ?? { commits: 0, assisted: 0 };
    months.set(month, { commits: sum.commits + share.commits, assisted: sum.assisted + share.assisted });
    if (Number(day) <= yearAgo) continue;
    lastYear.commits += share.commits;
    lastYear.assisted += share.assisted;
  }
  const { total, assisted, bot, weak, declaredNone } = state;
  return {
    commits: { total, assisted, bot, unknown: total - assisted - bot, weak, declaredNone },
    byKind: state.byKind,
    byTool: Object.fromEntries(Object.entries(state.byTool).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))),
    lines: state.lines,
    months: [...months].map(([month, share]) => ({ month, ...share })),
    areas: areaNames.flatMap((name) => (state.areas[name] === undefined ? [] : [{ name, ...state.areas[name] }])),
    lastYear,
    first: state.first,
    last: state.last,
    changes: state.changes,
  };
}

/**
 * Lines of one commit by state. `recorded` lines are the AI's where line records give it any; otherwise a claim
 * about the whole commit makes all its lines the AI's.
 */
function countLines(
  commit: HistoryCommit,
  claims: readonly Claim[],
  { assisted, weak, declaredNone }: CommitAssistance,
  recorded: number | null,
): LineCounts {
  let added = 0;
  for (const file of commit.files) added += file.linesAdded ?? 0;
  const none = { added, ai: 0, human: 0, unknown: 0, contradictory: 0 };
  if (!assisted && !declaredNone) return { ...none, unknown: added };
  if (!assisted) return { ...none, [weak ? 'contradictory' : 'human']: added };
  const whole = claims.some(({ class: of, strength, subject }) => of === 'ai' && strength === 'strong' && subject.scope === 'commit');
  const ai = recorded !== null && recorded > 0 ? Math.min(recorded, added) : whole ? added : 0;
  return { ...none, [declaredNone ? 'contradictory' : 'ai']: ai, unknown: added - ai };
}

/** Kinds of the AI claims, strongest first. */
function kindsOf(claims: readonly Claim[]): readonly ClaimKind[] {
  const found = new Set(claims.filter((claim) => claim.class === 'ai').map((claim) => claim.kind));
  return (['recorded', 'declared', 'inferred'] as const).filter((kind) => found.has(kind));
}

function addLines(sum: TallyState['lines'], lines: LineCounts): void {
  for (const key of ['added', 'ai', 'human', 'unknown', 'contradictory'] as const) sum[key] += lines[key];
}

function count(share: Share, assisted: boolean): void {
  share.commits += 1;
  if (assisted) share.assisted += 1;
}

function addNumbers(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sum = { ...a };
  for (const [key, value] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + value;
  return sum;
}

function addShares(a: Readonly<Record<string, Share>>, b: Readonly<Record<string, Share>>): Record<string, Share> {
  const sum: Record<string, Share> = { ...a };
  for (const [key, share] of Object.entries(b)) {
    const one = sum[key] ?? { commits: 0, assisted: 0 };
    sum[key] = { commits: one.commits + share.commits, assisted: one.assisted + share.assisted };
  }
  return sum;
}

function least(a: number | null, b: number | null, choose: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : choose(a, b);
}
