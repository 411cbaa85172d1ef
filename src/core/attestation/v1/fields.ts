import { isList, type JsonObject, type JsonValue } from '../encoding/strict-json.ts';
import { quoted, Refused } from '../refused.ts';
import { parseInstant } from '../../values/index.ts';

/** Reads one value of a statement, or throws `Refused` naming the place, e.g. `predicate.head.commit`. */
export type Field<T> = (value: JsonValue | undefined, place: string) => T;

/** How a value that is not what it should be is refused. */
export function wrong(place: string, what: string): Refused {
  return new Refused('statement-malformed', `${quoted(place)} ${what}`);
}

/** An object, or the refusal that there is none. */
export function objectOf(value: JsonValue | undefined, place: string): JsonObject {
  if (value instanceof Map) return value;
  throw wrong(place, value === undefined ? 'is missing' : 'is not an object');
}

/** An object with exactly these members: none missing, none besides. */
export function record<T extends object>(fields: { readonly [K in keyof T]-?: Field<T[K]> }): Field<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  const known: ReadonlySet<string> = new Set(names);
  return (value, place) => {
    const object = objectOf(value, place);
    for (const name of object.keys()) if (!known.has(name)) throw wrong(`${place}.${name}`, 'is not known to this version');
    return Object.fromEntries(names.map((name) => [name, fields[name](object.get(name), `${place}.${name}`)])) as T;
  };
}

/** An object whose members all have one of these names; each may be left out. */
export function texts<N extends string>(names: readonly N[], item: Field<string>): Field<Readonly<Record<string, string>>> {
  return (value, place) => {
    const object = objectOf(value, place);
    for (const name of object.keys()) if (!names.some((known) => known === name)) throw wrong(`${place}.${name}`, 'is not known to this version');
    return Object.fromEntries([...object].map(([name, member]) => [name, item(member, `${place}.${name}`)]));
  };
}

/** A list of at most `most` items. */
export function list<T>(item: Field<T>, most: number): Field<readonly T[]> {
  return (value, place) => {
    if (value === undefined || !isList(value)) throw wrong(place, value === undefined ? 'is missing' : 'is not a list');
    if (value.length > most) throw wrong(place, `has ${value.length} items, and at most ${most} are read`);
    return value.map((one, i) => item(one, `${place}[${i}]`));
  };
}

/** Like `list`, of texts none of which stands twice. */
export function distinct(item: Field<string>, most: number): Field<readonly string[]> {
  const items = list(item, most);
  return (value, place) => {
    const all = items(value, place);
    if (new Set(all).size !== all.length) throw wrong(place, 'names one thing twice');
    return all;
  };
}

/** `null`, or what `field` reads; never left out. */
export function orNull<T>(field: Field<T>): Field<T | null> {
  return (value, place) => (value === null ? null : field(value, place));
}

/** One of these words. */
export function oneOf<const W extends string>(...words: readonly W[]): Field<W> {
  return (value, place) => {
    const word = words.find((one) => one === value);
    if (word === undefined) throw wrong(place, `is not one of ${words.map((one) => `\`${one}\``).join(', ')}`);
    return word;
  };
}

/** `true` or `false`. */
export const truth: Field<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw wrong(place, 'is not true or false');
  return value;
};

/** A whole number from `least`, small enough for a double. */
export function whole(least: number): Field<number> {
  return (value, place) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) throw wrong(place, `is not a whole number of at least ${least}`);
    return value;
  };
}

function matching(pattern: RegExp, what: string): Field<string> {
  return (value, place) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw wrong(place, `is not ${what}`);
    return value;
  };
}

/** Lower-case hex digits, two for each byte. */
export const digest = matching(/^[0-9a-f]{64}$/, '64 lower-case hex digits');
/** 16 random bytes. */
export const nonce = matching(/^[0-9a-f]{32}$/, '32 lower-case hex digits');
/** An object id of a repository whose format the statement does not say. */
export const anyId = matching(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'a full object id');
/** Id of a person or gate, as people.yaml writes it. */
export const personId = matching(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'an id as people.yaml writes it');
/** A person's id, or `unknown:` and the SHA-256 of an address. */
export const contributor = matching(/^(?:[A-Za-z][A-Za-z0-9_.-]{0,63}|unknown:[0-9a-f]{64})$/, 'an id as people.yaml writes it, or `unknown:` and 64 hex digits');
/** A name of one line, without control characters. */
export const name = matching(/^[^\u0000-\u001f\u007f-\u009f]{1,256}$/, 'a name of at most 256 characters on one line');
/** What a person wrote: any text up to `most` characters, with line feeds and tabs and no other control characters. */
export const prose = (most: number): Field<string> =>
  matching(new RegExp(`^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]{0,${most}}$`), `a text of at most ${most} characters without control characters`);
/** A path of a repository. */
export const path = matching(/^[^\u0000]{1,4096}$/s, 'a path');

/** A moment as RFC 3339 writes it in UTC with whole seconds. */
export const moment: Field<string> = (value, place) => {
  if (typeof value !== 'string' || value.length !== 20 || parseInstant(value) === null) throw wrong(place, 'is not a moment like `2026-11-21T16:13:00Z`');
  return value;
};

/** A ref name in full, as git allows it (git-check-ref-format(1)). */
export const refName: Field<string> = (value, place) => {
  const parts = typeof value === 'string' && value.length <= 1024 ? value.split('/') : [];
  const isName =
    parts.length >= 3 && parts[0] === 'refs' && parts.every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock')) && !/[\u0000- ~^:?*[\\\u007f]|\.\.|@\{|\.$/.test(String(value));
  if (!isName) throw wrong(place, 'is not a full ref name like `refs/heads/main`');
  return String(value);
};
