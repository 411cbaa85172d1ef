import { isObject, jsonObject, type JsonObject, objectIn, textIn } from './json-fields.ts';
import { modelName, toolName } from './tool-names.ts';

/** Who wrote lines, as a note's metadata names them. */
export interface Writer {
  /** As people know it, e.g. `Claude`; `null` where the note names none. */
  readonly tool: string | null;
  /** As the note spells it. */
  readonly rawTool: string | null;
  readonly model: string | null;
  readonly session: string | null;
  /** The human who ran it (`human_author`). */
  readonly person: string | null;
}

/** The JSON half of a git-ai note, by key. */
export interface GitAiMetadata {
  /** Of an `s_…::t_…` or an old key; `null` where the maps lack it. */
  writerOf(key: string): Writer | null;
  hasHuman(key: string): boolean;
  /** `Name <e-mail>` of an `h_…` key; `null` where the map lacks it. */
  humanOf(key: string): string | null;
}

type Report = (kind: string, sentence: string) => void;

/** Reads the JSON of a git-ai note, `null` where there was none; reports what it lacks and goes on. */
export function readGitAiMetadata(text: string | null, commit: string, report: Report): GitAiMetadata {
  const root = text === null ? {} : parseObject(text, report);
  if (text !== null) checkHeader(root, commit, report);
  const prompts = objectIn(root, 'prompts');
  const sessions = objectIn(root, 'sessions');
  const humans = objectIn(root, 'humans');
  return {
    writerOf(key) {
      const session = key.split('::')[0]!;
      return writerIn(sessions, session) ?? writerIn(prompts, key) ?? writerIn(sessions, key);
    },
    hasHuman: (key) => Object.hasOwn(humans, key),
    humanOf: (key) => textIn(objectIn(humans, key), 'author'),
  };
}

function parseObject(text: string, report: Report): JsonObject {
  const root = jsonObject(text);
  if (root === null) report('json', 'has metadata that is not a JSON object');
  return root ?? {};
}

function checkHeader(root: JsonObject, commit: string, report: Report): void {
  const version = root['schema_version'];
  if (version !== 'authorship/3.0.0') {
    const named = typeof version === 'string' ? `the unknown version \`${version.slice(0, 40)}\`` : 'no version';
    report('version', `names ${named}; it was read as \`authorship/3.0.0\``);
  }
  const base = root['base_commit_sha'];
  if (typeof base !== 'string') report('base', 'names no commit');
  else if (base !== commit) report('base', `was written for the commit ${base.slice(0, 7)}`);
  if (!isObject(root['prompts'])) report('prompts', 'lacks the required map `prompts`');
}

function writerIn(map: JsonObject, key: string): Writer | null {
  const record = Object.hasOwn(map, key) ? map[key] : undefined;
  if (!isObject(record)) return null;
  const agent = objectIn(record, 'agent_id');
  const rawTool = textIn(agent, 'tool');
  const model = textIn(agent, 'model');
  return {
    tool: rawTool === null ? null : toolName(rawTool),
    rawTool,
    model: modelName(model),
    session: textIn(agent, 'id'),
    person: textIn(record, 'human_author'),
  };
}
