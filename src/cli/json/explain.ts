import type { ExplainJson } from '../../contract/explain.ts';
import { formatInstant } from '../../core/values/index.ts';
import type { ExplainReport } from '../../workflows/reports.ts';
import { claimJson, contradictionJson } from './claims.ts';

/** `explain --json` */
export function explainJson(report: ExplainReport): ExplainJson {
  return {
    schema: 'urn:countersign:schema:explain:v1',
    base: report.base,
    head: report.head,
    subject: report.subject,
    author: { name: report.author.name, email: report.author.email },
    committedAt: formatInstant(report.committedAt),
    state: report.state as ExplainJson['state'],
    sentence: report.sentence,
    lines: { ...report.lines },
    claims: report.claims.map(claimJson),
    files: report.files.map(({ path, ranges }) => ({
      path,
      ranges: ranges.map(({ start, end, state, origin, claims }) => ({ start, end, state, origin, claims: [...claims] })),
    })),
    contradictions: report.contradictions.map(contradictionJson),
    problems: report.problems.map((problem) => ({ ...problem })),
    unread: [...report.unread],
  };
}
