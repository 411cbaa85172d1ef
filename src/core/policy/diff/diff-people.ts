import { formatInstant } from '../../values/index.ts';
import { compareLevels, type OnCall, type People, type Person, type Root } from '../people.ts';
import { readKeyLine } from '../people/key-line.ts';
import { loosestFirst } from './diff-policies.ts';
import { members, ordered, unordered, type PolicyDifference } from './difference.ts';

/**
 * How two people files differ, loosest first. One more person, level or key is one more who can sign, and a higher
 * level is asked less of: looser. Addresses and logins say who somebody is, and have no order.
 */
export function diffPeople(before: People, after: People, levels: readonly string[]): PolicyDifference[] {
  const persons = paired(before.persons, after.persons);
  return loosestFirst([
    ...diffRoot(before.root ?? null, after.root ?? null),
    ...persons.flatMap(([id, was, is]) => diffPerson(`person ${id}`, was, is, levels)),
    ...paired(before.agents, after.agents).flatMap(([id, was, is]) => {
      const where = `agent ${id}`;
      // An agent that is none any more is somebody unknown: of the lowest level, and asked.
      if (was === null || is === null) return unordered({ where, field: null, before: was === null ? null : 'enrolled', after: is === null ? null : 'enrolled' });
      return [
        ...ordered({ where, field: 'operator', before: was.operator, after: is.operator }, Number(is.operator === 'required') - Number(was.operator === 'required')),
        ...members(where, 'emails', [was.emails, is.emails], { gained: 'different', lost: 'different' }),
      ];
    }),
    ...paired(before.gates, after.gates).flatMap(([id, was, is]) => [
      ...members(`gate ${id}`, 'may', [was?.may ?? [], is?.may ?? []], { gained: 'looser', lost: 'stricter', because: 'what it may sign' }),
      ...diffKeys(`gate ${id}`, was, is),
    ]),
    ...paired(before.teams, after.teams).flatMap(([id, was, is]) =>
      members(`team ${id}`, 'members', [was?.members ?? [], is?.members ?? []], { gained: 'looser', lost: 'stricter', because: 'who clears what the team owns' }),
    ),
    ...members('people', 'on-call', [(before.onCall ?? []).map(turnOf), (after.onCall ?? []).map(turnOf)], { gained: 'looser', lost: 'stricter', because: 'who may take a landing back' }),
    ...members('people', 'witnesses', [witnessesOf(before), witnessesOf(after)], { gained: 'stricter', lost: 'looser', because: 'who would see that the ledger was rolled back or forked' }),
  ]);
}

function diffPerson(where: string, was: Person | null, is: Person | null, levels: readonly string[]): PolicyDifference[] {
  const text = (one: Person | null) => (one === null ? null : `${one.name}, ${one.level}`);
  if (was === null) return ordered({ where, field: null, before: null, after: text(is) }, -1, 'one more who can sign');
  if (is === null) return ordered({ where, field: null, before: text(was), after: null }, 1, 'one less who can sign');
  return [
    ...ordered({ where, field: 'level', before: was.level, after: is.level }, compareLevels(levels, was.level, is.level), 'who can sign, and what their own changes need'),
    ...diffKeys(where, was, is),
    ...members(where, 'emails', [was.emails, is.emails], { gained: 'different', lost: 'different' }),
    ...members(where, 'accounts', [accountsOf(was), accountsOf(is)], { gained: 'different', lost: 'different' }),
    ...unordered({ where, field: 'name', before: was.name, after: is.name }),
  ];
}

function accountsOf({ accounts }: Person): string[] {
  return Object.entries(accounts).map(([forge, login]) => `${forge}: ${login}`);
}

function witnessesOf({ witnesses = [] }: People): string[] {
  return witnesses.map(({ key, repository }) => `${key} in ${repository}`);
}

function turnOf({ who, from, until }: OnCall): string {
  return [who, ...(from === null ? [] : [`from ${formatInstant(from)}`]), ...(until === null ? [] : [`until ${formatInstant(until)}`])].join(' ');
}

/** What trust begins with: another id leaves every sign-off behind, another key another who can begin anew. */
function diffRoot(was: Root | null, is: Root | null): PolicyDifference[] {
  const pair = { where: 'root', field: was === null || is === null ? null : 'repository', before: was?.repository ?? null, after: is?.repository ?? null };
  const because = is === null ? 'without a root nothing can be signed or proved' : was === null ? 'from here on changes can be signed' : 'every sign-off made so far names another repository, and counts no more';
  return [...unordered(pair, because), ...(is === null ? [] : diffKeys('root', was, is, 'who can adopt a policy from nothing'))];
}

interface Held {
  readonly keys: readonly string[];
  readonly revokedKeys?: readonly string[];
}

/** Keys as they count: one that is marked revoked is lost, and said to be. */
function diffKeys(where: string, was: Held | null, is: Held | null, because: string | null = null): PolicyDifference[] {
  const revoked = (is?.revokedKeys ?? []).map(shortKey);
  return members(where, 'keys', [(was?.keys ?? []).map(shortKey), (is?.keys ?? []).map(shortKey)], { gained: 'looser', lost: 'stricter', because }).map((one) =>
    one.before !== null && revoked.includes(one.before) ? { ...one, because: 'revoked' } : one,
  );
}

/** A key by its kind and comment, with the end of its body, which tells two of one name apart. */
function shortKey(line: string): string {
  const read = readKeyLine(line);
  if (!read.ok) return line;
  const { publicKey, type, comment, origins } = read.line;
  const body = publicKey.slice(type.length + 1);
  const pages = origins.length === 0 ? '' : ` for ${origins.join(', ')}`;
  return [type, body.length > 16 ? `…${body.slice(-8)}` : body, comment].join(' ').trim() + pages;
}

function paired<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): (readonly [string, T | null, T | null])[] {
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  return ids.map((id) => [id, before.find((one) => one.id === id) ?? null, after.find((one) => one.id === id) ?? null] as const);
}
