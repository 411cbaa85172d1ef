/**
 * Whom we would have asked, beside who did review: each `Reviewed-by` and `Acked-by` is hidden, everything that
 * landed strictly before is known, and a rule names five people. Rules that heed load heed that of their own picks.
 */
import { openRepository } from '../src/adapters/git/index.ts';
import { nobody } from '../src/core/policy/index.ts';
import { eventsOfCommit, heldByOneShare, inOrderOfAsking, Knowledge, namePeople, peopleOfCommit, type KnowledgeEvent } from '../src/core/reviewers/index.ts';
import type { HistoryCommit } from '../src/workflows/ports/index.ts';

const day = 86_400;
const remembered = 2 * 365 * day;
/** Commits of one author that land within so many seconds of each other are one series. */
const seriesGap = 600;

/** How one rule did. */
export interface RuleResult {
  readonly rule: string;
  readonly top: Readonly<Record<1 | 3 | 5, number>>;
  readonly mrr: number;
  /** Of first picks, over everybody who ever reviewed: 0 all alike, 1 one person alone. */
  readonly gini: number;
  readonly busiest: number;
}

/** One way of asking: commit by commit, or series by series. */
export interface Asked {
  readonly by: 'commit' | 'series';
  readonly questions: number;
  /** Questions whose reviewer had never been seen before: no rule can be right. */
  readonly strangers: number;
  readonly rules: readonly RuleResult[];
  /** Of those who did review. */
  readonly real: { readonly gini: number; readonly busiest: number };
}

/** What a repository says of the proposal of reviewers. */
export interface ReviewerAccuracy {
  readonly commits: number;
  readonly newest: number;
  readonly reviewers: number;
  readonly asked: readonly Asked[];
  /** Files touched in the two years before the newest commit, and those of which one person holds most knowledge. */
  readonly files: number;
  readonly atRisk: number;
}

/** Something that was reviewed, with everybody's events. */
interface Question {
  readonly at: number;
  readonly paths: readonly string[];
  readonly authors: ReadonlySet<string>;
  readonly truth: ReadonlySet<string>;
}

export async function measureReviewers(path: string): Promise<ReviewerAccuracy> {
  const repository = await openRepository(path);
  const commits: HistoryCommit[] = [];
  try {
    const { commit: head } = await repository.resolve('HEAD');
    const query = { heads: [head], not: [], since: null, until: null, firstParent: false, files: 'paths' } as const;
    for await (const batch of repository.readHistory(query, [])) commits.push(...batch);
  } finally {
    await repository.close();
  }
  commits.sort((a, b) => a.committedAt - b.committedAt);
  const { nameOf } = namePeople(nobody);
  const events = commits.flatMap((commit) => eventsOfCommit(commit, nameOf));
  const questions = commits.flatMap((commit): Question[] => {
    const { authors, reviewers } = peopleOfCommit(commit, nameOf);
    if (commit.files.length === 0 || reviewers.length === 0) return [];
    return [{ at: commit.committedAt, paths: commit.files.map((file) => file.path), authors: new Set(authors), truth: new Set(reviewers) }];
  });
  const newest = commits.at(-1)?.committedAt ?? 0;
  const now = new Knowledge();
  for (const event of events) if (event.at > newest - remembered) now.add(event);
  return {
    commits: commits.length,
    newest,
    reviewers: new Set(questions.flatMap(({ truth }) => [...truth])).size,
    asked: [ask('commit', questions, events), ask('series', inSeries(questions), events)],
    files: now.files,
    atRisk: now.heldByOne(heldByOneShare, newest).length,
  };
}

/** Joins what the same people landed shortly after one another: asked once, with all files and all reviewers. */
function inSeries(questions: readonly Question[]): readonly Question[] {
  const joined: { at: number; last: number; paths: Set<string>; authors: Set<string>; truth: Set<string> }[] = [];
  const open = new Map<string, (typeof joined)[number]>();
  for (const { at, paths, authors, truth } of questions) {
    const key = [...authors].join();
    let series = open.get(key);
    if (series === undefined || at - series.last > seriesGap) {
      series = { at, last: at, paths: new Set(), authors: new Set(authors), truth: new Set() };
      joined.push(series);
      open.set(key, series);
    }
    series.last = at;
    for (const each of paths) series.paths.add(each);
    for (const who of truth) series.truth.add(who);
  }
  return joined.map(({ at, paths, authors, truth }) => ({ at, paths: [...paths], authors, truth }));
}

