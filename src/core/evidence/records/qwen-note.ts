import type { Claim } from '../claim.ts';
import { isObject, jsonObject, numberIn, objectIn, textIn } from './json-fields.ts';
import { Faults, longestRecord, type NoteClaims, type NoteSource } from './record.ts';
import { toolName } from './tool-names.ts';

/** Most files read of one note. */
const mostFiles = 100_000;

/**
 * Claims of a note in `refs/notes/ai-attribution` (QwenLM/qwen-code#3115): JSON with `generator` and, per file,
 * characters by the AI (`aiChars`, once `aiCharsAdded`) and by people. It knows files, not lines; a file with none
 * of the AI's characters is unknown, not human. Other tools keep other JSON in the same ref: reported, not guessed at.
 * Total: never throws.
 */
export function parseQwenNote(text: string, source: NoteSource): NoteClaims {
  const faults = new Faults('attribution note', source);
  const root = text.length > longestRecord ? null : jsonObject(text);
  if (root === null) {
    faults.add('json', 1, text.length > longestRecord ? 'is too long to be read and was left out' : 'is not a JSON object');
    return { claims: [], problems: faults.problems() };
  }
  const generator = textIn(root, 'generator');
  if (generator === null) faults.add('generator', 1, 'names no `generator`');
  if (root['version'] !== 1) faults.add('version', 1, 'has no version or an unknown one; it was read as version 1');
  if (!isObject(root['files'])) faults.add('files', 1, 'lists no files');
  const quote = /"generator"\s*:\s*"[^"\n]*"/.exec(text)?.[0] ?? /"files"/.exec(text)?.[0] ?? text.slice(0, 20);
  const line = text.slice(0, Math.max(0, text.indexOf(quote))).split('\n').length;
  const claims: Claim[] = [];
  for (const [path, file] of Object.entries(objectIn(root, 'files')).slice(0, mostFiles)) {
    if (!isObject(file)) {
      faults.add('file', 1, 'has a file that is not an object');
      continue;
    }
    const chars = numberIn(file, 'aiChars') ?? numberIn(file, 'aiCharsAdded');
    if (chars === null || chars < 0) faults.add('chars', 1, 'has a file without a number of characters');
    if (chars === null || chars <= 0) continue;
    claims.push({
      class: 'ai',
      kind: 'recorded',
      strength: 'strong',
      subject: { scope: 'file', commit: source.commit, path },
      tool: generator === null ? null : toolName(generator),
      model: null,
      session: null,
      rule: 'qwen.file',
      source: { in: 'note', ref: source.ref, blob: source.blob, line },
      quote,
    });
  }
  return { claims, problems: faults.problems() };
}
