import type { v1 } from '../../core/attestation/index.ts';
import type { LineRange } from '../../core/change/index.ts';
import { edgeCaseClasses } from '../../core/policy/index.ts';
import { addTests, readCoverage, readJunit, readMutation, readSarif, largestReport, ReportProblem, type MutationRun, type ReportedCoverage, type ScanRun } from '../../core/results/index.ts';
import type { EdgeCase, FileCoverage, FileFindings, Suite } from '../../core/signoff/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { Ports, TextFiles } from '../ports/index.ts';
import { resolveRange, type Target } from '../resolve-range.ts';
import { placesIn, type Place } from './place-paths.ts';

/** Files of results, by what they are said to be. */
export interface ReportFiles {
  readonly junit: readonly string[];
  readonly coverage: readonly string[];
  readonly sarif: readonly string[];
  readonly mutation: readonly string[];
  /** What kind of tests ran; `null`: they are not recorded as a suite. */
  readonly suite: Suite | null;
  /** The check whose outcome the tests are; `null`: of none. */
  readonly check: string | null;
  /** What ran the tests. */
  readonly tool: string | null;
}

/** What reading them takes. */
export interface ReportPorts extends Pick<Ports, 'repository' | 'sha256'> {
  readonly readBytes: TextFiles['readBytes'];
}

/** A file that was read as one kind of report. */
interface ReadFile<T> {
  readonly sha256: string;
  readonly of: T;
}

/**
 * Reads files of results as what a gate signs: numbers of tests, covered lines of the files the change touches, findings
 * by file. A test run without tests failed. A file that is not what it is said to be, or says it is about another commit,
 * throws `Failure('results-invalid')`.
 */
export async function readReports(ports: ReportPorts, files: ReportFiles, commit: string, target: Target): Promise<readonly v1.ResultV1[]> {
  const [junit, coverage, mutation, sarif] = await Promise.all([
    readAll(ports, files.junit, 'JUnit XML', readJunit),
    readAll(ports, files.coverage, 'lcov or Cobertura XML', readCoverage),
    readAll(ports, files.mutation, 'a mutation testing report', readMutation),
    readAll(ports, files.sarif, 'SARIF 2.1.0', (bytes) => aboutCommit(readSarif(bytes), commit)),
  ]);
  const place = files.coverage.length + files.sarif.length + files.mutation.length === 0 ? () => null : await placesIn(ports.repository, commit);
  const touched = files.coverage.length + files.mutation.length === 0 ? new Set<string>() : await touchedBy(ports.repository, commit, target);
  const covered = coverage.length === 0 ? null : coveredLines(coverage.flatMap(({ of }) => of), place, touched);
  if (covered !== null) await assertOfThisState(ports.repository, commit, covered);
  return [...tested(files, { junit, coverage, covered }), ...scanned(sarif, place), ...mutated(files.tool, mutation, place, touched)];
}

function tested(
  { suite, check, tool }: ReportFiles,
  { junit, coverage, covered }: { readonly junit: readonly ReadFile<ReturnType<typeof readJunit>>[]; readonly coverage: readonly ReadFile<readonly ReportedCoverage[]>[]; readonly covered: readonly FileCoverage[] | null },
): v1.ResultV1[] {
  if (junit.length === 0) return [];
  const counts = addTests(junit.map(({ of }) => of));
  const outcome = counts.failed === 0 && counts.ran > 0 ? 'passed' : 'failed';
  const results: v1.ResultV1[] = check === null ? [] : [{ kind: 'check', name: check, outcome, tool }];
  if (suite === null) return results;
  const sources = [...junit, ...coverage].map(({ sha256 }) => sha256).toSorted();
  return [...results, { kind: 'tests', suite, outcome, tool, ...counts, coverage: covered, sources }];
}

/** A line that a file does not have was counted in another state of it. Some tools count the end of the last line as one more. */
async function assertOfThisState(repository: Ports['repository'], commit: string, covered: readonly FileCoverage[]): Promise<void> {
  for (const { path, hit, missed } of covered) {
    const last = Math.max(0, ...[hit, missed].flatMap((ranges) => ranges.at(-1)?.end ?? []));
    const file = await repository.readFile(commit, path);
    if (file === null) continue;
    const lines = file.bytes.reduce((sum, byte) => sum + Number(byte === 10), Number((file.bytes.at(-1) ?? 10) !== 10));
    if (last > lines + 1) throw new Failure('results-invalid', 'user', `the coverage counts line ${last} of \`${path}\`, which has ${lines}: it was measured on another state of the file`, ['run the tests on this very commit, and record what they wrote']);
  }
}

/** Paths of the change: what a decision never asks of other files need not be signed. */
async function touchedBy(repository: Ports['repository'], commit: string, target: Target): Promise<ReadonlySet<string>> {
  const { base, head } = await resolveRange(repository, commit, target);
  const before = base === null || base === head ? await repository.firstParent(head) : base;
  const [from, to] = await Promise.all([before === null ? null : repository.readTreeOf(before), repository.readTreeOf(head)]);
  return new Set((await repository.comparePaths(from === null ? null : from.tree, to.tree)).map(({ path }) => path));
}

