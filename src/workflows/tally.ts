import {
  assistanceOfCommit,
  type Claim,
  type ClaimKind,
  type CommitAssistance,
  type CommitReader,
  type ClaimSource,
  type LineCounts,
  signals,
} from '../core/evidence/index.ts';
import type { Policy } from '../core/policy/index.ts';
import { assessHistoryFiles, compileAreas, type AreaMatcher } from '../core/risk/index.ts';
import { formatInstant, type Instant } from '../core/values/index.ts';
import { commitReader } from './evidence/commit-reader.ts';
import type { CommitRecord } from './evidence/line-records.ts';
import type { HistoryCommit } from './ports/index.ts';
import type { AreaFigures, MonthFigures, QuotedCommit, ScannedCommit } from './reports.ts';

/** Commits and assisted commits of one day, month or area. */
interface Share {
  commits: number;
  assisted: number;
}

type Kinds = Record<ClaimKind, number>;
type Lines = { added: number; ai: number; human: number; unknown: number; contradictory: number };

/** What a month is broken down by. Bounded: three kinds, the catalogue's tools and `other tools`, the policy's areas. */
interface Breakdown {
  readonly byKind: Kinds;
  readonly byTool: Record<string, number>;
  readonly byArea: Record<string, Share>;
}

/** Lines that commits added inside an area. */
interface AreaLines {
  readonly lines: Lines;
  readonly aiLinesByKind: Kinds;
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
  readonly byKind: Kinds;
  readonly byTool: Record<string, number>;
  readonly lines: Lines;
  readonly aiLinesByKind: Kinds;
  /** Days since 1970-01-01 → commits of that day (UTC, committer date). */
  readonly days: Record<number, Share>;
  /** `2026-11` → the assisted commits of that month. */
  readonly months: Record<string, Breakdown>;
  readonly areas: Record<string, Share>;
  readonly areaLines: Record<string, AreaLines>;
  first: Instant | null;
  last: Instant | null;
  /** Newest first. */
  readonly changes: ScannedCommit[];
  /** The newest assisted commits, newest first; never more than `latestKept`. */
  readonly latest: QuotedCommit[];
}

const daysInYear = 365;
const secondsInDay = 86_400;
const latestKept = 12;
const quoteKept = 300;
/** Commits may name any tool; a month keeps apart only those the catalogue knows. */
const knownTools: ReadonlySet<string> = new Set(signals.flatMap(({ tool }) => (tool === null ? [] : [tool])));
const otherTools = 'other tools';

/** An empty tally. */
export function emptyTally(): TallyState {
  return {
    total: 0,
    assisted: 0,
    bot: 0,
    weak: 0,
    declaredNone: 0,
    recorded: 0,
    byKind: noKinds(),
    byTool: bare(),
    lines: noLines(),
    aiLinesByKind: noKinds(),
    days: bare(),
    months: bare(),
    areas: bare(),
    areaLines: bare(),
    first: null,
    last: null,
    changes: [],
    latest: [],
  };
}

/** Keys are names that others chose: a tool called `constructor` must not meet what every object inherits. */
function bare<T>(from: Readonly<Record<string, T>> = {}): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, from);
}

function noLines(): Lines {
  return { added: 0, ai: 0, human: 0, unknown: 0, contradictory: 0 };
}

