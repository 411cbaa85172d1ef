import type { Commit, Identity } from '../../change/index.ts';
import type { CommitReader } from '../../evidence/index.ts';
import type { Instant } from '../../values/index.ts';
import type { AuthorSeen } from '../survey/history-survey.ts';
import { fold } from './fold.ts';
import type { Mailmap } from './mailmap.ts';

/** Who wrote under one or several addresses, as mailmap and forges' private addresses unite them. */
export interface AuthorGroup {
  /** `human` where nothing says otherwise. */
  readonly class: 'human' | 'ai' | 'bot';
  /** The name most of the commits bear. */
  readonly name: string;
  /** Usable addresses, most used first; private ones of GitHub are in `logins`. */
  readonly emails: readonly string[];
  /** Logins on GitHub, from private addresses. */
  readonly logins: readonly string[];
  readonly commits: number;
  readonly last: Instant;
  /** As recorded: what belongs to this group in `HistorySurvey.authorOf`. */
  readonly seen: readonly AuthorSeen[];
}

/** The login in `12345+ana-r@users.noreply.github.com`; `null` for other addresses. */
export function githubLogin(email: string): string | null {
  return /^(?:\d+\+)?([^@+\s]+)@users\.noreply\.github\.com$/i.exec(email.trim())?.[1] ?? null;
}

/** What the people file takes for an address. */
export function isAddress(email: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+$/.test(email);
}

/**
 * Authors united by address (in any case), by mailmap, and by login of private addresses. Never by name: names are
 * not unique. Most commits first, then by name.
 */
export function groupAuthors(authors: Iterable<AuthorSeen>, mailmap: Mailmap, claimsOf: CommitReader): readonly AuthorGroup[] {
  const groups = new Map<string, { proper: Identity; seen: AuthorSeen }[]>();
  for (const seen of authors) {
    const proper = mailmap(seen);
    const login = githubLogin(proper.email);
    // Without an address only the name is left to tell them apart by.
    const key = login !== null ? `login ${fold(login)}` : proper.email.trim() === '' ? `name ${proper.name}` : `mail ${fold(proper.email)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ proper, seen }]);
    else group.push({ proper, seen });
  }
  const made = [...groups.values()].map((members) => groupOf(members, claimsOf));
  return made.sort((a, b) => b.commits - a.commits || (a.name < b.name ? -1 : 1));
}

function groupOf(members: readonly { proper: Identity; seen: AuthorSeen }[], claimsOf: CommitReader): AuthorGroup {
  const sum = (of: (member: (typeof members)[number]) => string) => {
    const counts = new Map<string, number>();
    for (const member of members) counts.set(of(member), (counts.get(of(member)) ?? 0) + member.seen.commits);
    return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
  };
  const addresses = [...sum(({ proper }) => proper.email.trim()), ...sum(({ seen }) => seen.email.trim())];
  const emails = new Map<string, string>();
  const logins = new Map<string, string>();
  for (const address of addresses) {
    const login = githubLogin(address);
    if (login !== null && !logins.has(fold(login))) logins.set(fold(login), login);
    if (login === null && isAddress(address) && !emails.has(fold(address))) emails.set(fold(address), address);
  }
  return {
    class: classOf(members.map(({ seen }) => seen), claimsOf),
    name: sum(({ proper }) => proper.name.trim()).find((name) => name !== '') ?? '',
    emails: [...emails.values()],
    logins: [...logins.values()],
    commits: members.reduce((all, { seen }) => all + seen.commits, 0),
    last: Math.max(...members.map(({ seen }) => seen.last)),
    seen: members.map(({ seen }) => seen),
  };
}

/** What the identity alone says, as the evidence of a commit would. */
function classOf(seen: readonly AuthorSeen[], claimsOf: CommitReader): AuthorGroup['class'] {
  for (const { name, email } of seen) {
    const author = { name, email };
    const commit: Commit = { id: '', parents: [], author, committer: { name: '', email: '' }, authoredAt: 0, committedAt: 0, message: '' };
    const claim = claimsOf(commit).find(({ source, strength }) => source.in === 'author' && strength === 'strong');
    if (claim !== undefined && claim.class !== 'human') return claim.class;
    // GitHub's apps are machines, also those no signal knows.
    if (githubLogin(email)?.toLowerCase().endsWith('[bot]') === true) return 'bot';
  }
  return 'human';
}
