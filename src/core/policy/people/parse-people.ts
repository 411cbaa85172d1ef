import type { Node } from 'yaml';
import type { Position } from '../../values/index.ts';
import { findPinned, readPin } from '../files/standing.ts';
import { nearest } from '../nearest.ts';
import type { Agent, Gate, People, Person } from '../people.ts';
import type { PinnedTexts } from '../pinned-texts.ts';
import type { PolicyProblem } from '../policy.ts';
import { claim, readAccounts, readEmails, readKeys, type Claims } from './parse-identities.ts';
import { readOnCall } from './parse-on-call.ts';
import { readRoot } from './parse-root.ts';
import { readTeams } from './parse-teams.ts';
import { readWitnesses } from './parse-witnesses.ts';
import { show, YamlSource, type Member } from '../reading/yaml-source.ts';

/** People, or why there are none: `people` is `null` exactly where a problem is an `error`. Sorted by place. */
export interface ParsedPeople {
  readonly people: People | null;
  /** Everybody enrolled, where all the mistakes are about teams: for lint to look at, never to judge by. */
  readonly draft: People | null;
  readonly problems: readonly PolicyProblem[];
}

const sections = ['version', 'root', 'people', 'agents', 'gates', 'teams', 'on-call', 'witnesses', 'source'];
const sectionMeanings = {
  persons: 'people',
  users: 'people',
  members: 'people',
  humans: 'people',
  bots: 'agents',
  machines: 'agents',
  serviceaccounts: 'agents',
  groups: 'teams',
  oncall: 'on-call',
  rota: 'on-call',
  pager: 'on-call',
  witness: 'witnesses',
  cosigners: 'witnesses',
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
export function parsePeople(text: string, file: string, levels: readonly string[], options: { readonly texts?: PinnedTexts } = {}): ParsedPeople {
  return parseText(text, file, levels, options.texts ?? (() => null));
}

/** `texts` `null`: this text is itself the pinned one, and must hold the people. */
function parseText(text: string, file: string, levels: readonly string[], texts: PinnedTexts | null): ParsedPeople {
  const source = new YamlSource(text, file);
  const people = source.root === null ? null : readPeople(source, source.root, levels, texts);
  const problems = source.sorted();
  const whole = problems.every(({ severity, code }) => severity === 'warning' || teamMistakes.has(code));
  return { people: source.failed ? null : people, draft: whole ? people : null, problems };
}

/** Mistakes that leave every person as they are. */
const teamMistakes: ReadonlySet<string> = new Set(['unknown-person', 'agent-in-team', 'team-cycle']);

function readPeople(source: YamlSource, root: Node, levels: readonly string[], texts: PinnedTexts | null): People | null {
  const top = source.at(root);
  const fields = source.fields(root, 'the people file', top, sections, sectionMeanings);
  return fields === null ? null : peopleIn(source, fields, top, levels, texts);
}

/** The people that the members of a mapping name, as a people file has them; mistakes are added to the source's. */
export function peopleIn(
  source: YamlSource,
  fields: ReadonlyMap<string, Member>,
  top: Position,
  levels: readonly string[],
  texts: PinnedTexts | null = () => null,
): People | null {
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
  const rootField = fields.get('root');
  if (rootField !== undefined && texts === null)
    return source.error('root-of-source', 'a pinned people file names a `root`', 'a root is one repository’s: write it beside `source`', rootField.at);
  const callField = fields.get('on-call');
  if (callField !== undefined && texts === null)
    return source.error('on-call-of-source', 'a pinned people file says who is `on-call`', 'turns change every week, and each repository has its own: write them beside `source`', callField.at);
  const witnessField = fields.get('witnesses');
  if (witnessField !== undefined && texts === null)
    return source.error('witnesses-of-source', 'a pinned people file names `witnesses`', 'a witness looks at one ledger: write it beside `source`', witnessField.at);
  const rootOf = (people: Omit<People, 'root'> | null): People | null => {
    const root = rootField === undefined ? null : readRoot(source, rootField, people);
    const onCall = callField === undefined || people === null ? null : readOnCall(source, callField, people);
    const witnesses = witnessField === undefined ? null : readWitnesses(source, witnessField);
    return people === null ? null : { ...(root === null ? {} : { root }), ...people, ...(onCall === null ? {} : { onCall }), ...(witnesses === null ? {} : { witnesses }) };
  };
  const remote = fields.get('source');
  if (remote !== undefined) return rootOf(readSource(source, remote, fields, levels, texts));
  if (!fields.has('people'))
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
  const agents = readable('an agent', section('agents')).flatMap(
    (member) => readAgent(source, member, claims, persons.map(({ id }) => id)) ?? [],
  );
  const gates = readable('a gate', section('gates')).flatMap((member) => readGate(source, member, claims) ?? []);
  const teams = readTeams(
    source,
    readable('a team', section('teams')),
    section('people').map((member) => member.key),
    agents.map((agent) => agent.id),
  );
  return rootOf({ persons, agents, gates, teams });
}

/** `source:` stands for the whole file: people written beside it would be two lists, and one of them forgotten. */
function readSource(
  source: YamlSource,
  member: Member,
  fields: ReadonlyMap<string, Member>,
  levels: readonly string[],
  texts: PinnedTexts | null,
): People | null {
  const beside = ['people', 'agents', 'gates', 'teams'].find((name) => fields.has(name));
  if (beside !== undefined)
    return source.error('contradiction', `\`source\` and \`${beside}\` exclude each other`, 'keep one: all people stand in one text', member.at);
  const reference = source.string(member.node, '`source`', member.at);
  if (reference === null) return null;
  if (texts === null)
    return source.error('source-of-source', 'a pinned people file names another `source`', 'pin the text that holds the people', member.at);
  const pin = readPin(source, reference.value, reference.at, 'write the people here, or pin them', 'people');
  const found = pin === null ? null : findPinned(source, 'people', pin, reference.at, texts);
  if (found === null) return null;
  const { people, problems } = parseText(found.text, found.file, levels, null);
  source.note(...problems);
  return people;
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
    ...readKeys(source, fields.get('keys'), id, claims),
    at: member.at,
  };
}

function readAgent(source: YamlSource, member: Member, claims: Claims, persons: readonly string[]): Agent | null {
  const id = member.key;
  const fields = source.fields(member.node, `agent \`${id}\``, member.at, ['operator', 'owners', 'emails', 'accounts'], {
    ...personMeanings,
    owner: 'owners',
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
    ...readOwners(source, fields.get('owners'), id, persons),
    emails: readEmails(source, fields.get('emails'), id, claims),
    accounts: readAccounts(source, fields.get('accounts'), id, claims),
    at: member.at,
  };
}

/** Whose account it is: they answer for what it writes, so they may not sign it. */
function readOwners(source: YamlSource, field: Member | undefined, id: string, persons: readonly string[]): Pick<Agent, 'owners'> {
  if (field === undefined) return {};
  const named = source.strings(field.node, `\`owners\` of \`${id}\``, field.at) ?? [];
  const known = named.filter(({ value, at }) => {
    if (persons.includes(value)) return true;
    const close = suggest(nearest(value, persons));
    source.error('unknown-person', `unknown person \`${show(value)}\` in \`owners\` of agent \`${id}\`${close}`, 'enrol them under `people:`, or remove the name', at);
    return false;
  });
  return { owners: known.map(({ value }) => value) };
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
  return { id, ...readKeys(source, keysField, id, claims), may: known, at: member.at };
}

function suggest(close: string | null): string {
  return close === null ? '' : `; did you mean \`${close}\`?`;
}