function noKinds(): Kinds {
  return { recorded: 0, declared: 0, inferred: 0 };
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
    let added = 0;
    for (const file of commit.files) added += file.linesAdded ?? 0;
    const lines = countLines(added, claims, summary, record?.aiLines ?? null);
    // A record that gives the AI lines tells who wrote them; else the strongest claim about the commit does.
    const lineKind = (record?.aiLines ?? 0) > 0 ? 'recorded' : summary.kind;
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
    if (lineKind !== null) state.aiLinesByKind[lineKind] += lines.ai;
    const month = this.#month(commit, summary);
    count((state.days[Math.floor(commit.committedAt / secondsInDay)] ??= { commits: 0, assisted: 0 }), summary.assisted);
    const touched = new Map<number, { added: number; recorded: number | null }>();
    for (const file of commit.files) {
      for (const index of this.#matcher.match(file.path)) {
        const part = touched.get(index) ?? { added: 0, recorded: record?.aiLinesByPath === undefined ? (record?.aiLines ?? null) : 0 };
        part.added += file.linesAdded ?? 0;
        if (record?.aiLinesByPath !== undefined) part.recorded = (part.recorded ?? 0) + (record.aiLinesByPath.get(file.path) ?? 0);
        touched.set(index, part);
      }
    }
    for (const [index, part] of touched) {
      const { name } = this.#policy.areas[index]!;
      count((state.areas[name] ??= { commits: 0, assisted: 0 }), summary.assisted);
      count((month.byArea[name] ??= { commits: 0, assisted: 0 }), summary.assisted);
      // Where a record covers lines elsewhere in the commit, those here are unknown, as in the sum of all.
      const inArea = partOfLines(part.added, part.recorded, lines, (record?.aiLines ?? 0) > 0);
      const sum = (state.areaLines[name] ??= { lines: noLines(), aiLinesByKind: noKinds() });
      addLines(sum.lines, inArea);
      if (lineKind !== null) sum.aiLinesByKind[lineKind] += inArea.ai;
    }
    if (summary.assisted && state.latest.length < latestKept) state.latest.push(quoted(commit, claims, summary, lines));
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

  /** The breakdown of the commit's month, with its kind and tools counted in. */
  #month({ committedAt }: HistoryCommit, { assisted, kind, tools }: CommitAssistance): Breakdown {
    const month = (this.state.months[formatInstant(committedAt).slice(0, 7)] ??= { byKind: noKinds(), byTool: bare(), byArea: bare() });
    if (!assisted) return month;
    if (kind !== null) month.byKind[kind] += 1;
    for (const tool of new Set(tools.map((name) => (knownTools.has(name) ? name : otherTools)))) month.byTool[tool] = (month.byTool[tool] ?? 0) + 1;
    return month;
  }
}

/** The sum of two tallies over disjoint sets of commits; `newer`'s list comes first. */
export function addTallies(newer: TallyState, older: TallyState): TallyState {
  return {
    total: newer.total + older.total,
    assisted: newer.assisted + older.assisted,
    bot: newer.bot + older.bot,
    weak: newer.weak + older.weak,
    declaredNone: newer.declaredNone + older.declaredNone,
    recorded: newer.recorded + older.recorded,
    byKind: addNumbers(newer.byKind, older.byKind) as Kinds,
    byTool: addNumbers(newer.byTool, older.byTool),
    lines: addNumbers(newer.lines, older.lines) as Lines,
    aiLinesByKind: addNumbers(newer.aiLinesByKind, older.aiLinesByKind) as Kinds,
    days: addShares(newer.days, older.days),
    months: addEach(newer.months, older.months, (a, b) => ({
      byKind: addNumbers(a.byKind, b.byKind) as Kinds,
      byTool: addNumbers(a.byTool, b.byTool),
      byArea: addShares(a.byArea, b.byArea),
    })),
    areas: addShares(newer.areas, older.areas),
    areaLines: addEach(newer.areaLines, older.areaLines, (a, b) => ({
      lines: addNumbers(a.lines, b.lines) as Lines,
      aiLinesByKind: addNumbers(a.aiLinesByKind, b.aiLinesByKind) as Kinds,
    })),
    first: least(newer.first, older.first, Math.min),
    last: least(newer.last, older.last, Math.max),
    changes: [...newer.changes, ...older.changes],
    latest: [...newer.latest, ...older.latest].slice(0, latestKept),
  };
}

