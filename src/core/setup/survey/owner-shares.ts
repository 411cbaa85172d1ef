import type { AuthorGroup } from '../people/author-groups.ts';
import type { AuthorSeen, HistorySurvey } from './history-survey.ts';

/** Fewer commits than this say nothing about who knows a place. */
const fewestCommits = 5;
const smallestShare = 0.15;
const most = 3;

/** Who authored most commits that touched these paths, by share of them; those of 15 % and more, at most three. */
export function writersOf(
  survey: HistorySurvey,
  paths: Iterable<string>,
  personOf: ReadonlyMap<AuthorSeen, string>,
): readonly { readonly person: string; readonly share: number }[] {
  const touching = survey.touching(paths);
  if (touching.size < fewestCommits) return [];
  const counts = new Map<string, number>();
  for (const number of touching) {
    const person = personOf.get(survey.authorOf[number]!);
    if (person !== undefined) counts.set(person, (counts.get(person) ?? 0) + 1);
  }
  return [...counts]
    .map(([person, count]) => ({ person, share: count / touching.size }))
    .filter(({ share }) => share >= smallestShare)
    .sort((a, b) => b.share - a.share || (a.person < b.person ? -1 : 1))
    .slice(0, most);
}

/** Identities as recorded → id of the person proposed for them, by address and login. */
export function personOfAuthor(
  groups: readonly AuthorGroup[],
  persons: readonly { readonly id: string; readonly emails: readonly string[]; readonly accounts: Readonly<Record<string, string>> }[],
): ReadonlyMap<AuthorSeen, string> {
  const known = new Map<string, string>();
  for (const { id, emails, accounts } of persons) {
    for (const email of emails) known.set(email.toLowerCase(), id);
    for (const login of Object.values(accounts)) known.set(`@${login.toLowerCase()}`, id);
  }
  const found = new Map<AuthorSeen, string>();
  for (const { emails, logins, seen } of groups) {
    const names = [...emails.map((email) => email.toLowerCase()), ...logins.map((login) => `@${login.toLowerCase()}`)];
    const id = names.map((name) => known.get(name)).find((each) => each !== undefined);
    if (id !== undefined) for (const each of seen) found.set(each, id);
  }
  return found;
}
