import { peopleIndex, type Person } from '../../core/policy/index.ts';
import type { AuthorGroup } from '../../core/setup/index.ts';
import type { Instant } from '../../core/values/index.ts';
import type { OnProgress } from '../reports.ts';
import type { Ports } from '../ports/index.ts';
import type { PeopleAtHand } from './people-at-hand.ts';
import { surveyRepository } from './survey-repository.ts';

/** A person of the file with what the history and the policy know of them. */
export interface ListedPerson {
  readonly person: Person;
  /** Names of the areas owned, through teams too. */
  readonly areas: readonly string[];
  readonly commits: number;
  /** Newest commit; `null`: none in the time looked at. */
  readonly last: Instant | null;
  /** Nothing within half a year of the newest commit. */
  readonly stale: boolean;
}

/** Somebody who wrote lately and is not in the file. */
export interface UnknownAuthor {
  readonly name: string;
  readonly address: string | null;
  readonly commits: number;
  readonly last: Instant;
}

/** The people file against the history. */
export interface PeopleReport {
  readonly at: PeopleAtHand;
  readonly persons: readonly ListedPerson[];
  /** Humans who wrote in the 90 days before the newest commit, most commits first. */
  readonly unknown: readonly UnknownAuthor[];
  readonly commits: number;
}

const lately = 90 * 86_400;
const staleAfter = 182 * 86_400;

/** Who is enrolled, what they own, who has gone quiet, and who writes without being enrolled. */
export async function listPeople(ports: Ports, at: PeopleAtHand, onProgress: OnProgress | null): Promise<PeopleReport> {
  const { groups, newest, survey } = await surveyRepository(ports, at.target, onProgress, 'none');
  const index = peopleIndex(at.people);
  const seen = new Map<string, { commits: number; last: Instant }>();
  const unknown: UnknownAuthor[] = [];
  for (const group of groups) {
    const owner = ownerOf(group, index);
    if (owner === 'agent' || (owner === null && group.class !== 'human')) continue;
    if (owner === null) {
      if (group.last >= newest - lately) unknown.push({ name: group.name, address: group.emails[0] ?? group.logins[0] ?? null, commits: group.commits, last: group.last });
      continue;
    }
    const known = seen.get(owner.id);
    seen.set(owner.id, { commits: (known?.commits ?? 0) + group.commits, last: Math.max(known?.last ?? 0, group.last) });
  }
  const owned = at.policy.areas.map((area) => ({ name: area.name, ids: new Set(index.membersOf(area.owners).map(({ id }) => id)) }));
  const persons = at.people.persons.map((person): ListedPerson => {
    const { commits = 0, last = null } = seen.get(person.id) ?? {};
    return { person, areas: owned.filter(({ ids }) => ids.has(person.id)).map(({ name }) => name), commits, last, stale: last === null || last < newest - staleAfter };
  });
  return { at, persons, unknown, commits: survey.commits };
}

function ownerOf({ emails, logins }: AuthorGroup, index: ReturnType<typeof peopleIndex>): Person | 'agent' | null {
  for (const email of emails) {
    const person = index.personByEmail(email);
    if (person !== null) return person;
    if (index.agentByEmail(email) !== null) return 'agent';
  }
  for (const login of logins) {
    const person = index.personByAccount('github', login);
    if (person !== null) return person;
    if (index.agentByAccount('github', login) !== null) return 'agent';
  }
  return null;
}
