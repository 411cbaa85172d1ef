import { peopleIndex, type People, type Person } from '../../policy/index.ts';
import type { PeopleEdit, PersonAddition } from '../writing/people-edit.ts';
import type { AuthorGroup } from './author-groups.ts';
import { fold } from './fold.ts';
import type { KeyOf } from './read-keys.ts';
import type { ForgeMember } from './read-members.ts';
import { proposePeople, type PeopleChoice, type ProposedPeople, type ProposedPerson } from './propose-people.ts';
import { slugOf } from './slug.ts';

/** Where people may be named besides the history. */
export interface OtherSources {
  readonly members: readonly ForgeMember[];
  readonly keys: readonly KeyOf[];
  /** Owners of CODEOWNERS, as written. */
  readonly owners: readonly string[];
  readonly forge: 'github' | 'gitlab';
}

/** What a people file lacks, and what a person must judge. */
export interface MissingPeople extends PeopleEdit {
  /** Each a sentence. */
  readonly notes: readonly string[];
  /** Humans among the authors that are not in the file, and those of them that are not proposed. */
  readonly authors: number;
  readonly leftOut: ProposedPeople['leftOut'];
}

/** Compares a people file with a history and further sources. Nothing that is there is changed; nobody is joined by name. */
export function findMissing(people: People, groups: readonly AuthorGroup[], others: OtherSources, choice: Omit<PeopleChoice, 'taken'>): MissingPeople {
  const index = peopleIndex(people);
  const notes: string[] = [];
  const additions = new Map<string, { emails: string[]; accounts: Record<string, string>; keys: string[] }>();
  const more = (person: string) => additions.get(person) ?? additions.set(person, { emails: [], accounts: {}, keys: [] }).get(person)!;
  const names = new Map(people.persons.map((person) => [person.name, person]));
  const unknown: AuthorGroup[] = [];
  for (const group of groups) {
    const found = new Set([...group.emails.map((email) => index.personByEmail(email)), ...group.logins.map((login) => index.personByAccount('github', login))].filter((one) => one !== null));
    const isAgent = group.emails.some((email) => index.agentByEmail(email) !== null) || group.logins.some((login) => index.agentByAccount('github', login) !== null);
    const [person] = found;
    if (found.size > 1) notes.push(`${listed([...found].map(({ id }) => id))} are one author by .mailmap or login: \`${group.emails[0] ?? group.logins[0]}\``);
    else if (person !== undefined) addIdentities(group, person, index, more);
    else if (isAgent) continue;
    else {
      const namesake = names.get(group.name);
      if (namesake !== undefined) notes.push(`\`${group.emails[0] ?? group.logins[0] ?? group.name}\` bears the name of ${namesake.id}: add it there if it is the same person`);
      else unknown.push(group);
    }
  }
  const taken = new Set([...people.persons, ...people.agents, ...people.gates, ...people.teams].map(({ id }) => id));
  const proposed = proposePeople(unknown, { ...choice, taken });
  const persons = [...proposed.persons];
  const agents = [...proposed.agents];
  for (const { id } of [...persons, ...agents]) taken.add(id);
  const known = (login: string) =>
    index.personByAccount(others.forge, login) !== null || index.agentByAccount(others.forge, login) !== null ||
    [...persons, ...agents].some(({ accounts }) => fold(accounts[others.forge] ?? '') === fold(login));
  const enrol = (login: string, name: string | null, email: string | null) => {
    if (known(login) || [...additions.values()].some(({ accounts }) => fold(accounts[others.forge] ?? '') === fold(login))) return;
    const holder = email === null ? null : index.personByEmail(email);
    const drafted = persons.findIndex(({ emails }) => email !== null && emails.some((one) => fold(one) === fold(email)));
    if (holder !== null) more(holder.id).accounts[others.forge] = login;
    else if (drafted >= 0) persons[drafted] = { ...persons[drafted]!, accounts: { ...persons[drafted]!.accounts, [others.forge]: login } };
    else persons.push(newcomer({ login, name, email }, others.forge, choice.lowest, taken));
  };
  for (const member of others.members) {
    if (!member.machine) enrol(member.login, member.name, member.email);
    else if (!known(member.login)) {
      const id = slugOf([member.login.replace(/\[bot\]$/i, '')], taken);
      taken.add(id);
      agents.push({ id, operator: 'none', emails: [], accounts: { [others.forge]: member.login }, commits: 0 });
    }
  }
  for (const owner of others.owners) {
    if (/^@[\w-]+$/.test(owner)) enrol(owner.slice(1), null, null);
    else if (owner.includes('/')) {
      const team = owner.split('/').at(-1)!;
      if (!people.teams.some(({ id }) => fold(id) === fold(team))) notes.push(`CODEOWNERS asks \`${owner}\`: write a team \`${team}\` with its people`);
    } else if (!owner.startsWith('@') && index.personByEmail(owner) === null && !persons.some(({ emails }) => emails.some((one) => fold(one) === fold(owner)))) {
      notes.push(`CODEOWNERS asks \`${owner}\`, whom nobody here is`);
    }
  }
  addKeys(others.keys, { people, persons, more, notes });
  const added = [...additions].map(([person, what]): PersonAddition => ({ person, ...what })).filter(({ emails, accounts, keys }) => emails.length + keys.length + Object.keys(accounts).length > 0);
  return { persons, agents, additions: added, notes, authors: proposed.authors, leftOut: proposed.leftOut };
}

/** Addresses and logins that .mailmap or a login says are the same person's. */
function addIdentities(group: AuthorGroup, person: Person, index: ReturnType<typeof peopleIndex>, more: (person: string) => { emails: string[]; accounts: Record<string, string> }): void {
  for (const email of group.emails) if (index.personByEmail(email) === null && index.agentByEmail(email) === null) more(person.id).emails.push(email);
  const [login] = group.logins.filter((each) => index.personByAccount('github', each) === null && index.agentByAccount('github', each) === null);
  if (login !== undefined && person.accounts['github'] === undefined) more(person.id).accounts['github'] = login;
}

function newcomer({ login, name, email }: { login: string; name: string | null; email: string | null }, forge: string, level: string, taken: Set<string>): ProposedPerson {
  const id = slugOf([name ?? '', login], taken);
  taken.add(id);
  return { id, name: name ?? login, level, emails: email === null ? [] : [email], accounts: { [forge]: login }, keys: [], commits: 0, last: null, sameName: [] };
}

interface KeyHolders {
  readonly people: People;
  readonly persons: ProposedPerson[];
  readonly more: (person: string) => { keys: string[] };
  readonly notes: string[];
}

function addKeys(keys: readonly KeyOf[], { people, persons, more, notes }: KeyHolders): void {
  const bare = (key: string) => key.split(/\s+/).slice(0, 2).join(' ');
  const held = new Set([...people.persons, ...people.gates].flatMap((one) => one.keys.map(bare)));
  const index = peopleIndex(people);
  for (const { key, emails, line } of keys) {
    if (held.has(bare(key))) continue;
    const holder = emails.map((email) => index.personByEmail(email)).find((one) => one !== null) ?? null;
    const drafted = persons.findIndex((person) => person.emails.some((one) => emails.some((email) => fold(email) === fold(one))));
    if (holder !== null) more(holder.id).keys.push(key);
    else if (drafted >= 0) persons[drafted] = { ...persons[drafted]!, keys: [...persons[drafted]!.keys, key] };
    else {
      notes.push(`the key of line ${line} ${emails.length === 0 ? 'says nobody’s address' : `is of \`${emails[0]}\`, whom nobody here is`}`);
      continue;
    }
    held.add(bare(key));
  }
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
