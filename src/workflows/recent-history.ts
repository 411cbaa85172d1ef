import type { Change, Identity } from '../core/change/index.ts';
import type { People } from '../core/policy/index.ts';
import type { RecentHistory } from '../core/risk/index.ts';
import { mentionsInMessage } from '../core/signoff/index.ts';
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
 * splitting a change does not dodge its tier, nor does a second address of the same person, nor a merge or a squash by
 * somebody else: what lands with their commits, or names them as co-author, counts whole. Commits of the change
 * itself are not counted twice.
 */
export async function sumRecentHistory(repository: Repository, change: Change, landed: Landed, people: People): Promise<RecentHistory> {
  const authorOf = authorsBy(people);
  const own = new Set(change.commits.map((commit) => commit.id));
  const authors = new Set(change.commits.map(({ author }) => authorOf(author)));
  const paths = new Set(change.files.map((file) => file.path));
  const unread = [...landed.unread];
  let commits = 0;
  let linesAdded = 0;
  for (const commit of landed.commits) {
    if (own.has(commit.id)) continue;
    const touched = commit.files.filter((file) => paths.has(file.path));
    if (touched.length === 0) continue;
    if (!authors.has(authorOf(commit.author)) && !(await handsIn(repository, commit, unread)).some((hand) => authors.has(authorOf(hand)))) continue;
    commits += 1;
    for (const file of touched) linesAdded += file.linesAdded ?? 0;
  }
  const [first] = unread;
  return { windowHours: recentWindowHours, commits, linesAdded, ...(first === undefined ? {} : { unread: first }) };
}

interface Brought {
  readonly authors: readonly Identity[];
  readonly unread: readonly string[];
}

const brought = new WeakMap<Repository, Map<string, Promise<Brought>>>();

/** Co-authors whom a landing names, and authors of the commits that a merge brought: asked of git once for each merge. */
async function handsIn(repository: Repository, commit: HistoryCommit, unread: string[]): Promise<readonly Identity[]> {
  const named = mentionsInMessage(commit).flatMap(({ identity, as }) => (as === 'co-author' ? [identity] : []));
  const [first, ...others] = commit.parents;
  if (first === undefined || others.length === 0) return named;
  let known = brought.get(repository);
  if (known === undefined) brought.set(repository, (known = new Map()));
  let reading = known.get(commit.id);
  if (reading === undefined) known.set(commit.id, (reading = authorsBetween(repository, first, others)));
  const found = await reading;
  unread.push(...found.unread);
  return [...named, ...found.authors];
}

async function authorsBetween(repository: Repository, before: string, heads: readonly string[]): Promise<Brought> {
  const [authors, unread]: [Identity[], string[]] = [[], []];
  const query = { heads, not: [before], since: null, until: null, firstParent: false, files: 'none' } as const;
  for await (const batch of repository.readHistory(query, unread)) authors.push(...batch.map(({ author }) => author));
  return { authors, unread };
}

/** Whose an identity is: the enrolled person behind the address, else the address. */
function authorsBy({ persons }: People): (author: Identity) => string {
  const ids = new Map<string, string>();
  for (const { id, emails, accounts } of persons) {
    for (const email of emails) ids.set(email.toLowerCase(), id);
    const login = accounts['github'];
    if (login !== undefined) ids.set(`${login.toLowerCase()}@users.noreply.github.com`, id);
  }
  return (author) => {
    const email = author.email.trim().toLowerCase();
    const id = ids.get(email) ?? ids.get(email.replace(/^\d+\+(?=[^@]+@users\.noreply\.github\.com$)/, ''));
    return id === undefined ? `<${email}>` : id;
  };
}
