import type { Node } from 'yaml';
import type { Position } from '../../values/index.ts';
import { nearest } from '../nearest.ts';
import type { Agent, Gate, People, Person } from '../people.ts';
import type { PolicyProblem } from '../policy.ts';
import { claim, readAccounts, readEmails, readKeys, type Claims } from './parse-identities.ts';
import { readTeams } from './parse-teams.ts';
import { show, YamlSource, type Member } from '../reading/yaml-source.ts';

/** People, or why there are none: `people` is `null` exactly where a problem is an `error`. Sorted by place. */
export interface ParsedPeople {
  readonly people: People | null;
  /** Everybody enrolled, where all the mistakes are about teams: for lint to look at, never to judge by. */
  readonly draft: People | null;
  readonly problems: readonly PolicyProblem[];
}

const sections = ['version', 'people', 'agents', 'gates', 'teams', 'source'];
const sectionMeanings = {
  persons: 'people',
  users: 'people',
  members: 'people',
  humans: 'people',
  bots: 'agents',
  machines: 'agents',
  serviceaccounts: 'agents',
  groups: 'teams',
  ci: 'gates',
};
const personKeys = ['name', 'level', 'emails', 'accounts', 'keys'];
const personMeanings = {
  email: 'emails',
  mail: 'emails',
  mails: 'emails',
  rank: 'level',
  role: 'level',
  tier: 'level',
  seniority: 'level',
  account: 'accounts',
  logins: 'accounts',
  login: 'accounts',
  key: 'keys',
  sshkeys: 'keys',
};
const powers = ['evidence', 'landing', 'adoption'] as const;
/**
 * Reads a people file against the policy's ladder of levels. Never throws. Two people who share an address,
 * a key or an account are an error: nobody could say whose signature it was.
 */
export function parsePeople(text: string, file: string, levels: readonly string[]): ParsedPeople {
  const source = new YamlSource(text, file);
  const people = source.root === null ? null : readPeople(source, source.root, levels);
  const problems = [...source.problems].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const whole = problems.every(({ severity, code }) => severity === 'warning' || teamMistakes.has(code));
  return { people: source.failed ? null : people, draft: whole ? people : null, problems };
}

/** Mistakes that leave every person as they are. */
const teamMistakes: ReadonlySet<string> = new Set(['unknown-person', 'agent-in-team', 'team-cycle']);

function readPeople(source: YamlSource, root: Node, levels: readonly string[]): People | null {
  const top = source.at(root);
  const fields = source.fields(root, 'the people file', top, sections, sectionMeanings);
  return fields === null ? null : peopleIn(source, fields, top, levels);
}

/** The people that the members of a mapping name, as a people file has them; mistakes are added to the source's. */
export function peopleIn(source: YamlSource, fields: ReadonlyMap<string, Member>, top: Position, levels: readonly string[]): People | null {
  const remote = fields.get('source');
  if (remote !== undefined)
    source.error(
      'remote-people',
      '`source`: people kept in another repository are not supported by this version',
      'write the people here',
      remote.at,
    );
  const version = fields.get('version');
  if (version !== undefined) {
    const number = source.integer(version.node, '`version`', version.at, 1);
    if (number !== null && number.value !== 1)
      source.error(
        'unknown-version',
        `version ${number.value} is not known to this program`,
        'write `version: 1`, or use a newer countersign',
        number.at,
      );
  }
  if (!fields.has('people') && remote === undefined)
    source.error('missing', '`people` is missing', 'name at least one person under `people:`', top);
  const section = (name: string) => {
    const member = fields.get(name);
    return member === undefined ? [] : (source.members(member.node, `\`${name}\``, member.at) ?? []);
  };
  const names: Claims = new Map();
  const claims: Claims = new Map();
  const readable = (noun: string, members: readonly Member[]) =>
    members.filter(
      (member) =>
        isName(source, noun, member) && claim(source, names, member.key, 'the name', member.key, noun, member.at),
    );
  const persons = readable('a person', section('people')).flatMap(
    (member) => readPerson(source, member, levels, claims) ?? [],
  );
  const agents = readable('an agent', section('agents')).flatMap((member) => readAgent(source, member, claims) ?? []);
  const gates = readable('a gate', section('gates')).flatMap((member) => readGate(source, member, claims) ?? []);
  const teams = readTeams(
    source,
    readable('a team', section('teams')),
    section('people').map((member) => member.key),
    agents.map((agent) => agent.id),
  );
  return { persons, agents, gates, teams };
}