/** One result for each tool: the classes that tests are named after (`[nullish]`), with the lines they fail without. */
function mutated(named: string | null, files: readonly ReadFile<MutationRun>[], place: Place, touched: ReadonlySet<string>): v1.ResultV1[] {
  const byTool = Map.groupBy(files, ({ of }) => of.tool ?? named ?? 'mutation testing');
  return [...byTool].map(([tool, reports]) => {
    const cases = new Map<string, EdgeCase>();
    for (const { paths, line, test } of reports.flatMap(({ of }) => of.kills)) {
      const path = place(paths);
      if (path === null || !touched.has(path)) continue;
      for (const one of edgeCaseClasses) if (test.includes(`[${one}]`)) cases.set(`${one} ${line} ${path}`, { class: one, path, line });
    }
    return { kind: 'edge-cases', tool, outcome: 'passed', cases: [...cases.values()], sources: reports.map(({ sha256 }) => sha256).toSorted() };
  });
}

function coveredLines(reports: readonly ReportedCoverage[], place: Place, touched: ReadonlySet<string>): readonly FileCoverage[] {
  const lines = new Map<string, Map<number, boolean>>();
  for (const report of reports) {
    const path = place(report.paths);
    if (path === null || !touched.has(path)) continue;
    const known = lines.get(path) ?? new Map<number, boolean>();
    lines.set(path, known);
    for (const [line, ran] of report.lines) if (line > 0) known.set(line, ran || known.get(line) === true);
  }
  return [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, of]) => ({ path, hit: rangesOf(of, true), missed: rangesOf(of, false) }));
}

function rangesOf(lines: ReadonlyMap<number, boolean>, ran: boolean): readonly LineRange[] {
  const ranges: { start: number; end: number }[] = [];
  for (const line of [...lines].flatMap(([line, did]) => (did === ran ? [line] : [])).toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last.end === line - 1) last.end = line;
    else ranges.push({ start: line, end: line });
  }
  return ranges;
}

/** One result for each scanner, whatever runs and files it took. */
function scanned(files: readonly ReadFile<readonly ScanRun[]>[], place: Place): v1.ResultV1[] {
  const byTool = new Map<string, { runs: ScanRun[]; sources: Set<string> }>();
  for (const { sha256, of } of files) {
    for (const run of of) {
      const known = byTool.get(run.tool) ?? { runs: [], sources: new Set<string>() };
      byTool.set(run.tool, known);
      known.runs.push(run);
      known.sources.add(sha256);
    }
  }
  return [...byTool].map(([tool, { runs, sources }]) => {
    const { nowhere, ...placed } = counted(runs, place);
    const version = runs.map((run) => run.version).find((one) => one !== null) ?? null;
    return { kind: 'scan', tool, version, outcome: runs.every(({ stopped }) => stopped === null) ? 'passed' : 'failed', files: placed.files, nowhere, sources: [...sources].toSorted() };
  });
}

function counted(runs: readonly ScanRun[], place: Place): { readonly files: readonly FileFindings[]; readonly nowhere: Omit<FileFindings, 'path'> } {
  const nowhere = { error: 0, warning: 0, note: 0 };
  const files = new Map<string, { error: number; warning: number; note: number }>();
  for (const { level, places } of runs.flatMap(({ findings }) => findings)) {
    const found = places.map((candidates) => place(candidates));
    // A place that the tree does not have is no reason to look away.
    if (found.length === 0 || found.includes(null)) nowhere[level] += 1;
    for (const path of new Set(found)) {
      if (path === null) continue;
      const counts = files.get(path) ?? { error: 0, warning: 0, note: 0 };
      counts[level] += 1;
      files.set(path, counts);
    }
  }
  return { files: [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, counts]) => ({ path, ...counts })), nowhere };
}

function aboutCommit(runs: readonly ScanRun[], commit: string): readonly ScanRun[] {
  const other = runs.flatMap(({ revisions }) => revisions).find((one) => /^[0-9a-f]{7,64}$/i.test(one) && !commit.startsWith(one.toLowerCase()));
  if (other !== undefined) throw new ReportProblem(`it is about commit ${other.slice(0, 12)}, not ${commit.slice(0, 12)}`);
  return runs;
}

async function readAll<T>({ readBytes, sha256 }: ReportPorts, paths: readonly string[], kind: string, read: (bytes: Uint8Array) => T): Promise<readonly ReadFile<T>[]> {
  const files: ReadFile<T>[] = [];
  for (const path of paths) {
    const bytes = await readBytes(path, largestReport);
    const file = { sha256: sha256([bytes]), of: readAs(path, kind, bytes, read) };
    if (files.some((one) => one.sha256 === file.sha256)) throw new Failure('results-invalid', 'user', `\`${path}\` is given twice: the same bytes were read before`, ['name each file once']);
    files.push(file);
  }
  return files;
}

function readAs<T>(path: string, kind: string, bytes: Uint8Array, read: (bytes: Uint8Array) => T): T {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof ReportProblem) throw new Failure('results-invalid', 'user', `\`${path}\` cannot be read as ${kind}: ${error.message}`, ['write it again, and nothing else into that file']);
    throw error;
  }
}

