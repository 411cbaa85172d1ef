import { eastAsianWidth } from 'get-east-asian-width';

/** What a piece of text means; `terminal.ts` gives it a colour, `NO_COLOR` takes the colour and loses nothing. */
export type Style = 'plain' | 'strong' | 'faint' | 'act' | 'refused' | 'pending' | 'met' | 'ai';

/** A piece of a line. A bare string is plain. */
export type Span = string | { readonly text: string; readonly style: Style };

/** A line, or a paragraph before it is wrapped. */
export type Line = readonly Span[];

export function span(style: Style, text: string): Span {
  return { text, style };
}

/** Text that `wrap` never breaks, such as a command to be pasted; it is printed with plain spaces. */
export function whole(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

export function textOf(part: Span): string {
  return typeof part === 'string' ? part : part.text;
}

/**
 * Columns a text takes: wide characters two, combining ones none. Counted by code point: what joins code points
 * into one picture (U+200D) never gets past `safeText`. The `string-width` package is exact there and costs
 * 30 ms at each start for it.
 */
export function columns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let sum = 0;
  for (const character of text) if (!/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) sum += eastAsianWidth(character.codePointAt(0)!);
  return sum;
}

export function lineColumns(line: Line): number {
  return line.reduce((sum, part) => sum + columns(textOf(part)), 0);
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** A text in at most `width` columns; what does not fit ends in `…`. */
export function clip(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (columns(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/**
 * Breaks a paragraph into lines of at most `width` columns at spaces; `first` starts the first line, the others
 * are indented by `hang` columns. A word wider than a line stands alone and is not cut: it may be a path or
 * a command somebody copies. Runs of two or more spaces inside a span are kept while they fit on the line.
 */
export function wrap(first: Line, paragraph: Line, width: number, hang: number): Line[] {
  const lines: Span[][] = [[...first]];
  let used = lineColumns(first);
  let atStart = true;
  let gap = '';
  for (const word of words(paragraph)) {
    if (word.space) {
      gap += textOf(word.parts[0]!);
      continue;
    }
    const size = lineColumns(word.parts);
    const full = used + columns(gap) + size > width;
    // Behind a label a new line only helps where it begins further left.
    if (full && (!atStart || hang < used)) {
      lines.push([' '.repeat(hang)]);
      used = hang;
      gap = '';
    }
    const line = lines[lines.length - 1]!;
    append(line, gap, word.parts);
    used += columns(gap) + size;
    gap = '';
    atStart = false;
  }
  return lines;
}

/** Adds a word to a line; words of one style beside each other become one span. */
function append(line: Span[], gap: string, parts: readonly Span[]): void {
  const last = line.at(-1);
  const [first, ...rest] = parts;
  if (typeof last === 'object' && typeof first === 'object' && last.style === first.style && gap !== '') {
    line[line.length - 1] = { text: `${last.text}${gap}${first.text}`, style: last.style };
    line.push(...rest);
    return;
  }
  if (gap !== '') line.push(gap);
  line.push(...parts);
}

/** Words may span several styles (`services/checkout` bold, then a plain comma). */
function words(paragraph: Line): { space: boolean; parts: Span[] }[] {
  const found: { space: boolean; parts: Span[] }[] = [];
  for (const part of paragraph) {
    const style = typeof part === 'string' ? 'plain' : part.style;
    for (const piece of textOf(part).split(/( +)/)) {
      if (piece === '') continue;
      const space = piece.startsWith(' ');
      const last = found[found.length - 1];
      const styled = style === 'plain' ? piece : { text: piece, style };
      if (!space && last !== undefined && !last.space) last.parts.push(styled);
      else found.push({ space, parts: [styled] });
    }
  }
  return found;
}