/** What every rule may look at when it is asked. */
interface Past {
  readonly knowledge: Knowledge;
  readonly lastWrote: { readonly files: Map<string, Map<string, number>>; readonly folders: Map<string, Map<string, number>> };
  readonly lastSeen: Map<string, number>;
  readonly reviews: Map<string, { value: number; at: number }>;
}

type Rank = (question: Question, past: Past, load: (who: string) => number) => readonly string[];

function ask(by: Asked['by'], questions: readonly Question[], events: readonly KnowledgeEvent[]): Asked {
  const past: Past = { knowledge: new Knowledge(), lastWrote: { files: new Map(), folders: new Map() }, lastSeen: new Map(), reviews: new Map() };
  const tallies = Object.entries(rules()).map(([rule, rank]) => ({ rule, rank, hits: { 1: 0, 3: 0, 5: 0 }, reciprocal: 0, picks: new Map<string, number[]>(), first: new Map<string, number>() }));
  const real = new Map<string, number>();
  let strangers = 0;
  let next = 0;
  for (const question of questions) {
    for (; next < events.length && events[next]!.at < question.at; next++) remember(events[next]!, past);
    for (const who of question.truth) real.set(who, (real.get(who) ?? 0) + 1);
    if (![...question.truth].some((who) => past.lastSeen.has(who))) strangers += 1;
    for (const tally of tallies) {
      const load = (who: string) => weekly(tally.picks.get(who), question.at);
      const ranked = tally.rank(question, past, load).filter((who) => !question.authors.has(who));
      const place = ranked.findIndex((who) => question.truth.has(who)) + 1;
      if (place > 0) tally.reciprocal += 1 / place;
      for (const k of [1, 3, 5] as const) if (place > 0 && place <= k) tally.hits[k] += 1;
      const first = ranked[0];
      if (first === undefined) continue;
      tally.first.set(first, (tally.first.get(first) ?? 0) + 1);
      const picks = (tally.picks.get(first) ?? []).filter((at) => at > question.at - 7 * day);
      tally.picks.set(first, [...picks, question.at]);
    }
  }
  const share = (count: number) => (questions.length === 0 ? 0 : count / questions.length);
  const spread = (counts: ReadonlyMap<string, number>) => ({ gini: gini([...real.keys()].map((who) => counts.get(who) ?? 0)), busiest: Math.max(0, ...counts.values()) / Math.max(1, [...counts.values()].reduce((sum, count) => sum + count, 0)) });
  return {
    by,
    questions: questions.length,
    strangers,
    rules: tallies.map(({ rule, hits, reciprocal, first }) => ({ rule, top: { 1: share(hits[1]), 3: share(hits[3]), 5: share(hits[5]) }, mrr: share(reciprocal), ...spread(first) })),
    real: spread(real),
  };
}

/** Reviews of the last week, each counting less the older it is. */
function weekly(picks: readonly number[] | undefined, now: number): number {
  return (picks ?? []).reduce((sum, at) => sum + Math.max(0, 1 - (now - at) / (7 * day)), 0);
}

