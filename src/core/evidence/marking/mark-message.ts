import { disclosureKeys, readDisclosure } from '../signals/disclosure.ts';
import { readMessageLines, readTrailers } from '../signals/trailers.ts';

/** What of a message git will drop: nothing once it is a commit's, comments and the cut while it is edited. */
export interface Draft {
  /** `core.commentChar`; `null` where git keeps such lines (no editor, no cleanup by `strip`). */
  readonly comment: string | null;
}

const finished: Draft = { comment: null };

/** Whether a message already discloses assistance, either way; comments of a draft say nothing. */
export function disclosesAssistance(message: string, draft: Draft = finished): boolean {
  return disclosures(withoutDropped(message, draft)).length > 0;
}

/** Whether a message has exactly this trailer, key in any case. */
export function hasTrailer(message: string, value: string): boolean {
  return readTrailers(message, readMessageLines(message), new Set(['assisted-by'])).some((trailer) => trailer.value === value);
}

/** Whether anything of a draft would be left to commit. */
export function saysSomething(message: string, draft: Draft): boolean {
  return withoutDropped(message, draft).trim() !== '';
}

/**
 * The message with one trailer line more, and otherwise byte for byte as it was: taking the added piece out gives
 * the message back. It joins a block of trailers at the end, else it begins one after an empty line; in a draft it
 * stands before the comments and the cut git adds. Line ends are the message's own.
 */
export function markMessage(message: string, trailer: string, draft: Draft = finished): string {
  const lines = linesOf(message, draft);
  const last = lines.findLastIndex((line) => line.kept && line.text.trim() !== '');
  const end = message.includes('\r\n') ? '\r\n' : '\n';
  if (last === -1) return `${trailer}${end}${message}`;
  const { text, ends, at } = lines[last]!;
  const after = at + text.length + ends.length;
  const gap = ends === '' ? end : '';
  const apart = endsInTrailers(lines, last) ? '' : end;
  // Without a line end of its own the message gets one, and keeps none behind the trailer.
  return `${message.slice(0, after)}${gap}${apart}${trailer}${ends === '' ? '' : end}${message.slice(after)}`;
}

interface DraftLine {
  readonly text: string;
  /** Its line end as it is, empty for an unended last line. */
  readonly ends: string;
  readonly at: number;
  readonly kept: boolean;
}

function linesOf(message: string, { comment }: Draft): DraftLine[] {
  const lines: DraftLine[] = [];
  let cut = false;
  for (let at = 0; at < message.length; ) {
    const found = message.indexOf('\n', at);
    const next = found === -1 ? message.length : found + 1;
    const whole = message.slice(at, next);
    const ends = whole.endsWith('\r\n') ? '\r\n' : whole.endsWith('\n') ? '\n' : '';
    const text = whole.slice(0, whole.length - ends.length);
    if (comment !== null && text === `${comment} ------------------------ >8 ------------------------`) cut = true;
    lines.push({ text, ends, at, kept: !cut && (comment === null || !text.startsWith(comment)) });
    at = next;
  }
  return lines;
}

function withoutDropped(message: string, draft: Draft): string {
  return linesOf(message, draft).filter((line) => line.kept).map((line) => `${line.text}\n`).join('');
}

/** Whether the paragraph that ends at `last` is all trailers; the first paragraph is the subject and never is. */
function endsInTrailers(lines: readonly DraftLine[], last: number): boolean {
  let at = last;
  for (; at >= 0; at--) {
    const { text, kept } = lines[at]!;
    if (!kept) continue;
    if (text.trim() === '') break;
    if (!/^[A-Za-z][A-Za-z0-9-]*[ \t]*:[ \t]*\S|^[ \t]+\S|^\(cherry picked from commit /.test(text)) return false;
  }
  return lines.slice(0, Math.max(0, at)).some((line) => line.kept && line.text.trim() !== '');
}

function disclosures(message: string): readonly string[] {
  const trailers = readTrailers(message, readMessageLines(message), new Set(disclosureKeys));
  return trailers.filter(({ key, value }) => readDisclosure(key, value) !== null).map(({ value }) => value);
}
