import { matchTokens, type GlobToken } from './segment-glob.ts';

/**
 * Finds the patterns of a set that match one name without trying each: names, beginnings and endings by
 * hash, `*word*` by a trie, only the rest one by one.
 */
export class SegmentIndex<T> {
  readonly #entries = new Map<string, T>();
  readonly #names = new Map<string, T>();
  readonly #always: T[] = [];
  readonly #starts = new Affixes<T>();
  readonly #ends = new Affixes<T>();
  readonly #inside: TrieNode<T> = { next: new Map(), values: [] };
  #insideUsed = false;
  readonly #rest: { readonly tokens: readonly GlobToken[]; readonly value: T }[] = [];
  /** Whether a look-up costs more than one hash. */
  wild = false;

  /** The value kept for these tokens, made on first use. */
  at(tokens: readonly GlobToken[], make: () => T): T {
    const key = keyOf(tokens);
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const value = make();
    this.#entries.set(key, value);
    this.#file(tokens, value);
    return value;
  }

  #file(tokens: readonly GlobToken[], value: T): void {
    if (tokens.every((token) => token.kind === 'byte')) {
      this.#names.set(literal(tokens), value);
      return;
    }
    this.wild = true;
    const starFirst = tokens[0]?.kind === 'star';
    const starLast = tokens.at(-1)?.kind === 'star';
    const middle = tokens.slice(starFirst ? 1 : 0, tokens.length > 1 && starLast ? -1 : tokens.length);
    if (tokens.every((token) => token.kind === 'star')) this.#always.push(value);
    else if (middle.some((token) => token.kind !== 'byte')) this.#rest.push({ tokens, value });
    else if (starFirst && starLast) {
      let node = this.#inside;
      for (const token of middle) {
        const code = token.kind === 'byte' ? token.code : 0;
        let next = node.next.get(code);
        if (next === undefined) node.next.set(code, (next = { next: new Map(), values: [] }));
        node = next;
      }
      node.values.push(value);
      this.#insideUsed = true;
    } else if (starFirst) this.#ends.add(literal(middle), value);
    else this.#starts.add(literal(middle), value);
  }

  /** Adds to `found` every value whose tokens match `name`; one value may be added twice. */
  find(name: string, found: T[]): void {
    const exact = this.#names.get(name);
    if (exact !== undefined) found.push(exact);
    if (!this.wild) return;
    for (const value of this.#always) found.push(value);
    for (const [length, values] of this.#starts.byLength) {
      if (length > name.length) continue;
      const value = values.get(name.slice(0, length));
      if (value !== undefined) found.push(value);
    }
    for (const [length, values] of this.#ends.byLength) {
      if (length > name.length) continue;
      const value = values.get(name.slice(name.length - length));
      if (value !== undefined) found.push(value);
    }
    if (this.#insideUsed) this.#findInside(name, found);
    for (const { tokens, value } of this.#rest) if (matchTokens(tokens, name)) found.push(value);
  }

  #findInside(name: string, found: T[]): void {
    for (let start = 0; start < name.length; start++) {
      let node = this.#inside.next.get(name.charCodeAt(start));
      for (let i = start + 1; node !== undefined; i++) {
        for (const value of node.values) found.push(value);
        node = node.next.get(name.charCodeAt(i));
      }
    }
  }
}

interface TrieNode<T> {
  readonly next: Map<number, TrieNode<T>>;
  readonly values: T[];
}

class Affixes<T> {
  readonly byLength = new Map<number, Map<string, T>>();

  add(affix: string, value: T): void {
    let values = this.byLength.get(affix.length);
    if (values === undefined) this.byLength.set(affix.length, (values = new Map()));
    values.set(affix, value);
  }
}

function literal(tokens: readonly GlobToken[]): string {
  let text = '';
  for (const token of tokens) if (token.kind === 'byte') text += String.fromCharCode(token.code);
  return text;
}

function keyOf(tokens: readonly GlobToken[]): string {
  let key = '';
  for (const token of tokens) {
    if (token.kind === 'byte') key += `=${String.fromCharCode(token.code)}`;
    else if (token.kind === 'set') key += `[${token.has.map(Number).join('')}`;
    else if (token.kind === 'any') key += '?';
    else if (!key.endsWith('*') || key.endsWith('=*')) key += '*';
  }
  return key;
}
