import type { LineRange } from '../../change/index.ts';
import type { Claim } from '../claim.ts';
import { isObject, jsonObject, listIn, objectIn, textIn } from './json-fields.ts';
import { Faults, lastLine, longestRecord, mergeRanges, mostRanges, type NoteClaims, type NoteSource } from './record.ts';
import { isToolName, modelName, toolName } from './tool-names.ts';

/**
 * Claims of the first form of git-ai's records (`authorship/0.0.1`, one blob under `refs/ai/authorship/<commit>`):
 * JSON of files, each with authors by name and their lines as numbers or pairs. An author with `agent_metadata` or
 * the name of a tool is AI; any other is a person. Total: never throws.
 */
export function parseEarlyGitAi(text: string, source: NoteSource): NoteClaims {
  const faults = new Faults('early git-ai record', source);
  const root = text.length > longestRecord ? null : jsonObject(text);
  if (root === null) {
    faults.add('json', 1, text.length > longestRecord ? 'is too long to be read and was left out' : 'is not a JSON object');
    return { claims: [], problems: faults.problems() };
  }
  if (root['schema_version'] !== 'authorship/0.0.1') faults.add('version', 1, 'names no version or an unknown one');
  const claims: Claim[] = [];
  let left = mostRanges;
  for (const [path, file] of Object.entries(objectIn(root, 'files'))) {
    if (!isObject(file)) {
      faults.add('file', 1, 'has a file that is not an object');
      continue;
    }
    for (const author of listIn(file, 'authors')) {
      const name = isObject(author) ? textIn(author, 'author') : null;
      if (!isObject(author) || name === null) {
        faults.add('author', 1, 'has an author without a name');
        continue;
      }
      const ranges = rangesOf(listIn(author, 'lines'), faults);
      left -= ranges.length;
      if (left < 0) faults.add('too-many', 1, `has more than ${mostRanges} ranges; the rest were left out`);
      if (left < 0 || ranges.length === 0) continue;
      const agent = objectIn(author, 'agent_metadata');
      const ai = isObject(author['agent_metadata']) || isToolName(name);
      claims.push({
        class: ai ? 'ai' : 'human',
        kind: 'recorded',
        strength: 'strong',
        subject: { scope: 'lines', commit: source.commit, path, ranges },
        tool: ai ? toolName(textIn(agent, 'tool') ?? name) : null,
        model: modelName(textIn(agent, 'model')),
        session: textIn(agent, 'id'),
        ...(ai ? {} : { person: name }),
        rule: ai ? 'git-ai.early' : 'git-ai.human',
        source: { in: 'note', ref: source.ref, blob: source.blob, line: lineOf(text, name) },
        quote: name,
      });
    }
  }
  return { claims, problems: faults.problems() };
}

/** The first line a name stands in: the record is JSON on one line or many. */
function lineOf(text: string, quote: string): number {
  const at = text.indexOf(quote);
  if (at === -1) return 1;
  let line = 1;
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) line += 1;
  return line;
}

function rangesOf(list: readonly unknown[], faults: Faults): readonly LineRange[] {
  const ranges: LineRange[] = [];
  for (const entry of list) {
    const [start, end] = Array.isArray(entry) ? (entry as unknown[]) : [entry, entry];
    if (!isLine(start) || !isLine(end) || end < start) {
      faults.add('range', 1, 'has lines that are no range');
      continue;
    }
    ranges.push({ start, end });
  }
  return mergeRanges(ranges);
}

function isLine(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= lastLine;
}
