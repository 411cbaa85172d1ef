import { encodeUtf8 } from '../values/index.ts';
import { readSet, type GlobToken } from './segment-glob.ts';

/** One segment of a pattern: any number of folders (`**`), or tokens that match one name. */
export type PatternSegment = 'folders' | readonly GlobToken[];

/** A pattern read; it also matches everything below what it matches. */
export interface AreaPattern {
  /** From the root down; a pattern for any depth starts with `folders`, and none ends with it. */
  readonly segments: readonly PatternSegment[];
  /** Ended with `/`: matches folders only (and so what is in them). */
  readonly folderOnly: boolean;
  /** Matches files alone, and nothing below what it matches: never so in an area, see CODEOWNERS. */
  readonly fileOnly?: true;
}

/**
 * Reads one gitignore-like pattern (gitignore(5), "PATTERN FORMAT"). `null`: it can match nothing (empty,
 * `/`, `a//b`, an unclosed `[`, a trailing `\`, or a leading `!`, since areas have no exclusions).
 * Braces and parentheses are literal, as in git; `#` and spaces too, since patterns come from YAML, not lines.
 * Two stars that are not a whole segment are one star, as documented (git before 2.52 reads `foo**\/bar`
 * more widely, by accident).
 */
export function readAreaPattern(pattern: string): AreaPattern | null {
  let text = asBytes(pattern);
  const folderOnly = text.endsWith('/');
  if (folderOnly) text = text.slice(0, -1);
  if (text === '' || text.startsWith('!')) return null;
  const anchored = text.includes('/');
  const segments = readSegments(text.startsWith('/') ? text.slice(1) : text, anchored);
  if (segments === null) return null;
  // What is below a match matches, so a last `**` asks for one more name and no more.
  if (segments.at(-1) === 'folders') segments[segments.length - 1] = [{ kind: 'star' }];
  if (!anchored) segments.unshift('folders');
  return { segments, folderOnly };
}

/** A string with one character per UTF-8 byte: git's `?` and `[…]` match bytes. ASCII is returned as it is. */
export function asBytes(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (!/[^\u0000-\u007f]/.test(text)) return text;
  let bytes = '';
  for (const byte of encodeUtf8(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function readSegments(text: string, anchored: boolean): PatternSegment[] | null {
  const segments: PatternSegment[] = [];
  let tokens: GlobToken[] = [];
  let i = 0;
  while (i < text.length) {
    const char = text[i];
    if (char === '*') {
      const start = i;
      while (text[i] === '*') i += 1;
      const escapedSlash = text.startsWith('\\/', i);
      const whole = tokens.length === 0 && (i === text.length || text[i] === '/' || escapedSlash);
      if (i - start > 1 && whole && anchored) {
        // `**\/x` asks for at least one folder: only the plain slash may stand for none (wildmatch.c).
        if (escapedSlash) segments.push([{ kind: 'star' }]);
        if (segments.at(-1) !== 'folders') segments.push('folders');
        if (i === text.length) return segments;
        i += escapedSlash ? 2 : 1;
      } else tokens.push({ kind: 'star' });
    } else if (char === '/' || text.startsWith('\\/', i)) {
      if (tokens.length === 0) return null;
      segments.push(tokens);
      tokens = [];
      i += char === '/' ? 1 : 2;
    } else if (char === '?') {
      tokens.push({ kind: 'any' });
      i += 1;
    } else if (char === '[') {
      const set = readSet(text, i);
      if (set === null) return null;
      tokens.push({ kind: 'set', has: set.has });
      i = set.end + 1;
    } else {
      if (char === '\\') i += 1;
      if (i >= text.length) return null;
      tokens.push({ kind: 'byte', code: text.charCodeAt(i) });
      i += 1;
    }
  }
  if (tokens.length === 0) return null;
  segments.push(tokens);
  return segments;
}

/** What is odd about a pattern; `error`: it can match nothing. */
export interface AreaPatternProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly mend: string;
}

/**
 * What a person who wrote this pattern probably did not mean, or `null`: for `policy lint`, since a pattern that
 * matches nothing leaves its area unguarded without a word.
 */
export function findPatternProblem(pattern: string): AreaPatternProblem | null {
  const error = (message: string, mend: string) => ({ severity: 'error', message, mend }) as const;
  const warning = (message: string, mend: string) => ({ severity: 'warning', message, mend }) as const;
  const quoted = `\`${pattern}\``;
  if (pattern.trim() === '' || pattern === '/') return error(`${quoted} matches nothing`, 'write `**` for every file');
  if (pattern.startsWith('!')) return error(`${quoted} is an exclusion, which areas do not have`, 'name the paths that belong to the area instead; `\\!` is a literal `!`');
  if (readAreaPattern(pattern) === null) return error(`${quoted} can never match`, 'close every `[`, end with no `\\` and write single slashes; a literal `[` is `\\[`');
  if (/(?:^|\/)\.{1,2}(?:\/|$)/.test(pattern)) return error(`${quoted} can never match: git paths have no \`.\` or \`..\` parts`, 'write the path from the root of the repository');
  if (/\{[^{}/,]*,[^}/]*\}/.test(pattern)) return warning(`the braces in ${quoted} are literal, as in .gitignore`, 'write one pattern for each alternative');
  if (/(?:^|\/)\[(?:\.\.\.)?[A-Za-z]\w+\](?:\/|$)/.test(pattern)) {
    return warning(`the brackets in ${quoted} match one character of the set`, `for a folder of that name write \`${pattern.replace(/\[/g, '\\[').replace(/\]/g, '\\]')}\``);
  }
  if (/\\[A-Za-z0-9]/.test(pattern)) return warning(`the \`\\\` in ${quoted} is an escape, not a folder separator`, 'write `/` between folders');
  if (/^\s|\s$/.test(pattern)) return warning(`${quoted} begins or ends with a blank, which is part of the name here`, 'remove the blank');
  return null;
}
