import type { Failure } from '../../core/values/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { safeText } from '../terminal/foreign.ts';
import { guarded } from '../terminal/runner.ts';
import { verdictWords } from '../text/check/verdict.ts';
import { findingsOf, type Finding, type Loudness, type Place } from './findings.ts';
import { checkMarkdown, verdictMarkdown } from './markdown.ts';
import { workflowCommand } from './workflow-commands.ts';

/** A step shows this many annotations of each kind and drops the rest without a word. */
const shownOfEach = 10;

const commands: Record<Loudness, string> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * The decision as annotations on lines, worst first: ten of each kind, the tenth saying how many are left out
 * where there are more. Before them stands the first line of the answer, for whoever reads the log.
 */
export function annotations(report: CheckReport): string[] {
  const { glyph, word, sentence, under } = verdictWords(report);
  const findings = findingsOf(report);
  const lines = (['error', 'warning', 'note'] as const).flatMap((loudness) => {
    const all = findings.filter((finding) => finding.loudness === loudness);
    if (all.length <= shownOfEach) return all.map(annotation);
    const shown = all.slice(0, shownOfEach - 1);
    const rest = workflowCommand(commands[loudness], { title: 'countersign' }, `${all.length - shown.length} more like these: see the summary of this job`);
    return [...shown.map(annotation), rest];
  });
  return [guarded(safeText(`${glyph} ${word}   ${sentence}  (${under})`)), ...lines];
}

/** What a step may add to its job's summary; a larger one is not shown at all. */
export const summaryBytes = 1024 * 1024;

/** The Markdown of the summary, and less of it for where that does not fit. */
export function summaries(report: CheckReport, range: string | null): readonly [string, string] {
  return [`${checkMarkdown(report, range)}\n`, `${verdictMarkdown(report)}\n\n`];
}

/** A failure whose place is known, where people look for it. */
export function failureAnnotation({ message, at }: Failure): string {
  const place = at === null ? {} : { file: safeText(at.file), line: at.line, col: at.column };
  // The sentence says its place for those who do not see the annotation stand there.
  const said = at === null ? message : message.replace(`${at.file}:${at.line}:${at.column}   `, '');
  return workflowCommand('error', { ...place, title: 'countersign' }, safeText(said));
}

function annotation({ loudness, title, message, places }: Finding): string {
  const place = places[0];
  const others = places.length - 1;
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? 'place' : 'places'})` : '';
  return workflowCommand(commands[loudness], { ...located(place), title: safeText(title) }, `${safeText(message)}${more}`);
}

/** A path that is no UTF-8 cannot be named to the runner: the annotation then stands on the job. */
function located(place: Place | undefined): Record<string, string | number | null> {
  if (place === undefined || !place.path.isWellFormed()) return {};
  const end = place.end === place.start ? null : place.end;
  return { file: place.path, line: place.start, endLine: end };
}
