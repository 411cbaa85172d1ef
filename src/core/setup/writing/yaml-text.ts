import { formatInstant, type Instant } from '../../values/index.ts';

/*
 * YAML as text, because what is written here is read by people: names of authors and paths come from a history anybody may
 * have written to, and must come back from the parser exactly as they were.
 */

/** Words that YAML or its readers take for something other than text. */
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;
/** Nothing that means anything to YAML in any place, and no character that looks like another or like none. */
const plain = /^[A-Za-z\p{L}][\p{L}\p{M}\p{N}_./@+*()'-]*(?: [\p{L}\p{M}\p{N}_./@+*()'-]+)*$/u;

/** Controls, invisible and bidirectional characters, lone surrogates: what a reader would not see or would be misled by. */
const unseen =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as a YAML scalar that may stand in block and flow, read back as exactly this text. */
export function scalar(text: string): string {
  if (plain.test(text) && !reserved.test(text)) return text;
  return JSON.stringify(text).replace(unseen, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `[a, b]`, or one entry a line where that would be wider than a line. */
export function list(texts: readonly string[], indent: number, used: number): string {
  const flow = `[${texts.map(scalar).join(', ')}]`;
  if (used + flow.length <= 110) return flow;
  return texts.map((text) => `\n${' '.repeat(indent)}- ${scalar(text)}`).join('');
}

/** A paragraph of ours as comment lines of at most 110 characters. */
export function comment(paragraph: string): readonly string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of inLine(paragraph).split(' ')) {
    if (line.length + 1 + word.length > 110 && line !== '#') {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function inLine(text: string): string {
  return text.replace(unseen, '\uFFFD');
}

/** Foreign text as it may stand in a comment: one line, nothing unseen, not endless. */
export function inComment(text: string): string {
  const line = inLine(text);
  return line.length <= 100 ? line : `${line.slice(0, 97)}...`;
}

/** `2026-11-21` */
export function day(at: Instant): string {
  return formatInstant(at).slice(0, 10);
}

/** `1 commit`, `1,234 commits` */
export function counted(count: number, noun: string): string {
  const digits = String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${digits} ${count === 1 ? noun : `${noun}s`}`;
}
