import type { Change } from '../core/change/index.ts';
import type { People } from '../core/policy/index.ts';
import type { RecentHistory } from '../core/risk/index.ts';
import type { Instant } from '../core/values/index.ts';
import type { HistoryCommit, Repository } from './ports/index.ts';

/** How far back landed work of the same authors counts towards the size of a change. */
export const recentWindowHours = 72;

/** What landed lately, newest first, and what of it could not be read. */
export interface Landed {
  readonly commits: readonly HistoryCommit[];
  readonly unread: readonly string[];
}

/** What landed on the target lately, along its first parents. It can be read before the change is known. */
export async function readRecentHistory(repository: Repository, targetTip: string, now: Instant): Promise<Landed> {
  const query = {
    heads: [targetTip],
    not: [],
    since: now - recentWindowHours * 3600,
    until: now,
    firstParent: true,
    files: 'lines',
  } as const;
  const commits: HistoryCommit[] = [];
  const unread: string[] = [];
  for await (const batch of repository.readHistory(query, unread)) commits.push(...batch);
  return { commits, unread };
}

/**
 * Sums what the authors of a change landed on its paths lately, so that
 * splitting a change does not dodge its tier, nor does a second address of the same person. Commits of the change
 * itself are not counted twice.
 */
export function sumRecentHistory(change: Change, landed: Landed, people: People): RecentHistory {
  const authorOf = authorsBy(people);
  const own = new Set(change.commits.map((commit) => commit.id));
  const authors = new Set(change.commits.map(authorOf));
  const paths = new Set(change.files.map((file) => file.path));
  let commits = 0;
  let linesAdded = 0;
  for (const commit of landed.commits) {
    if (own.has(commit.id) || !authors.has(authorOf(commit))) continue;
    const touched = commit.files.filter((file) => paths.has(file.path));
    if (touched.length === 0) continue;
    commits += 1;
    for (const file of touched) linesAdded += file.linesAdded ?? 0;
  }
  const [unread] = landed.unread;
  return { windowHours: recentWindowHours, commits, linesAdded, ...(unread === undefined ? {} : { unread }) };
}

/** Who wrote a commit: the enrolled person behind the address, else the address. */
function authorsBy({ persons }: People): (commit: Pick<HistoryCommit, 'author'>) => string {
  const ids = new Map<string, string>();
  for (const { id, emails, accounts } of persons) {
    for (const email of emails) ids.set(email.toLowerCase(), id);
    const login = accounts['github'];
    if (login !== undefined) ids.set(`${login.toLowerCase()}@users.noreply.github.com`, id);
  }
  return ({ author }) => {
    const email = author.email.trim().toLowerCase();
    const id = ids.get(email) ?? ids.get(email.replace(/^\d+\+(?=[^@]+@users\.noreply\.github\.com$)/, ''));
    return id === undefined ? `<${email}>` : id;
  };
}
