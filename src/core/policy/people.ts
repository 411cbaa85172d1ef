import type { Instant, Position } from '../values/index.ts';

/** An enrolled human; `level` is a name of the policy's ladder. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly emails: readonly string[];
  /** Forge name → login. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Lines as written, options included; `readKeyLine` takes them apart. */
  readonly keys: readonly string[];
  /** Lines marked `revoked`: on record, and counting for nothing. Absent where there are none. */
  readonly revokedKeys?: readonly string[];
  readonly at: Position;
}

/** A machine that writes: never counts as a person. `operator: required` means a human must stand behind it. */
export interface Agent {
  readonly id: string;
  readonly operator: 'required' | 'none';
  /** Ids of the persons who own the account and answer for it: they may not sign what it wrote. */
  readonly owners?: readonly string[];
  readonly emails: readonly string[];
  readonly accounts: Readonly<Record<string, string>>;
  readonly at: Position;
}

/** A machine whose key may sign evidence, landings or adoptions. */
export interface Gate {
  readonly id: string;
  readonly keys: readonly string[];
  readonly revokedKeys?: readonly string[];
  readonly may: readonly ('evidence' | 'landing' | 'adoption')[];
  readonly at: Position;
}

/** A named set of person ids. */
export interface Team {
  readonly id: string;
  readonly members: readonly string[];
  readonly at: Position;
}

/** A turn of being on call: who may take a landing back alone, by the lane that the policy has for it. */
export interface OnCall {
  /** Id of a person or a team. */
  readonly who: string;
  /** First second of the turn; `null`: always until its end. */
  readonly from: Instant | null;
  /** First second after it; `null`: without end. */
  readonly until: Instant | null;
  readonly at: Position;
}

/** What a repository's trust begins with: its id, which every statement names, and the keys that sign its first adoption. */
export interface Root {
  /** 64 hex digits, drawn once by `init`. */
  readonly repository: string;
  /** Empty until a key is added: until then nothing can be adopted. */
  readonly keys: readonly string[];
  readonly revokedKeys?: readonly string[];
  readonly at: Position;
}

/** Who vouches from elsewhere that the ledger only grew. */
export interface Witness {
  /** A vkey of C2SP tlog-cosignature: `name+id+key`. */
  readonly key: string;
  /** Path or URL of the repository that keeps what it cosigned. */
  readonly repository: string;
  readonly at: Position;
}

/** The content of `.countersign/people.yaml` on the protected branch. */
export interface People {
  /** Absent where nothing can be signed yet. */
  readonly root?: Root;
  readonly persons: readonly Person[];
  readonly agents: readonly Agent[];
  readonly gates: readonly Gate[];
  readonly teams: readonly Team[];
  /** Absent where nobody is named. */
  readonly onCall?: readonly OnCall[];
  /** Absent where nobody is named. */
  readonly witnesses?: readonly Witness[];
}

/**
 * Nobody enrolled: what a repository without a people file is judged with. Everyone is then unknown, of the
 * lowest level.
 */
export const nobody: People = { persons: [], agents: [], gates: [], teams: [] };

/** Look-ups over a people file; e-mail addresses and logins are compared without regard to ASCII case. */
export interface PeopleIndex {
  /** Person by id. */
  person(id: string): Person | null;
  /** The enrolled person who commits with this address. */
  personByEmail(email: string): Person | null;
  /** The enrolled person behind a login of a forge (`github`, `gitlab`). */
  personByAccount(forge: string, login: string): Person | null;
  /** The enrolled agent that commits with this address. */
  agentByEmail(email: string): Agent | null;
  /** The enrolled agent behind a login of a forge. */
  agentByAccount(forge: string, login: string): Agent | null;
  /** Persons named by ids of persons and teams, each once, in the order of the people file; unknown ids name nobody. */
  membersOf(ids: readonly string[]): readonly Person[];
}

/** Builds the look-ups once per people file. */
export function peopleIndex(people: People): PeopleIndex {
  const persons = new Map(people.persons.map((person) => [person.id, person]));
  const teams = new Map(people.teams.map((team) => [team.id, team]));
  const personEmails = byEmail(people.persons);
  const personAccounts = byAccount(people.persons);
  const agentEmails = byEmail(people.agents);
  const agentAccounts = byAccount(people.agents);
  return {
    person: (id) => persons.get(id) ?? null,
    personByEmail: (email) => personEmails.get(fold(email)) ?? null,
    personByAccount: (forge, login) => personAccounts.get(accountKey(forge, login)) ?? null,
    agentByEmail: (email) => agentEmails.get(fold(email)) ?? null,
    agentByAccount: (forge, login) => agentAccounts.get(accountKey(forge, login)) ?? null,
    membersOf: (ids) => {
      const named = new Set(ids.flatMap((id) => memberIds(id, persons, teams)));
      return people.persons.filter((person) => named.has(person.id));
    },
  };
}

/** Persons named by ids of persons and teams, each once; for repeated look-ups keep a `peopleIndex`. */
export function membersOf(people: People, ids: readonly string[]): readonly Person[] {
  return peopleIndex(people).membersOf(ids);
}

/** Ids of the persons on call at a moment, in the order of the people file. */
export function onCallAt(people: People, now: Instant): readonly string[] {
  const turns = (people.onCall ?? []).filter(({ from, until }) => (from === null || now >= from) && (until === null || now < until));
  return turns.length === 0 ? [] : membersOf(people, turns.map(({ who }) => who)).map(({ id }) => id);
}

/** The enrolled person who commits with this address; for repeated look-ups keep a `peopleIndex`. */
export function personByEmail(people: People, email: string): Person | null {
  return peopleIndex(people).personByEmail(email);
}

/** A name wins over a team of the same name; the parser refuses such a pair, this keeps look-ups total. */
function memberIds(
  id: string,
  persons: ReadonlyMap<string, Person>,
  teams: ReadonlyMap<string, Team>,
): readonly string[] {
  return persons.has(id) ? [id] : (teams.get(id)?.members ?? []);
}

function byEmail<T extends { readonly emails: readonly string[] }>(all: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const one of all) for (const email of one.emails) if (!map.has(fold(email))) map.set(fold(email), one);
  return map;
}

function byAccount<T extends { readonly accounts: Readonly<Record<string, string>> }>(
  all: readonly T[],
): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const one of all) {
    for (const [forge, login] of Object.entries(one.accounts)) {
      const key = accountKey(forge, login);
      if (!map.has(key)) map.set(key, one);
    }
  }
  return map;
}

function accountKey(forge: string, login: string): string {
  return `${fold(forge)}\0${fold(login)}`;
}

/** ASCII only: folding more would let two different addresses meet (`ß`, the Turkish dotless i). */
export function fold(text: string): string {
  return text.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * The order of two levels on a ladder (least first): negative when `a` is below `b`. A name the ladder does
 * not have ranks below all others: an unknown author counts as the lowest, and an unknown signer clears nothing.
 */
export function compareLevels(levels: readonly string[], a: string, b: string): number {
  return levels.indexOf(a) - levels.indexOf(b);
}

/** The lowest level of a ladder: what an unknown author counts as. A parsed policy always has one. */
export function lowestLevel(levels: readonly string[]): string {
  return levels[0] ?? 'unknown';
}