function isName(source: YamlSource, noun: string, member: Member): boolean {
  if (/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(member.key)) return true;
  source.error(
    'invalid-name',
    `\`${show(member.key)}\` is not a name for ${noun}`,
    'use letters, digits, `-`, `_` and `.`, a letter first',
    member.at,
  );
  return false;
}

function readPerson(source: YamlSource, member: Member, levels: readonly string[], claims: Claims): Person | null {
  const id = member.key;
  const fields = source.fields(member.node, `person \`${id}\``, member.at, personKeys, personMeanings);
  if (fields === null) return null;
  const levelField = fields.get('level');
  if (levelField === undefined)
    source.error('missing', `person \`${id}\` has no \`level\``, `name one of ${levels.join(', ')}`, member.at);
  const level =
    levelField === undefined ? null : source.oneOf(levelField.node, `person \`${id}\``, levelField.at, levels, 'level');
  const nameField = fields.get('name');
  const name = nameField === undefined ? null : source.string(nameField.node, `\`name\` of \`${id}\``, nameField.at);
  const emails = readEmails(source, fields.get('emails'), id, claims);
  const accounts = readAccounts(source, fields.get('accounts'), id, claims);
  return {
    id,
    name: name?.value ?? id,
    level: level?.value ?? '',
    emails,
    accounts,
    keys: readKeys(source, fields.get('keys'), id, claims),
    at: member.at,
  };
}

function readAgent(source: YamlSource, member: Member, claims: Claims): Agent | null {
  const id = member.key;
  const fields = source.fields(member.node, `agent \`${id}\``, member.at, ['operator', 'emails', 'accounts'], {
    ...personMeanings,
    owner: 'operator',
    human: 'operator',
  });
  if (fields === null) return null;
  const field = fields.get('operator');
  const operator =
    field === undefined
      ? null
      : source.oneOf(field.node, `\`operator\` of \`${id}\``, field.at, ['required', 'none'] as const);
  return {
    id,
    operator: operator?.value ?? 'required',
    emails: readEmails(source, fields.get('emails'), id, claims),
    accounts: readAccounts(source, fields.get('accounts'), id, claims),
    at: member.at,
  };
}

function readGate(source: YamlSource, member: Member, claims: Claims): Gate | null {
  const id = member.key;
  const fields = source.fields(member.node, `gate \`${id}\``, member.at, ['keys', 'may'], {
    key: 'keys',
    can: 'may',
    allows: 'may',
  });
  if (fields === null) return null;
  const [keysField, mayField] = [fields.get('keys'), fields.get('may')];
  if (keysField === undefined)
    source.error('missing', `gate \`${id}\` has no \`keys\``, 'a gate is its key: give it one', member.at);
  if (mayField === undefined)
    source.error('missing', `gate \`${id}\` has no \`may\``, `say what it may sign: ${powers.join(', ')}`, member.at);
  const may = mayField === undefined ? [] : (source.strings(mayField.node, `\`may\` of \`${id}\``, mayField.at) ?? []);
  const known = may.flatMap((entry) => {
    const power = powers.find((one) => one === entry.value);
    if (power !== undefined) return [power];
    source.error(
      'unknown-value',
      `unknown value \`${show(entry.value)}\` in \`may\` of \`${id}\`${suggest(nearest(entry.value, powers))}`,
      `use ${powers.join(', ')}`,
      entry.at,
    );
    return [];
  });
  return { id, keys: readKeys(source, keysField, id, claims), may: known, at: member.at };
}

function suggest(close: string | null): string {
  return close === null ? '' : `; did you mean \`${close}\`?`;
}
