import type { JsonObject, JsonValue } from '../attestation/index.ts';
import { isToolName, listOf, objectOf, readJsonReport, textOf } from './json-report.ts';
import { Names } from './names.ts';
import { ReportProblem } from './report-problem.ts';

/** A log has no more runs than this, each of which may be a tool of its own with a result to sign. */
const mostRuns = 256;

/** How grave a finding is, in the words of SARIF. */
export type FindingLevel = 'error' | 'warning' | 'note';

/** One thing a scanner found and nobody accepted outside the source. */
export interface Finding {
  readonly level: FindingLevel;
  /** Each place with what its file may be called, best guess first; empty: it lies nowhere. */
  readonly places: readonly (readonly string[])[];
}

/** One run of one scanner. */
export interface ScanRun {
  readonly tool: string;
  readonly version: string | null;
  /** Why it did not run to its end, without a full stop; `null`: it did. */
  readonly stopped: string | null;
  /** Commits the scanner says it looked at. */
  readonly revisions: readonly string[];
  /** Without what the scanner itself says was there before. */
  readonly findings: readonly Finding[];
}

/**
 * Reads SARIF 2.1.0. A finding counts unless the scanner says that it was there before (`baselineState` `unchanged` or
 * `absent`), or somebody accepted it outside the source: what is suppressed by a comment in the source is a finding, for
 * whoever writes a change writes its comments too. Levels are found as section 3.27.10 has it. Throws `ReportProblem`.
 */
export function readSarif(bytes: Uint8Array): readonly ScanRun[] {
  const log = readJsonReport(bytes);
  if (log.get('version') !== '2.1.0') throw new ReportProblem('it is no SARIF 2.1.0');
  if (listOrNone(log.get('inlineExternalProperties'), '`inlineExternalProperties`').length > 0) throw new ReportProblem('it keeps properties of its runs beside them (`inlineExternalProperties`)');
  const runs = listOf(log.get('runs'), '`runs`');
  if (runs.length === 0) throw new ReportProblem('it has no run: nothing was scanned');
  if (runs.length > mostRuns) throw new ReportProblem(`it has more than ${mostRuns} runs`);
  const names = new Names();
  return runs.map((run, index) => readRun(objectOf(run, `\`runs[${index}]\``), `\`runs[${index}]\``, names));
}

function readRun(run: JsonObject, where: string, names: Names): ScanRun {
  const tool = objectOf(run.get('tool'), `${where}.tool`);
  const driver = objectOf(tool.get('driver'), `${where}.tool.driver`);
  const name = textOf(driver.get('name'))?.trim() ?? '';
  if (!isToolName(name)) throw new ReportProblem(`${where} does not name its tool on one line of at most 128 characters`);
  // Results, rules or how the run ended may lie there: what is not at hand is not judged without.
  const external = run.get('externalPropertyFileReferences');
  if (external instanceof Map && external.size > 0) throw new ReportProblem(`${where} keeps ${[...external.keys()][0]!.slice(0, 40)} in another file`);
  const extensions = listOrNone(tool.get('extensions'), `${where}.tool.extensions`).map((one) => objectOf(one, `${where}.tool.extensions`));
  const levels = ruleLevels([driver, ...extensions], where);
  const invocations = listOrNone(run.get('invocations'), `${where}.invocations`).map((one) => objectOf(one, `${where}.invocations`));
  const overridden = invocations.some((one) => listOrNone(one.get('ruleConfigurationOverrides'), `${where}.invocations`).length > 0);
  const folders = run.get('originalUriBaseIds') instanceof Map ? (run.get('originalUriBaseIds') as JsonObject) : new Map<string, JsonValue>();
  const results = run.get('results');
  const artifacts = listOrNone(run.get('artifacts'), `${where}.artifacts`);
  const findings = listOrNone(results, `${where}.results`).flatMap((one, index) => {
    const result = objectOf(one, `${where}.results[${index}]`);
    if (isOld(result) || isAccepted(result)) return [];
    const level = levelOf(result, levels, overridden);
    return level === null ? [] : [{ level, places: placesOf(result, { folders, artifacts, names }) }];
  });
  const version = textOf(driver.get('semanticVersion')) ?? textOf(driver.get('version'));
  return {
    tool: name,
    version: version !== null && /^[^\u0000-\u001f\u007f-\u009f]{1,64}$/.test(version) ? version : null,
    stopped: whyStopped(results, invocations),
    revisions: listOrNone(run.get('versionControlProvenance'), `${where}.versionControlProvenance`).flatMap((one) => (one instanceof Map ? (textOf(one.get('revisionId')) ?? []) : [])),
    findings,
  };
}

/** "No results" is no clean scan where the scanner failed, or never says that it looked. */
function whyStopped(results: JsonValue | undefined, invocations: readonly JsonObject[]): string | null {
  if (results === undefined || results === null) return 'it says nothing of results';
  for (const one of invocations) {
    const successful = one.get('executionSuccessful');
    if (successful !== true) return successful === false ? 'it says that it failed' : 'it does not say whether it ran to its end';
    const told = [...listOrNone(one.get('toolExecutionNotifications'), 'its notifications'), ...listOrNone(one.get('toolConfigurationNotifications'), 'its notifications')];
    if (told.some((note) => note instanceof Map && note.get('level') === 'error')) return 'it tells of an error of its own';
  }
  return null;
}

