import type { AddedSignal } from '../../evidence/index.ts';
import { signals } from '../../evidence/index.ts';
import { readDate } from '../reading/amounts.ts';
import { show, type Member, type YamlSource } from '../reading/yaml-source.ts';

const keys = ['id', 'tool', 'class', 'strength', 'addresses', 'accounts', 'logins', 'trailer', 'line', 'since', 'until', 'because'];
const meanings = {
  name: 'id',
  product: 'tool',
  kind: 'class',
  emails: 'addresses',
  email: 'addresses',
  mail: 'addresses',
  apps: 'logins',
  login: 'logins',
  ids: 'accounts',
  account: 'accounts',
  contains: 'line',
  text: 'line',
  pattern: 'line',
  regex: 'line',
  reason: 'because',
  source: 'because',
};

/** Signals of the preset and those of the file: a policy can only add, so nothing here replaces or removes. */
export function readSignals(source: YamlSource, member: Member | undefined, floor: readonly AddedSignal[]): readonly AddedSignal[] {
  if (member === undefined) return floor;
  const found = [...floor];
  for (const item of source.items(member.node, '`signals`', member.at) ?? []) {
    const at = item === null ? member.at : source.at(item);
    const fields = source.fields(item, 'a signal', at, keys, meanings);
    if (fields === null) continue;
    const idMember = fields.get('id');
    if (idMember === undefined) {
      source.error('missing', 'a signal has no `id`', 'name it in a word, such as id: acme-agent', at);
      continue;
    }
    const id = source.string(idMember.node, '`id` of a signal', idMember.at);
    if (id === null) continue;
    if (!/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(id.value)) {
      source.error('invalid-name', `the signal id \`${show(id.value)}\` is not a name`, 'use letters, digits, `-`, `_` and `.`, a letter first', id.at);
      continue;
    }
    if (found.some((other) => other.id === id.value) || signals.some((rule) => rule.id === id.value || rule.id.startsWith(`${id.value}.`))) {
      source.error('duplicate', `the signal \`${id.value}\` exists already`, 'choose another id: signals are only added, never replaced', id.at);
      continue;
    }
    const signal = readSignal(source, id.value, fields, at);
    if (signal !== null) found.push(signal);
  }
  return found;
}

function readSignal(source: YamlSource, id: string, fields: ReadonlyMap<string, Member>, at: Member['at']): AddedSignal | null {
  const what = (field: string) => `\`${field}\` of signal \`${id}\``;
  const text = (key: string): string | null => {
    const field = fields.get(key);
    return field === undefined ? null : (source.string(field.node, what(key), field.at)?.value ?? null);
  };
  const word = <T extends string>(key: string, words: readonly T[]): T | null => {
    const field = fields.get(key);
    return field === undefined ? null : (source.oneOf(field.node, what(key), field.at, words)?.value ?? null);
  };
  const because = text('because');
  if (because === null && !fields.has('because')) {
    source.error('missing', `signal \`${id}\` has no \`because\``, 'say where it was seen: claims are only as good as their source', at);
  }
  const places = ['addresses', 'accounts', 'logins', 'trailer', 'line'];
  if (!places.some((place) => fields.has(place))) {
    source.error('missing', `signal \`${id}\` looks for nothing`, `give it ${places.join(', ')}`, at);
  }
  const read = { addresses: readAddresses(source, fields.get('addresses'), what('addresses')), logins: readLogins(source, fields.get('logins'), what('logins')) };
  return {
    id,
    tool: text('tool'),
    class: word('class', ['ai', 'bot'] as const) ?? 'ai',
    strength: word('strength', ['strong', 'weak'] as const) ?? 'strong',
    ...read,
    accounts: readNumbers(source, fields.get('accounts'), what('accounts')),
    trailer: readTrailer(source, fields.get('trailer'), what('trailer')),
    line: readLine(source, fields.get('line'), what('line')),
    since: readDay(source, fields.get('since'), what('since')),
    until: readDay(source, fields.get('until'), what('until')),
    because: because ?? '',
  };
}

function readAddresses(source: YamlSource, member: Member | undefined, what: string): readonly string[] {
  const given = member === undefined ? [] : (source.strings(member.node, what, member.at) ?? []);
  return given.flatMap(({ value, at }) => {
    if (/^[^\s@<>*]+@[^\s@<>*]+\.[^\s@<>*]+$/.test(value)) return [value];
    source.error('invalid-email', `\`${show(value)}\` is not a whole e-mail address`, 'vendors’ employees share the domain: write agent@acme.example, one entry each', at);
    return [];
  });
}

function readLogins(source: YamlSource, member: Member | undefined, what: string): readonly string[] {
  const given = member === undefined ? [] : (source.strings(member.node, what, member.at) ?? []);
  return given.flatMap(({ value, at }) => {
    if (/^[A-Za-z0-9-]+\[bot\]$/.test(value)) return [value];
    source.error('invalid-name', `\`${show(value)}\` is not the login of an app`, 'write it with its end, such as acme[bot]; a person can register any other', at);
    return [];
  });
}

function readNumbers(source: YamlSource, member: Member | undefined, what: string): readonly number[] {
  if (member === undefined) return [];
  const items = source.items(member.node, what, member.at) ?? [];
  return items.flatMap((item) => {
    const number = source.integer(item, `an entry of ${what}`, member.at, 1);
    return number === null ? [] : [number.value];
  });
}

function readTrailer(source: YamlSource, member: Member | undefined, what: string): AddedSignal['trailer'] {
  if (member === undefined) return null;
  const fields = source.fields(member.node, what, member.at, ['key', 'value'], { name: 'key', starts: 'value' });
  const keyMember = fields?.get('key');
  if (fields === null) return null;
  if (keyMember === undefined) return source.error('missing', `${what} has no \`key\``, 'write trailer: { key: Acme-Session }', member.at);
  const key = source.string(keyMember.node, `\`key\` of ${what}`, keyMember.at);
  if (key === null) return null;
  if (!/^[A-Za-z][A-Za-z0-9-]{1,63}$/.test(key.value)) {
    return source.error('invalid-name', `\`${show(key.value)}\` is no trailer key`, 'use letters, digits and `-`, without the colon', key.at);
  }
  if (['co-authored-by', 'signed-off-by', 'reviewed-by'].includes(key.value.toLowerCase())) {
    return source.error('invalid-name', `\`${key.value}\` names people`, 'list the agent’s address under `addresses`', key.at);
  }
  const valueMember = fields.get('value');
  return { key: key.value, value: valueMember === undefined ? null : (source.string(valueMember.node, `\`value\` of ${what}`, valueMember.at)?.value ?? null) };
}

/** Words alone hit hundreds of commits from before agents existed. */
function readLine(source: YamlSource, member: Member | undefined, what: string): string | null {
  const line = member === undefined ? null : source.string(member.node, what, member.at);
  if (line === null) return null;
  if (line.value.length >= 12 && /[^\p{L}\p{N}\s]/u.test(line.value)) return line.value;
  return source.error('too-broad', `\`${show(line.value)}\` would match what people write`, 'give at least 12 characters of the text the tool leaves, with its punctuation or link', line.at);
}

function readDay(source: YamlSource, member: Member | undefined, what: string): string | null {
  return member === undefined ? null : (readDate(source, member.node, what, member.at)?.value ?? null);
}
