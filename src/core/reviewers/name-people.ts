import type { Identity } from '../change/index.ts';
import type { People } from '../policy/index.ts';
import { identities } from '../signoff/index.ts';
import type { NameOf } from './read-events.ts';

/** Gives identities of a history a name each; `labels` says how those who are not enrolled are called. */
export interface NamedPeople {
  readonly nameOf: NameOf;
  /** Name that `nameOf` gave → how to show it, for identities that are not enrolled. */
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * Enrolled people by address and account, else by their whole name; others by address, two addresses under one whole
 * name being one. Names are claims: this is good enough to propose whom to ask, and nobody signs by it. Agents,
 * `[bot]` accounts, robots and addresses nobody reads are machines.
 */
export function namePeople(people: People): NamedPeople {
  const whoIs = identities(people);
  const byName = new Map(people.persons.filter(({ name }) => isWhole(name)).map(({ id, name }) => [name.toLowerCase(), id]));
  const byEmail = new Map<string, string>();
  const labels = new Map<string, string>();
  const known = new Map<string, string | null>();
  const find = (identity: Identity): string | null => {
    const owner = whoIs(identity);
    if (owner.kind === 'person') return owner.person.id;
    if (owner.kind === 'agent' || isMachine(identity)) return null;
    const [name, email] = [identity.name.trim(), identity.email.trim().toLowerCase()];
    const key = byEmail.get(email) ?? (isWhole(name) ? byName.get(name.toLowerCase()) : undefined) ?? `<${email}>`;
    if (isWhole(name) && !byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), key);
    byEmail.set(email, key);
    if (key.startsWith('<') && !labels.has(key)) labels.set(key, name === '' ? key : `${name} <${email}>`);
    return key;
  };
  return {
    labels,
    nameOf(identity) {
      const key = `${identity.name}\0${identity.email}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const found = find(identity);
      known.set(key, found);
      return found;
    },
  };
}

function isWhole(name: string): boolean {
  return /\S\s+\S/.test(name.trim());
}

function isMachine({ name, email }: Identity): boolean {
  return /\[bot\]|\b(?:bot|robot|buildbot)\b/i.test(`${name} ${email}`) || /^(?:no-?reply|do-?not-?reply|notifications?)@|@bot\.|@robot\./i.test(email.trim());
}
