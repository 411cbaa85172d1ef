/**
 * The wildcards of one path segment (no `/` inside), as git's wildmatch reads them: `*` any bytes, `?` one
 * byte, `[a-z]`, `[!a]`, `[^a]`, `[[:alpha:]]` one byte of a set. Strings hold one byte per character.
 */
export type GlobToken =
  | { readonly kind: 'byte'; readonly code: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'set'; readonly has: readonly boolean[] };

/** Where a `[…]` ends and what it matches; `null` where git would never match (unclosed, unknown class). */
export function readSet(text: string, open: number): { readonly has: readonly boolean[]; readonly end: number } | null {
  const has = new Array<boolean>(256).fill(false);
  let i = open + 1;
  const negated = text[i] === '!' || text[i] === '^';
  if (negated) i += 1;
  let previous = 0;
  // A `]` in the first place is an ordinary member, hence the test at the end of the loop.
  do {
    const code = text.charCodeAt(i);
    if (i >= text.length) return null;
    if (text[i] === '\\') {
      i += 1;
      if (i >= text.length) return null;
      previous = text.charCodeAt(i);
      has[previous] = true;
    } else if (text[i] === '-' && previous !== 0 && i + 1 < text.length && text[i + 1] !== ']') {
      i += 1;
      if (text[i] === '\\') i += 1;
      if (i >= text.length) return null;
      for (let member = previous; member <= text.charCodeAt(i); member++) has[member] = true;
      previous = 0;
    } else if (text[i] === '[' && text[i + 1] === ':') {
      const close = text.indexOf(']', i + 2);
      if (close < 0) return null;
      if (close > i + 2 && text[close - 1] === ':') {
        const test = namedSets.get(text.slice(i + 2, close - 1));
        if (test === undefined) return null;
        for (let member = 0; member < 128; member++) if (test(member)) has[member] = true;
        i = close;
        previous = 0;
      } else {
        has[code] = true;
        previous = code;
      }
    } else {
      has[code] = true;
      previous = code;
    }
    i += 1;
  } while (text[i] !== ']');
  return { has: negated ? has.map((member) => !member) : has, end: i };
}

/** Whether `segment` matches all of `tokens`; time is at most their product, whatever the pattern. */
export function matchTokens(tokens: readonly GlobToken[], segment: string): boolean {
  let t = 0;
  let s = 0;
  let starToken = -1;
  let starStart = 0;
  while (s < segment.length) {
    const token = tokens[t];
    if (token !== undefined && token.kind === 'star') {
      starToken = t;
      starStart = s;
      t += 1;
    } else if (token !== undefined && accepts(token, segment.charCodeAt(s))) {
      t += 1;
      s += 1;
    } else if (starToken >= 0) {
      // Only the latest star needs to grow: an earlier one growing instead can never match more.
      starStart += 1;
      s = starStart;
      t = starToken + 1;
    } else return false;
  }
  while (tokens[t]?.kind === 'star') t += 1;
  return t === tokens.length;
}

function accepts(token: GlobToken, code: number): boolean {
  if (token.kind === 'byte') return token.code === code;
  return token.kind === 'any' || (token.kind === 'set' && token.has[code] === true);
}

const between = (low: string, high: string) => (code: number) => code >= low.charCodeAt(0) && code <= high.charCodeAt(0);
const lower = between('a', 'z');
const upper = between('A', 'Z');
const digit = between('0', '9');
const alpha = (code: number) => lower(code) || upper(code);
const alnum = (code: number) => alpha(code) || digit(code);
const graph = between('!', '~');

/** POSIX classes in the C locale, as git's wildmatch knows them (its `space` has no vertical tab or form feed). */
const namedSets: ReadonlyMap<string, (code: number) => boolean> = new Map([
  ['alnum', alnum],
  ['alpha', alpha],
  ['blank', (code) => code === 0x20 || code === 0x09],
  ['cntrl', (code) => code < 0x20 || code === 0x7f],
  ['digit', digit],
  ['graph', graph],
  ['lower', lower],
  ['print', between(' ', '~')],
  ['punct', (code) => graph(code) && !alnum(code)],
  ['space', (code) => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d],
  ['upper', upper],
  ['xdigit', (code) => digit(code) || between('a', 'f')(code) || between('A', 'F')(code)],
]);
