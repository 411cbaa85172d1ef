import { judge } from '../../core/decision/index.ts';
import { foundIn } from '../../core/recorded/index.ts';
import { largestReport } from '../../core/results/index.ts';
import type { CheckResult, Suite } from '../../core/signoff/index.ts';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import { resultWords } from '../ledger/what-it-says.ts';
import type { CheckReport } from '../reports.ts';
import { readReports, type ReportFiles, type ReportPorts } from './read-reports.ts';

type Kind = 'junit' | 'coverage' | 'sarif' | 'mutation';

/**
 * What files of results that nobody signed would make of a change, in one sentence. They are claims: the decision stands
 * as it is. Tests are taken for every suite that the rules ask for, because their files do not say which they are.
 */
export async function previewResults(ports: ReportPorts, { change, place, policy, people, inputs }: CheckReport, paths: readonly string[]): Promise<string> {
  const files: Record<Kind, string[]> = { junit: [], coverage: [], sarif: [], mutation: [] };
  for (const path of paths) files[kindOf(path, await ports.readBytes(path, largestReport))].push(path);
  const asked = [...new Set(policy.rules.flatMap(({ require }) => require.flatMap((one) => (one.kind === 'tests' ? one.suites : []))))] as Suite[];
  const suites = files.junit.length === 0 ? [null] : asked.length === 0 ? (['unit'] as const) : asked;
  const read = (suite: Suite | null): ReportFiles => ({ ...files, suite, check: null, tool: null });
  const [first = [], ...others] = await Promise.all(suites.map((suite) => readReports(ports, read(suite), change.head.commit, place.target)));
  const found = [...first, ...others.flatMap((results) => results.filter(({ kind }) => kind === 'tests'))];
  const said = `unsigned results meet nothing: ${found.map(resultWords).join('; ') || 'coverage alone says nothing without tests'}`;
  const gate = people.gates.find(({ may }) => may.includes('evidence'));
  if (gate === undefined || found.length === 0) return said;
  const claimed = found.map((result, index): CheckResult => ({ id: 'unsigned', gate: gate.id, ...foundIn(result), tree: change.head.tree, signedAt: inputs.now, order: Number.MAX_SAFE_INTEGER - found.length + index }));
  const { status, root } = judge({ ...inputs, results: [...inputs.results, ...claimed] }, ports.sha256).decision;
  return `${said}. Signed by ${gate.id} for this head, it would be ${status}: ${root.sentence}`;
}

function kindOf(path: string, bytes: Uint8Array): Kind {
  const start = decodeUtf8(bytes.subarray(0, 4096)).replace(/^\ufeff/, '').trimStart();
  if (start.startsWith('{')) return /"schemaVersion"|"mutants"/.test(start) && !/"runs"/.test(start) ? 'mutation' : 'sarif';
  if (/^(?:TN|SF):/.test(start) || /<coverage[\s>]/.test(start)) return 'coverage';
  if (start.startsWith('<')) return 'junit';
  throw new Failure('results-invalid', 'user', `\`${path}\` is no file of results that is read`, ['JUnit XML, lcov, Cobertura XML, SARIF 2.1.0, or a mutation testing report']);
}
