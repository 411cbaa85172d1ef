import { encodeUtf8 } from '../../core/values/index.ts';

/*
 * Everything read from a repository is foreign: subjects, names, paths and quotes may hold escape sequences,
 * line breaks or bidirectional controls that make a terminal show something else than what is there
 * ("Trojan Source", CVE-2021-42574). Nothing foreign is printed before it went through here.
 */

/**
 * C0, DEL, C1, soft hyphen, Arabic letter mark, zero-width and bidirectional controls, line and paragraph
 * separators, invisible operators, tags, byte order mark, and lone surrogates. Also the sign that begins a command
 * where a log is read by a machine: `##[…]` to GitHub's older runners, `##vso[…]` to Azure Pipelines and
 * `##teamcity[…]`, which act on it anywhere in a line.
 */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udfff]|#(?=#(?:vso|teamcity)?\[)/gi;

/** Foreign prose on one line: white space becomes a space, every other unsafe character a visible `\x1b` or `\u{202e}`. */
export function safeText(text: string): string {
  return text.replace(/[\t\n\v\f\r]+/g, ' ').replace(unsafe, visible);
}

/**
 * A path as git shows it: C-quoted with octal bytes where a character is unsafe, else as it is. Printable
 * characters beyond ASCII stay readable (git's `core.quotePath=false`).
 */
export function safePath(path: string): string {
  if (!/["\\]/.test(path) && path.search(unsafe) < 0) return path;
  const body = path.replace(/["\\]/g, '\\$&').replace(unsafe, octal);
  return `"${body}"`;
}

/** JSON text whose strings hold no character a terminal would act on; the value it stands for is the same. */
export function safeJson(json: string): string {
  // Line feeds between members are the only unsafe characters `JSON.stringify` leaves outside strings.
  return json.replace(unsafe, (match) =>
    match === '\n' ? match : Array.from({ length: match.length }, (_, i) => escapeUnit(match.charCodeAt(i))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

function visible(match: string): string {
  const point = match.codePointAt(0)!;
  // A lone surrogate U+DC80…U+DCFF stands for one byte that is no UTF-8 (see `decodeUtf8`).
  if (point >= 0xdc80 && point <= 0xdcff) return `\\x${(point - 0xdc00).toString(16)}`;
  return point <= 0xff ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
}

const named: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

function octal(match: string): string {
  const name = named[match];
  if (name !== undefined) return name;
  return [...encodeUtf8(match)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