function isOld(result: JsonObject): boolean {
  const state = result.get('baselineState');
  return state === 'unchanged' || state === 'absent';
}

/** Every suppression stands (section 3.27.23): none is under review or rejected, and one at least is outside the source. */
function isAccepted(result: JsonObject): boolean {
  const all = listOrNone(result.get('suppressions'), '`suppressions`').map((one) => objectOf(one, '`suppressions`'));
  return all.some((one) => one.get('kind') === 'external') && all.every((one) => (one.get('status') ?? 'accepted') === 'accepted');
}

/** Rule id and rule index → level by default. */
interface RuleLevels {
  readonly byId: ReadonlyMap<string, JsonValue>;
  readonly byIndex: readonly JsonValue[];
}

function ruleLevels(components: readonly JsonObject[], where: string): RuleLevels {
  const byId = new Map<string, JsonValue>();
  const byIndex: JsonValue[] = [];
  for (const [place, component] of components.entries()) {
    for (const one of listOrNone(component.get('rules'), `${where} rules`)) {
      const rule = objectOf(one, `a rule of ${where}`);
      const configuration = rule.get('defaultConfiguration');
      const level = configuration instanceof Map ? (configuration.get('level') ?? 'warning') : 'warning';
      const id = textOf(rule.get('id'));
      // Of two rules of one name, an extension's among them, the graver is assumed.
      if (id !== null && gravity(level) >= gravity(byId.get(id) ?? 'none')) byId.set(id, level);
      if (place === 0) byIndex.push(level);
    }
  }
  return { byId, byIndex };
}

function gravity(level: JsonValue): number {
  const known = ['none', 'note', 'warning', 'error'].indexOf(String(level));
  return known === -1 ? Infinity : known;
}

function levelOf(result: JsonObject, { byId, byIndex }: RuleLevels, overridden: boolean): FindingLevel | null {
  const said = result.get('level');
  if (said !== undefined) return levelWord(said);
  const kind = result.get('kind');
  if (kind !== undefined && kind !== 'fail') return null;
  // What overrides the defaults is not followed: the gravest is assumed.
  if (overridden) return 'error';
  const rule = result.get('rule') instanceof Map ? (result.get('rule') as JsonObject) : new Map<string, JsonValue>();
  const id = textOf(result.get('ruleId')) ?? textOf(rule.get('id'));
  const index = result.get('ruleIndex') ?? (rule.has('toolComponent') ? undefined : rule.get('index'));
  const own = typeof index === 'number' ? byIndex[index] : undefined;
  return levelWord(own ?? (id === null ? undefined : byId.get(id) ?? byId.get(id.replace(/\/[^/]*$/, ''))) ?? 'warning');
}

function levelWord(said: JsonValue): FindingLevel | null {
  if (said === 'none') return null;
  if (said === 'error' || said === 'warning' || said === 'note') return said;
  throw new ReportProblem(`a finding has a level that SARIF does not have`);
}

function placesOf(result: JsonObject, { folders, artifacts, names }: Where): readonly (readonly string[])[] {
  return listOrNone(result.get('locations'), '`locations`').flatMap((one) => {
    const physical = one instanceof Map ? one.get('physicalLocation') : undefined;
    const artifact = physical instanceof Map ? physical.get('artifactLocation') : undefined;
    const paths = artifact instanceof Map ? pathsOf(located(artifact, artifacts), folders, names) : [];
    return paths.length === 0 ? [] : [paths];
  });
}

/** What places of one run are read by. */
interface Where {
  readonly folders: JsonObject;
  readonly artifacts: readonly JsonValue[];
  readonly names: Names;
}

/** A location may only point at one of the run's artifacts. */
function located(artifact: JsonObject, artifacts: readonly JsonValue[]): JsonObject {
  const index = artifact.get('index');
  if (artifact.has('uri') || typeof index !== 'number') return artifact;
  const listed = artifacts[index];
  const location = listed instanceof Map ? listed.get('location') : undefined;
  return location instanceof Map ? location : artifact;
}

function pathsOf(artifact: JsonObject, folders: JsonObject, names: Names): readonly string[] {
  const uri = textOf(artifact.get('uri'));
  if (uri === null || uri === '') return [];
  let whole = names.of(uri);
  let base = textOf(artifact.get('uriBaseId'));
  for (let steps = 0; base !== null && steps < 8; steps += 1) {
    const folder = folders.get(base);
    if (!(folder instanceof Map)) break;
    whole = names.of(`${textOf(folder.get('uri')) ?? ''}${whole}`);
    base = textOf(folder.get('uriBaseId'));
  }
  return [...new Set([decoded(whole), decoded(uri)])].filter((path) => path !== null);
}

/** The path of a relative or `file:` URI; `null` for any other. */
function decoded(uri: string): string | null {
  const [, scheme, rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]+):)?(.*)$/s.exec(uri) ?? [];
  if (scheme !== undefined && scheme.toLowerCase() !== 'file') return null;
  try {
    return decodeURIComponent((scheme === undefined ? rest : rest.replace(/^\/\/[^/]*/, '')).replace(/[?#].*$/s, ''));
  } catch {
    return null;
  }
}

function listOrNone(value: JsonValue | undefined, where: string): readonly JsonValue[] {
  return value === undefined || value === null ? [] : listOf(value, where);
}
