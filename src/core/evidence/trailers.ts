/** One line of a message, without its end. `number` counts from 1. */
export interface MessageLine {
  readonly number: number;
  readonly text: string;
}

/** A `Key: value` line of a message. */
export interface Trailer {
  /** Lower case. */
  readonly key: string;
  /** Trimmed; continuation lines joined by one space. */
  readonly value: string;
  /** The line or lines, verbatim, without the last line end. */
  readonly quote: string;
  readonly line: number;
}

/**
 * Lines of a commit message that say something: what stands in HTML comments is blanked out, so that a
 * template's commented-out example is no declaration. `quoteOf` still cites the message itself.
 */
export function readMessageLines(message: string): readonly MessageLine[] {
  const lines: MessageLine[] = [];
  let number = 0;
  let commented = false;
  for (const raw of message.split('\n')) {
    number += 1;
    let text = raw.endsWith('\r') ? raw.replace(/\r+$/, '') : raw;
    if (commented || text.includes('<!--')) ({ text, commented } = withoutComments(text, commented));
    lines.push({ number, text });
  }
  return lines;
}

function withoutComments(text: string, startsCommented: boolean): { text: string; commented: boolean } {
  let kept = '';
  let commented = startsCommented;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf(commented ? '-->' : '<!--', at);
    if (!commented) kept += text.slice(at, next === -1 ? text.length : next);
    if (next === -1) break;
    at = next + (commented ? 3 : 4);
    commented = !commented;
  }
  return { text: kept, commented };
}

/** Optional bullet and ticked box, then `Key:` and the value. An unticked box says nothing. */
const trailerLine = /^[ \t]*(?:[*+-][ \t]+)?(?:\[[xX]\][ \t]+)?([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$/;

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
    let value = found[2]!.trim();
    let last = i;
    while (last + 1 < lines.length && continues(lines[last + 1]!.text)) {
      last += 1;
      value = `${value} ${lines[last]!.text.trim()}`.trim();
    }
    const quote = raw.slice(i, last + 1).join('\n').replace(/\r+$/, '');
    trailers.push({ key, value, quote, line: i + 1 });
    i = last;
  }
  return trailers;
}

function continues(text: string): boolean {
  return /^[ \t]+[^ \t*+-]/.test(text) && !trailerLine.test(text);
}
