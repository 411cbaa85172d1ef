import type { LineRange } from '../../change/index.ts';
import type { Claim } from '../claim.ts';
import { isObject, jsonObject, listIn, objectIn, textIn } from './json-fields.ts';
import { Faults, lastLine, longestRecord, mergeRanges, mostRanges, type NoteClaims, type NoteSource } from './record.ts';
import { modelName, toolName } from './tool-names.ts';
import { pathQuote } from './whogitit-note.ts';

/**
 * Claims of a note in `refs/notes/srctrace/attribution`: `{"v":1,"f":{path:[{"s":"agent|cursor(model)","l":[1,"5-9"]}]}}`.
 * Sources that begin with `agent`, `ai` or `tab` are AI, `human` a person; any other is reported and unknown.
 * Total: never throws.
 */
export function parseSrctraceNote(text: string, source: NoteSource): NoteClaims {
  const faults = new Faults('SourceTrace note', source);
  const root = text.length > longestRecord ? null : jsonObject(text);
  if (root === null) {
    faults.add('json', 1, text.length > longestRecord ? 'is too long to be read and was left out' : 'is not a JSON object');
    return { claims: [], problems: faults.problems() };
  }
  if (root['v'] !== 1) faults.add('version', 1, 'has no version or an unknown one; it was read as version 1');
  const claims: Claim[] = [];
  let left = mostRanges;
  for (const [path, entries] of Object.entries(objectIn(root, 'f'))) {
    for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) {
      const said = isObject(entry) ? textIn(entry, 's') : null;
      if (!isObject(entry) || said === null) {
        faults.add('source', 1, 'has lines without their source');
        continue;
      }
      const ranges = rangesOf(listIn(entry, 'l'), faults);
      left -= ranges.length;
      if (left < 0) faults.add('too-many', 1, `has more than ${mostRanges} ranges; the rest were left out`);
      const [, who, tool, model] = /^([a-z]+)(?:\|([^()|]*))?(?:\(([^()]*)\))?/i.exec(said) ?? [];
      const by = /^(?:agent|ai|tab)$/i.test(who ?? '') ? 'ai' : /^human$/i.test(who ?? '') ? 'human' : null;
      if (by === null) faults.add('who', 1, 'has lines of an unknown source');
      if (by === null || left < 0 || ranges.length === 0) continue;
      const quote = pathQuote(text, said);
      claims.push({
        class: by,
        kind: 'recorded',
        strength: 'strong',
        subject: { scope: 'lines', commit: source.commit, path, ranges },
        tool: by === 'ai' && tool !== undefined && tool.trim() !== '' ? toolName(tool) : null,
        model: by === 'ai' ? modelName(model ?? null) : null,
        session: null,
        rule: `srctrace.${by === 'ai' ? 'lines' : 'human'}`,
        source: { in: 'note', ref: source.ref, blob: source.blob, line: quote.line },
        quote: quote.text,
      });
    }
  }
  return { claims, problems: faults.problems() };
}

function rangesOf(list: readonly unknown[], faults: Faults): readonly LineRange[] {
  const ranges: LineRange[] = [];
  for (const entry of list) {
    const found = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(typeof entry === 'number' || typeof entry === 'string' ? String(entry) : '');
    const start = Number(found?.[1]);
    const end = Number(found?.[2] ?? found?.[1]);
    if (found === null || start < 1 || end < start || end > lastLine) faults.add('range', 1, 'has lines that are no range');
    else ranges.push({ start, end });
  }
  return mergeRanges(ranges);
}
