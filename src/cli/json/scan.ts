import type { ScanJson } from '../../contract/scan.ts';
import { formatInstant } from '../../core/values/index.ts';
import type { ScanReport } from '../../workflows/reports.ts';

const moment = (instant: number | null): string | null => (instant === null ? null : formatInstant(instant));

/** `scan --json`. Lines of commits are counted by git, sums are ours. */
export function scanJson(report: ScanReport, withChanges: boolean): ScanJson {
  const { name, path, objectFormat, bare, shallow, partial, gitVersion } = report.repository;
  return {
    schema: 'urn:countersign:schema:scan:v1',
    repository: { name, path, objectFormat, bare, shallow, partial, gitVersion },
    head: report.head,
    headRef: report.headRef,
    source: { ...report.source },
    commits: { ...report.commits },
    byKind: { ...report.byKind },
    byTool: { ...report.byTool },
    lines: { ...report.lines },
    lastYear: { ...report.lastYear },
    first: moment(report.first),
    last: moment(report.last),
    aiLinesByKind: { ...report.aiLinesByKind },
    months: report.months.map((month) => ({ ...month })),
    series: report.series.map((month) => ({ ...month, byKind: { ...month.byKind }, byTool: { ...month.byTool }, byArea: { ...month.byArea } })),
    areas: report.areas.map((area) => ({ ...area, lines: { ...area.lines }, aiLinesByKind: { ...area.aiLinesByKind } })),
    coverage: report.coverage.map(({ source, state, sentence }) => ({ source, state, sentence })),
    suppression: report.suppression.map(({ path: file, line, quote, sentence }) => ({ path: file, line, quote, sentence })),
    problems: report.problems.map((problem) => ({ ...problem })),
    ...(report.headLines === null ? {} : { headLines: headJson(report.headLines) }),
    ...(withChanges ? { changes: report.changes.map(changeJson) } : {}),
  };
}

function headJson(head: NonNullable<ScanReport['headLines']>): NonNullable<ScanJson['headLines']> {
  const { lines, aiLinesByKind, aiLinesByTool, commits, cutOff, binaryFiles, otherEntries } = head;
  return {
    lines: { ...lines },
    aiLinesByKind: { ...aiLinesByKind },
    aiLinesByTool: { ...aiLinesByTool },
    commits,
    cutOff,
    binaryFiles,
    otherEntries,
    areas: head.areas.map((area) => ({ ...area, lines: { ...area.lines } })),
    files: head.files.map((file) => ({ path: file.path, lines: { ...file.lines }, aiLinesByKind: { ...file.aiLinesByKind } })),
  };
}

function changeJson(commit: ScanReport['changes'][number]): NonNullable<ScanJson['changes']>[number] {
  const { subject, assisted, bot, tools, kinds, tier, lines } = commit;
  return {
    commit: commit.commit,
    subject,
    committedAt: formatInstant(commit.committedAt),
    assisted,
    bot,
    tools: [...tools],
    kinds: [...kinds],
    tier,
    lines: { ...lines },
  };
}
