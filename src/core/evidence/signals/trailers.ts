import { onOneLine } from '../../values/index.ts';

/** One line of a message, without its end. `number` counts from 1. */
export interface MessageLine {
  readonly number: number;
  readonly text: string;
}

/** A `Key: value` line of a message. */
export interface Trailer {
  /** Lower case. */
  readonly key: string;
  /** Trimmed and of bounded length; continuation lines joined by one space. */
  readonly value: string;
  /** The line or lines, verbatim, without the last line end. */
  readonly quote: string;
  readonly line: number;
}

/**
 * Lines of a commit message that say something: what stands in HTML comments is blanked out, so that a
 * template's commented-out example is no declaration. Only closed comments count, or a stray `<!--` would
 * hide everything after it. Cite from the message itself.
 */
export function readMessageLines(message: string): readonly MessageLine[] {
  const lines = withoutComments(message).split('\n');
  return lines.map((text, index) => ({ number: index + 1, text: withoutLineEnd(text) }));
}

/** Without the carriage returns at the end. By hand: an expression would take quadratic time on hostile text. */
export function withoutLineEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === 13) end -= 1;
  return line.slice(0, end);
}

function withoutComments(message: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const opens = message.indexOf('<!--', at);
    const closes = opens === -1 ? -1 : message.indexOf('-->', opens + 4);
    if (closes === -1) return kept + message.slice(at);
    kept += message.slice(at, opens) + message.slice(opens, closes).replace(/[^\n]+/g, ' ');
    at = closes + 3;
  }
}

/** Longest value read: no real one comes near, and hostile ones stay cheap. */
const longestValue = 1000;

/**
 * Optional bullet and ticked box, then `Key:` and the value. An unticked box says nothing. The value goes on past what
 * else may count as the end of a line (a carriage return, U+2028): it is none to git, and with `.` a value that holds one
 * would hide, and cost quadratic time.
 */
const trailerLine = /^[ \t]*(?:[*+-][ \t]+)?(?:\[[xX]\][ \t]+)?([A-Za-z][A-Za-z0-9-]*)[ \t]*:([^]*)$/;

/**
 * Trailers of the whole message, line by line: forges concatenate messages when they squash, so git's own
 * trailer block (the last paragraph) holds only some. Keys are taken in any case, indented or as list items;
 * a more indented line that is no trailer itself continues the value (RFC 822 folding). Only keys in `keys`
 * (lower case) are returned: prose has colons too.
 */
export function readTrailers(
  message: string,
  lines: readonly MessageLine[],
  keys: { has(key: string): boolean },
): readonly Trailer[] {
  const trailers: Trailer[] = [];
  const raw = message.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const found = trailerLine.exec(lines[i]!.text);
    if (found === null) continue;
    const key = found[1]!.toLowerCase();
    if (!keys.has(key)) continue;
    let value = onOneLine(found[2]!.trimStart().slice(0, longestValue)).trim();
    let last = i;
    while (last + 1 < lines.length && continues(lines[last + 1]!.text)) {
      last += 1;
      if (value.length < longestValue) value = `${value} ${onOneLine(lines[last]!.text.slice(0, longestValue)).trim()}`.trim();
    }
    const quote = withoutLineEnd(raw.slice(i, last + 1).join('\n'));
    trailers.push({ key, value, quote, line: i + 1 });
    i = last;
  }
  return trailers;
}

function continues(text: string): boolean {
  return /^[ \t]+[^ \t*+-]/.test(text) && !trailerLine.test(text);
}
