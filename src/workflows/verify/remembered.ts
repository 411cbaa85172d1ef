import type { Instant } from '../../core/values/index.ts';
import type { HistoryCommit, Repository } from '../ports/index.ts';
import { readRecentHistory, recentWindowHours, type Landed } from '../recent-history.ts';

/** Questions whose answer is the same for every landing, or for the landing after it. */
const remembered: ReadonlySet<keyof Repository> = new Set(['listRefs', 'resolveBranch', 'listFiles', 'listNotes']);

/** A repository that is asked each of these once, as long as one verification takes. */
export function remembering(repository: Repository): Repository {
  const answers = new Map<string, unknown>();
  return new Proxy(repository, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (!remembered.has(name as keyof Repository)) return member.bind(target) as unknown;
      return (...asked: unknown[]) => {
        const key = JSON.stringify([name, ...asked]);
        if (!answers.has(key)) answers.set(key, member.apply(target, asked));
        return answers.get(key);
      };
    },
  });
}

/** What landed in the days before a commit of the target. */
export type RecentReader = (base: string, at: Instant) => Promise<Landed>;

/** So many landings are worth one pass over the whole range. */
const many = 16;

/** `landings`: oldest first. For many the history is read once, and each is given its own stretch of it. */
export function recentReader(repository: Repository, landings: readonly HistoryCommit[]): RecentReader {
  const tip = landings.at(-1)?.parents[0];
  if (landings.length < many || tip === undefined) return (base, at) => readRecentHistory(repository, base, at);
  const window = recentWindowHours * 3600;
  const since = landings.reduce((least, { committedAt }) => Math.min(least, committedAt), Number.POSITIVE_INFINITY) - window;
  const reading = readAll(repository, tip, since);
  return async (base, at) => {
    const { commits, unread, back } = await reading;
    const from = back.get(base);
    if (from === undefined || at - window < since) return readRecentHistory(repository, base, at);
    const landed: HistoryCommit[] = [];
    for (const commit of commits.slice(from)) {
      if (commit.committedAt < at - window) break;
      if (commit.committedAt <= at) landed.push(commit);
    }
    return { commits: landed, unread };
  };
}

async function readAll(repository: Repository, tip: string, since: Instant) {
  const commits: HistoryCommit[] = [];
  const unread: string[] = [];
  const query = { heads: [tip], not: [], since, until: null, firstParent: true, files: 'lines' } as const;
  for await (const batch of repository.readHistory(query, unread)) commits.push(...batch);
  return { commits, unread, back: new Map(commits.map(({ id }, index) => [id, index])) };
}
