import type { JsonObject, JsonValue } from '../attestation/index.ts';
import { isToolName, listOf, objectOf, readJsonReport, textOf } from './json-report.ts';
import { Names } from './names.ts';
import { ReportProblem } from './report-problem.ts';

/** So much of the name of a test is read: it is looked at again for each mutant that the test killed. */
const longestTest = 1000;

/** A line whose mutation made a test fail. */
export interface Kill {
  /** What the file may be called, best guess first. */
  readonly paths: readonly string[];
  /** First line of what was mutated. */
  readonly line: number;
  /** Name of a test that failed for it, and passes without. */
  readonly test: string;
}

/** What mutation testing found. */
export interface MutationRun {
  /** The framework, where the report names it. */
  readonly tool: string | null;
  readonly kills: readonly Kill[];
}

/**
 * Reads a mutation testing report (mutation-testing-report-schema, as Stryker and others write it): the mutants that a
 * named test killed. Every test of it passed before anything was mutated, or there would be no report. Throws
 * `ReportProblem`.
 */
export function readMutation(bytes: Uint8Array): MutationRun {
  const report = readJsonReport(bytes);
  if (!/^[12](?:\.\d+)*$/.test(textOf(report.get('schemaVersion')) ?? '')) throw new ReportProblem('it is no mutation testing report of schema version 1 or 2');
  const tests = testNames(report.get('testFiles'));
  const names = new Names();
  const root = textOf(report.get('projectRoot'));
  const kills: Kill[] = [];
  for (const [path, file] of objectOf(report.get('files'), '`files`')) {
    const paths = [path, ...(root === null ? [] : [`${root}/${path}`])].map((one) => names.of(one));
    for (const one of listOf(objectOf(file, 'a file').get('mutants'), '`mutants`')) {
      const mutant = objectOf(one, 'a mutant');
      if (mutant.get('status') !== 'Killed') continue;
      const line = lineOf(mutant);
      const killedBy = mutant.get('killedBy');
      for (const id of killedBy === undefined ? [] : listOf(killedBy, '`killedBy`')) {
        const test = typeof id === 'string' ? tests.get(id) : undefined;
        if (test !== undefined) kills.push({ paths, line, test });
      }
    }
  }
  const framework = report.get('framework');
  return { tool: framework instanceof Map ? toolOf(framework) : null, kills };
}

function toolOf(framework: JsonObject): string | null {
  const name = textOf(framework.get('name'))?.trim() ?? null;
  if (name !== null && !isToolName(name)) throw new ReportProblem('it does not name its framework on one line of at most 128 characters');
  return name;
}

function testNames(files: JsonValue | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const file of files === undefined ? [] : objectOf(files, '`testFiles`').values()) {
    for (const one of listOf(objectOf(file, 'a file of tests').get('tests'), '`tests`')) {
      const test = objectOf(one, 'a test');
      const [id, name] = [textOf(test.get('id')), textOf(test.get('name'))];
      if (id === null || name === null) throw new ReportProblem('a test has no id or no name');
      names.set(id, name.slice(0, longestTest));
    }
  }
  return names;
}

function lineOf(mutant: JsonObject): number {
  const location = mutant.get('location');
  const start = location instanceof Map ? location.get('start') : undefined;
  const line = start instanceof Map ? start.get('line') : undefined;
  if (typeof line !== 'number' || !Number.isSafeInteger(line) || line < 1) throw new ReportProblem('a mutant stands on no line');
  return line;
}
