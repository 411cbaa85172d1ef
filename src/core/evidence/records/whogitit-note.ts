import type { LineRange } from '../../change/index.ts';
import type { Claim } from '../claim.ts';
import { isObject, jsonObject, listIn, numberIn, objectIn, textIn } from './json-fields.ts';
import { Faults, lastLine, longestRecord, mergeRanges, mostRanges, type NoteClaims, type NoteSource } from './record.ts';

/** What each kind of line says; `Original` and `Unknown` say nothing. */
const classes: ReadonlyMap<string, 'ai' | 'human' | null> = new Map([
  ['AI', 'ai'],
  ['AIModified', 'ai'],
  ['Human', 'human'],
  ['Original', null],
  ['Unknown', null],
]);

/**
 * Claims of a note in `refs/notes/whogitit` (dotsetlabs/whogitit, `AIAttribution` version 3): JSON with a session
 * and, per file, one entry per line with its source. Lines the AI wrote and a person modified stay the AI's.
 * It records Claude Code alone. Total: never throws.
 */
export function parseWhogititNote(text: string, source: NoteSource): NoteClaims {
  const faults = new Faults('whogitit note', source);
  const root = text.length > longestRecord ? null : jsonObject(text);
  if (root === null) {
    faults.add('json', 1, text.length > longestRecord ? 'is too long to be read and was left out' : 'is not a JSON object');
    return { claims: [], problems: faults.problems() };
  }
  if (root['version'] !== 3) faults.add('version', 1, 'has no version or an unknown one; it was read as version 3');
  const session = objectIn(root, 'session');
  const model = textIn(objectIn(session, 'model'), 'id');
  const claims: Claim[] = [];
  let left = mostRanges;
  for (const file of listIn(root, 'files')) {
    const path = isObject(file) ? textIn(file, 'path') : null;
    if (!isObject(file) || path === null) {
      faults.add('path', 1, 'has a file without a path');
      continue;
    }
    const lines = { ai: [] as LineRange[], human: [] as LineRange[] };
    for (const line of listIn(file, 'lines')) {
      if (left === 0) faults.add('too-many', 1, `has more than ${mostRanges} lines; the rest were left out`);
      if (left === 0) break;
      left -= 1;
      addLine(line, lines, faults);
    }
    for (const by of ['ai', 'human'] as const) {
      if (lines[by].length === 0) continue;
      const quote = pathQuote(text, path);
      claims.push({
        class: by,
        kind: 'recorded',
        strength: 'strong',
        subject: { scope: 'lines', commit: source.commit, path, ranges: mergeRanges(lines[by]) },
        tool: by === 'ai' ? 'Claude' : null,
        model: by === 'ai' ? model : null,
        session: by === 'ai' ? textIn(session, 'session_id') : null,
        rule: `whogitit.${by === 'ai' ? 'lines' : 'human'}`,
        source: { in: 'note', ref: source.ref, blob: source.blob, line: quote.line },
        quote: quote.text,
      });
    }
  }
  return { claims, problems: faults.problems() };
}

function addLine(line: unknown, into: { readonly ai: LineRange[]; readonly human: LineRange[] }, faults: Faults): void {
  const number = isObject(line) ? numberIn(line, 'line_number') : null;
  if (!isObject(line) || number === null || !Number.isInteger(number) || number < 1 || number > lastLine) {
    faults.add('line', 1, 'has a line without its number');
    return;
  }
  const type = isObject(line['source']) ? textIn(line['source'], 'type') : textIn(line, 'source');
  const by = classes.get(type ?? '');
  if (by === undefined) faults.add('source', 1, 'has lines of an unknown source');
  if (by === 'ai' || by === 'human') into[by].push({ start: number, end: number });
}

/** The path as the JSON spells it, and its line; the note's beginning where it is escaped. */
export function pathQuote(text: string, path: string): { readonly text: string; readonly line: number } {
  const quote = JSON.stringify(path);
  const at = text.indexOf(quote);
  if (at === -1) return { text: text.slice(0, Math.min(40, (text.indexOf('\n') + 1 || 41) - 1)), line: 1 };
  let line = 1;
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) line += 1;
  return { text: quote, line };
}
