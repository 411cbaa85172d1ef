import type { Identity } from '../change/index.ts';
import { peopleIndex, type Agent, type People, type PeopleIndex, type Person } from '../policy/index.ts';

/** Who an identity recorded by git belongs to: an enrolled person, an enrolled agent, or nobody we know. */
export type Owner =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'agent'; readonly agent: Agent }
  | { readonly kind: 'unknown'; readonly label: string };

/** Finds the owner of an identity; every address and account of one person leads to the same person. */
export type WhoIs = (identity: Identity) => Owner;

const indexes = new WeakMap<People, PeopleIndex>();

/** The look-ups of a people file, made once however many changes it judges. */
export function indexOf(people: People): PeopleIndex {
  const known = indexes.get(people);
  if (known !== undefined) return known;
  const made = peopleIndex(people);
  indexes.set(people, made);
  return made;
}

/** The look-up of identities in a people file. */
export function identities(people: People): WhoIs {
  const index = indexOf(people);
  return (identity) => {
    const email = identity.email.trim();
    const login = githubLogin(email);
    const person =
      index.personByEmail(email) ??
      (login === null ? null : index.personByAccount('github', login)) ??
      // A bare name is believed only where no address stands beside it: names are not unique, ids are.
      (email === '' ? index.person(identity.name) : null);
    if (person !== null) return { kind: 'person', person };
    const agent = index.agentByEmail(email) ?? (login === null ? null : index.agentByAccount('github', login));
    if (agent !== null) return { kind: 'agent', agent };
    return { kind: 'unknown', label: labelOf(identity) };
  };
}

/** `Bo Lind <bo@example.com>`, or the half that is there. */
export function labelOf({ name, email }: Identity): string {
  if (email === '') return name === '' ? 'somebody without a name' : name;
  return name === '' ? `<${email}>` : `${name} <${email}>`;
}

/**
 * What a person is called in sentences: the first name, or the whole name where two share the first, or the
 * id where even that is shared.
 */
export function displayName(person: Person, people: People): string {
  const first = firstWord(person.name);
  const others = people.persons.filter((other) => other.id !== person.id);
  if (first !== '' && !others.some((other) => firstWord(other.name) === first)) return first;
  if (person.name !== '' && !others.some((other) => other.name === person.name)) return person.name;
  return person.id;
}

/** `displayName` of the person of an id; the id itself where nobody of it is enrolled. */
export function nameOf(id: string, people: People): string {
  const person = indexOf(people).person(id);
  return person === null ? id : displayName(person, people);
}

/** GitHub's committer of everything made in its web pages: a machine's stamp, nobody's authorship. */
export function isWebFlow({ name, email }: Identity): boolean {
  return email.trim().toLowerCase() === 'noreply@github.com' && name === 'GitHub';
}

/** GitHub's private addresses carry the login: `12345+ana-r@users.noreply.github.com`. */
function githubLogin(email: string): string | null {
  return /^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/i.exec(email)?.[1] ?? null;
}

function firstWord(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}
