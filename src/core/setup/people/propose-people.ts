import type { Agent, Person } from '../../policy/index.ts';
import type { Instant } from '../../values/index.ts';
import type { AuthorGroup } from './author-groups.ts';
import { fold } from './fold.ts';
import { slugOf } from './slug.ts';

/** A person as proposed. */
export interface ProposedPerson extends Omit<Person, 'at'> {
  /** 0 where only a file named them. */
  readonly commits: number;
  readonly last: Instant | null;
  /** Addresses and logins (`github: ana-r`) that bear the same name and were not united with it: for a person to judge. */
  readonly sameName: readonly string[];
}

/** A machine as proposed; `operator: none` is ordinary automation. */
export interface ProposedAgent extends Pick<Agent, 'id' | 'operator' | 'emails' | 'accounts'> {
  readonly commits: number;
}

/** Who is proposed, and how many were not. */
export interface ProposedPeople {
  readonly persons: readonly ProposedPerson[];
  readonly agents: readonly ProposedAgent[];
  /** Humans among the authors, one for each name or united group. */
  readonly authors: number;
  /** Authors left out, by reason. */
  readonly leftOut: { readonly inactive: number; readonly rare: number; readonly beyond: number; readonly unusable: number };
}

/** What belongs to somebody already: no two may share an id, an address or a login. */
interface Taken {
  readonly ids: Set<string>;
  readonly names: Set<string>;
}

/** How to choose. */
export interface PeopleChoice {
  /** Those already taken: persons, agents, gates and teams share one space of names. */
  readonly taken: ReadonlySet<string>;
  /** Newest commit of the survey. */
  readonly newest: Instant;
  readonly atMost: number;
  /** Level by what a person is called by: address, login, id or name. */
  readonly levels: ReadonlyMap<string, string>;
  readonly lowest: string;
}

/** Active: a commit within a year of the newest; seconds. */
const activeWithin = 365 * 86_400;
/** With more authors than this, those of one or two commits are guests. */
const fewAuthors = 20;
const guestCommits = 2;

/** One human: the groups that bear one full name, the busiest of which is proposed. */
interface Candidate {
  readonly group: AuthorGroup;
  readonly others: readonly AuthorGroup[];
  readonly commits: number;
  readonly last: Instant;
}

/** Proposes people and agents from a history's authors. Whoever is given a level is proposed whatever they wrote. */
export function proposePeople(groups: readonly AuthorGroup[], choice: PeopleChoice): ProposedPeople {
  const taken: Taken = { ids: new Set(choice.taken), names: new Set() };
  const humans = groups.filter((group) => group.class === 'human');
  const usable = humans.filter(({ emails, logins }) => emails.length + logins.length > 0);
  const candidates = byName(usable);
  const isNamed = (candidate: Candidate) => levelOf(candidate, choice.levels) !== null;
  const active = candidates.filter((each) => isNamed(each) || each.last >= choice.newest - activeWithin);
  const regular = active.length <= fewAuthors ? active : active.filter((each) => isNamed(each) || each.commits > guestCommits);
  const named = regular.filter(isNamed);
  const rest = regular.filter((each) => !isNamed(each)).slice(0, Math.max(0, choice.atMost - named.length));
  const chosen = new Set([...named, ...rest]);
  const persons = candidates.filter((each) => chosen.has(each)).flatMap((candidate) => personOf(candidate, choice, taken));
  const agents = groups.filter(({ class: what }) => what !== 'human').slice(0, choice.atMost).flatMap((group) => agentOf(group, taken));
  return {
    persons,
    agents,
    authors: candidates.length + humans.length - usable.length,
    leftOut: {
      inactive: candidates.length - active.length,
      rare: active.length - regular.length,
      beyond: regular.length - chosen.size,
      unusable: humans.length - usable.length,
    },
  };
}

/** A full name (two words at least) is one human to a reader; the addresses are still kept apart. */
function byName(groups: readonly AuthorGroup[]): readonly Candidate[] {
  const found = new Map<string, AuthorGroup[]>();
  for (const group of groups) {
    const key = /\S\s+\S/.test(group.name) ? `name ${group.name}` : `one ${found.size}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [group]);
    else known.push(group);
  }
  const candidates = [...found.values()].map(([group, ...others]) => {
    const all = [group!, ...others];
    return { group: group!, others, commits: all.reduce((sum, { commits }) => sum + commits, 0), last: Math.max(...all.map(({ last }) => last)) };
  });
  return candidates.sort((a, b) => b.commits - a.commits);
}

/** The level given to a person by any name they go by. */
function levelOf({ group, others }: Candidate, levels: ReadonlyMap<string, string>): string | null {
  for (const name of [group, ...others].flatMap(namesOf)) {
    const level = levels.get(name);
    if (level !== undefined) return level;
  }
  return null;
}

/** What a person may be called by on the command line: address, login, name, or the id that the name makes; folded. */
export function namesOf({ name, emails, logins, seen }: AuthorGroup): readonly string[] {
  return [...emails, ...logins, ...seen.map(({ email }) => email), name, slugOf([name], new Set())].filter((each) => each !== '').map(fold);
}

function personOf(candidate: Candidate, choice: PeopleChoice, taken: Taken): readonly ProposedPerson[] {
  const { group, others, commits, last } = candidate;
  const mine = claimed(group, taken);
  if (mine === null) return [];
  const id = slugOf([group.name, group.logins[0] ?? '', localPart(group.emails[0])], taken.ids);
  taken.ids.add(id);
  const level = levelOf(candidate, choice.levels) ?? choice.lowest;
  const sameName = others.flatMap(({ emails, logins }) => [...emails, ...logins.map((login) => `github: ${login}`)]);
  return [{ id, name: group.name === '' ? id : group.name, level, ...mine, keys: [], commits, last, sameName }];
}

function agentOf(group: AuthorGroup, taken: Taken): readonly ProposedAgent[] {
  const mine = claimed(group, taken);
  if (mine === null) return [];
  const id = slugOf([(group.logins[0] ?? group.name).replace(/\[bot\]$/i, ''), group.name, localPart(group.emails[0])], taken.ids);
  taken.ids.add(id);
  return [{ id, operator: group.class === 'ai' ? 'required' : 'none', ...mine, commits: group.commits }];
}

/** Addresses and login nobody before has; `null` where none is left to be known by. */
function claimed({ emails, logins }: AuthorGroup, { names }: Taken): Pick<ProposedPerson, 'emails' | 'accounts'> | null {
  const free = (kind: string, all: readonly string[]) =>
    all.filter((each) => {
      const key = `${kind} ${fold(each)}`;
      if (names.has(key)) return false;
      names.add(key);
      return true;
    });
  const mine = free('mail', emails);
  const [login] = free('login', logins);
  if (mine.length === 0 && login === undefined) return null;
  return { emails: mine, accounts: login === undefined ? {} : { github: login } };
}

function localPart(email: string | undefined): string {
  return email?.split('@')[0] ?? '';
}
