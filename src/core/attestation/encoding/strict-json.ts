import { decodeUtf8, type Json } from '../../values/index.ts';

/** Members of an object in the order they stand. A map has no prototype: a member called `__proto__` is one like any other. */
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** Any JSON value, as the strict reader gives it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

const deepest = 32;
const longest = 256 * 1024;

/** How much of a text is read; without it, what a statement may be. */
export interface JsonBounds {
  readonly bytes: number;
  /** Values of any kind, those inside others among them. */
  readonly values: number;
}

/** What is wrong with a JSON text, thrown by `readJson`; `message` fits behind a colon. */
export class JsonProblem extends Error {}

/**
 * Reads a JSON text as strictly as can be, so that no two readers see different things in it (RFC 8259, and RFC 7493
 * for what it leaves open): UTF-8 without a byte order mark, no member named twice, no lone surrogates, numbers a
 * double holds, at most 32 levels and 256 kB, or what `bounds` say. Throws `JsonProblem`.
 */
export function readJson(bytes: Uint8Array, bounds: JsonBounds = { bytes: longest, values: longest }): { readonly value: JsonValue; readonly text: string } {
  if (bytes.length > bounds.bytes) throw new JsonProblem(`it is larger than ${bounds.bytes} bytes`);
  const text = decodeUtf8(bytes);
  // The decoder gives a lone surrogate for every byte that is no UTF-8, and for nothing else.
  if (loneSurrogate.test(text)) throw new JsonProblem('it is not UTF-8');
  return { value: new Reader(text, bounds.values).whole(), text };
}

/** The same value for `canonicalJson`; meant for comparing spellings, never for looking members up. */
export function plainJson(value: JsonValue): Json {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(plainJson);
  const object = Object.create(null) as Record<string, Json>;
  for (const [key, member] of value) object[key] = plainJson(member);
  return object;
}

/** Whether a value is a list; narrows what `Array.isArray` cannot. */
export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** With `u` a pair is one character: only halves match. */
const loneSurrogate = /[\ud800-\udfff]/u;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const escapes: ReadonlyMap<string, string> = new Map([['"', '"'], ['\\', '\\'], ['/', '/'], ['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t']]);

class Reader {
  readonly #text: string;
  #at = 0;
  #left: number;

  constructor(text: string, values: number) {
    this.#text = text;
    this.#left = values;
  }

  whole(): JsonValue {
    const value = this.#value(0);
    this.#blank();
    if (this.#at !== this.#text.length) throw this.#problem('something follows the value');
    return value;
  }

  #value(depth: number): JsonValue {
    this.#blank();
    this.#left -= 1;
    if (this.#left < 0) throw this.#problem('it holds too many values');
    const first = this.#text[this.#at];
    if (first === '{' || first === '[') {
      if (depth === deepest) throw this.#problem(`it is nested deeper than ${deepest} levels`);
      this.#at += 1;
      return first === '{' ? this.#object(depth + 1) : this.#list(depth + 1);
    }
    if (first === '"') return this.#string();
    for (const [word, value] of [['null', null], ['true', true], ['false', false]] as const) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#number();
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    this.#blank();
    if (this.#take('}')) return members;
    do {
      this.#blank();
      const start = this.#at;
      if (this.#text[start] !== '"') throw this.#problem('a member has no name');
      const name = this.#string();
      if (members.has(name)) throw this.#problem('a member stands twice', start);
      this.#blank();
      if (!this.#take(':')) throw this.#problem('a colon is missing');
      members.set(name, this.#value(depth));
      this.#blank();
    } while (this.#take(','));
    if (!this.#take('}')) throw this.#problem('an object does not end');
    return members;
  }

  #list(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.#blank();
    if (this.#take(']')) return items;
    do {
      items.push(this.#value(depth));
      this.#blank();
    } while (this.#take(','));
    if (!this.#take(']')) throw this.#problem('a list does not end');
    return items;
  }

  #number(): number {
    const digits = this.#match(number);
    const value = Number(digits);
    if (digits === '') throw this.#problem('it is no JSON');
    if (!Number.isFinite(value)) throw this.#problem('a number is too large');
    return value;
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    let text = this.#match(plain);
    while (!this.#take('"')) {
      if (!this.#take('\\')) throw this.#problem('a text does not end, or holds a control character');
      text += this.#escape() + this.#match(plain);
    }
    if (loneSurrogate.test(text)) throw this.#problem('a text holds half a character', start);
    return text;
  }

  #escape(): string {
    const letter = this.#text[this.#at] ?? '';
    this.#at += 1;
    if (letter !== 'u') {
      const meant = escapes.get(letter);
      if (meant === undefined) throw this.#problem('an escape is none that JSON has');
      return meant;
    }
    const digits = this.#text.slice(this.#at, this.#at + 4);
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) throw this.#problem('an escape is none that JSON has');
    this.#at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #blank(): void {
    for (;;) {
      const unit = this.#text[this.#at];
      if (unit !== ' ' && unit !== '\n' && unit !== '\r' && unit !== '\t') return;
      this.#at += 1;
    }
  }

  #problem(what: string, at = this.#at): JsonProblem {
    return new JsonProblem(`${what} (character ${at + 1})`);
  }
}