function rules(): Record<string, Rank> {
  const random = generator(20_261_121);
  const known: Rank = ({ paths, authors, at }, { knowledge, lastSeen }) =>
    [...knowledge.of(paths, at)].filter(([who]) => !authors.has(who) && (lastSeen.get(who) ?? 0) > at - remembered).sort(([, a], [, b]) => b - a).map(([who]) => who);
  return {
    'least loaded of those who know half as much as the best': (question, past, load) => {
      const scores = past.knowledge.of(question.paths, question.at);
      const ranked = known(question, past, load).map((who) => ({ who, knowledge: scores.get(who) ?? 0, load: load(who) }));
      return inOrderOfAsking(ranked).map(({ who }) => who);
    },
    'who knows most, whatever their load': known,
    'knowledge divided by 1 + load': (question, past, load) => {
      const scores = past.knowledge.of(question.paths, question.at);
      const worth = (who: string) => (scores.get(who) ?? 0) / (1 + load(who));
      return known(question, past, load).toSorted((a, b) => worth(b) - worth(a));
    },
    'who wrote here last': ({ paths }, { lastWrote }) => {
      const files = latest(paths.map((path) => lastWrote.files.get(path)));
      return [...files, ...latest([...new Set(paths.map(folder))].map((path) => lastWrote.folders.get(path))).filter((who) => !files.includes(who))];
    },
    'who reviews most lately': ({ at }, { reviews }) => [...reviews].map(([who, { value, at: then }]) => ({ who, value: value * 2 ** (-(at - then) / (180 * day)) })).sort((a, b) => b.value - a.value).map(({ who }) => who),
    'anybody active in the last 90 days': ({ at, authors }, { lastSeen }) => shuffled([...lastSeen].filter(([who, seen]) => seen > at - 90 * day && !authors.has(who)).map(([who]) => who), random),
  };
}

function remember({ who, kind, at, paths }: KnowledgeEvent, { knowledge, lastWrote, lastSeen, reviews }: Past): void {
  knowledge.add({ who, kind, at, paths, commit: '', subject: '' });
  lastSeen.set(who, at);
  if (kind === 'reviewed') {
    const before = reviews.get(who);
    reviews.set(who, { value: (before === undefined ? 0 : before.value * 2 ** (-(at - before.at) / (180 * day))) + 1, at });
    return;
  }
  for (const path of paths) {
    for (const [all, key] of [[lastWrote.files, path], [lastWrote.folders, folder(path)]] as const) {
      let people = all.get(key);
      if (people === undefined) all.set(key, (people = new Map()));
      people.set(who, at);
    }
  }
}

function latest(all: readonly (ReadonlyMap<string, number> | undefined)[]): readonly string[] {
  const last = new Map<string, number>();
  for (const people of all) for (const [who, at] of people ?? []) last.set(who, Math.max(at, last.get(who) ?? 0));
  return [...last].sort(([, a], [, b]) => b - a).map(([who]) => who);
}

function folder(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Mean difference of any two, over twice the mean. */
function gini(counts: readonly number[]): number {
  const sorted = counts.toSorted((a, b) => a - b);
  const sum = sorted.reduce((total, count) => total + count, 0);
  if (sum === 0) return 0;
  return sorted.reduce((total, count, index) => total + (2 * (index + 1) - sorted.length - 1) * count, 0) / (sorted.length * sum);
}

/** The same numbers on every run: a linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function shuffled(all: string[], random: () => number): string[] {
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** The table of one repository. */
export function reviewerLines(path: string, { commits, newest, reviewers, asked, files, atRisk }: ReviewerAccuracy): readonly string[] {
  const share = (value: number) => value.toFixed(3).slice(1);
  const row = (rule: string, cells: readonly string[]) => `    ${rule.padEnd(58)}${cells.map((cell) => cell.padStart(8)).join('')}`;
  const lines = [`${path}`, `  ${commits} commits up to ${new Date(newest * 1000).toISOString().slice(0, 10)}, ${reviewers} people named in Reviewed-by or Acked-by of others' commits`];
  for (const { by, questions, strangers, rules: results, real } of asked) {
    lines.push(`  asked ${by} by ${by}: ${questions} questions, ${strangers} answered by people never seen before`);
    lines.push(row('rule', ['top-1', 'top-3', 'top-5', 'MRR', 'Gini', 'busiest']));
    for (const { rule, top, mrr, gini: spread, busiest } of results) lines.push(row(rule, [share(top[1]), share(top[3]), share(top[5]), share(mrr), share(spread), share(busiest)]));
    lines.push(row('those who did review', ['', '', '', '', share(real.gini), share(real.busiest)]));
  }
  lines.push(`  files at risk: of ${files} touched in the last two years, one person holds more than ${heldByOneShare * 100} % of the knowledge of ${atRisk} (${files === 0 ? 0 : Math.round((100 * atRisk) / files)} %)`);
  return lines;
}
