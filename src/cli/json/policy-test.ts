import type { PolicyTestJson } from '../../contract/policy-test.ts';
import type { PolicyTestReport } from '../../workflows/reports.ts';

/** `policy test --json` */
export function policyTestJson({ files, untried, passed, failed }: PolicyTestReport): PolicyTestJson {
  return {
    schema: 'urn:countersign:schema:policy-test:v1',
    status: failed > 0 ? 'failed' : 'passed',
    passed,
    failed,
    files: files.map(({ file, policy, results }) => ({
      file,
      policy,
      cases: results.map(({ case: { name, because, at }, differences, judgement: { decision } }) => ({
        name,
        because,
        at: { ...at },
        status: differences.length > 0 ? 'failed' : 'passed',
        decision: decision.status,
        sentence: decision.root.sentence,
        differences: differences.map(({ at: where, about, expected, got }) => ({ at: { ...where }, about, expected, got })),
      })),
    })),
    untried: untried.map(({ rule, origin, at }) => ({ rule, origin, at: { ...at } })),
  };
}