/** The figures of a tally as a scan reports them; `areas` are those of the policy, in its order. */
export function tallyFigures(state: TallyState, areas: Policy['areas'], now: Instant) {
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
    byTool: mostFirst(state.byTool),
    lines: state.lines,
    aiLinesByKind: state.aiLinesByKind,
    months: [...months].map(([month, share]) => ({ month, ...share })),
    series: [...months].map(([month, share]): MonthFigures => {
      const { byKind, byTool, byArea } = state.months[month] ?? { byKind: noKinds(), byTool: bare(), byArea: bare() };
      return { month, ...share, byKind, byTool: mostFirst(byTool), byArea };
    }),
    areas: areas.flatMap(({ name, tier }): AreaFigures[] => {
      const share = state.areas[name];
      const { lines, aiLinesByKind } = state.areaLines[name] ?? { lines: noLines(), aiLinesByKind: noKinds() };
      return share === undefined ? [] : [{ name, tier, ...share, lines, aiLinesByKind }];
    }),
    lastYear,
    first: state.first,
    last: state.last,
    changes: state.changes,
    latest: state.latest,
  };
}

/**
 * Lines of one commit by state. `recorded` lines are the AI's where line records give it any; otherwise a claim
 * about the whole commit makes all its lines the AI's.
 */
function countLines(
  added: number,
  claims: readonly Claim[],
  { assisted, weak, declaredNone }: CommitAssistance,
  recorded: number | null,
): LineCounts {
  const none = { added, ai: 0, human: 0, unknown: 0, contradictory: 0 };
  if (!assisted && !declaredNone) return { ...none, unknown: added };
  if (!assisted) return { ...none, [weak ? 'contradictory' : 'human']: added };
  const whole = claims.some(({ class: of, strength, subject }) => of === 'ai' && strength === 'strong' && subject.scope === 'commit');
  const ai = recorded !== null && recorded > 0 ? Math.min(recorded, added) : whole ? added : 0;
  return { ...none, [declaredNone ? 'contradictory' : 'ai']: ai, unknown: added - ai };
}

/** The lines of some of a commit's files, in the states the whole commit has: `recorded` where a record tells lines apart. */
function partOfLines(added: number, recorded: number | null, whole: LineCounts, byRecord: boolean): LineCounts {
  const none = { added, ai: 0, human: 0, unknown: 0, contradictory: 0 };
  const state = whole.ai > 0 ? 'ai' : whole.contradictory > 0 ? 'contradictory' : whole.human > 0 ? 'human' : 'unknown';
  const known = state !== 'unknown' && byRecord ? Math.min(recorded ?? 0, added) : added;
  return state === 'unknown' ? { ...none, unknown: added } : { ...none, [state]: known, unknown: added - known };
}

/** An assisted commit with the words of its strongest claim. */
function quoted({ id, message, committedAt }: HistoryCommit, claims: readonly Claim[], { tools, kind }: CommitAssistance, lines: LineCounts): QuotedCommit {
  const strong = claims.filter((claim) => claim.class === 'ai' && claim.strength === 'strong');
  const best = strong.find((claim) => claim.kind === kind) ?? strong[0];
  return {
    commit: id,
    subject: message.split('\n', 1)[0] ?? '',
    committedAt,
    tools,
    kind: kind ?? 'inferred',
    quote: (best?.quote ?? '').slice(0, quoteKept),
    where: best === undefined ? '' : placeOf(best.source),
    lines,
  };
}

function placeOf(source: ClaimSource): string {
  if (source.in === 'message') return `message, line ${source.line}`;
  if (source.in === 'note') return `${source.ref}, line ${source.line}`;
  if (source.in === 'file') return `${source.path}:${source.line}`;
  return source.in;
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
  const sum = bare(a);
  for (const [key, value] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + value;
  return sum;
}

function addShares(a: Readonly<Record<string, Share>>, b: Readonly<Record<string, Share>>): Record<string, Share> {
  return addEach(a, b, (one, other) => ({ commits: one.commits + other.commits, assisted: one.assisted + other.assisted }));
}

function addEach<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>, add: (a: T, b: T) => T): Record<string, T> {
  const sum = bare(a);
  for (const [key, value] of Object.entries(b)) sum[key] = sum[key] === undefined ? value : add(sum[key], value);
  return sum;
}

/** Largest first, equals by name. */
function mostFirst(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}

function least(a: number | null, b: number | null, choose: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : choose(a, b);
}
