import type { FileChange, Identity } from '../../core/change/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { safeText } from '../terminal/foreign.ts';
import { count, counted, listed } from '../terminal/numbers.ts';
import { span, wrap, type Line } from '../terminal/spans.ts';

/** `4 files  +97 −71   Reserve stock in one query   Bo Lind, mid, with Copilot` */
export function changeLines(report: CheckReport, width: number): Line[] {
  const { change, judgement } = report;
  const { files, commits } = change;
  const lines = (of: (file: FileChange) => number | null) => count(files.reduce((sum, file) => sum + (of(file) ?? 0), 0));
  const uncounted = files.filter((file) => file.uncounted !== null).length;
  const size = `${counted(files.length, 'file')}  +${lines((file) => file.linesAdded)} −${lines((file) => file.linesRemoved)}`;
  const unsized = uncounted === 0 ? '' : `  (${counted(uncounted, 'file')} not counted in lines)`;
  const subject = commits[0]?.message.split('\n', 1)[0] ?? '';
  const others = commits.length > 1 ? ` (and ${counted(commits.length - 1, 'more commit', 'more commits')})` : '';
  const tools = judgement.assistance.tools;
  const who = `${safeText(authors(commits.map((commit) => commit.author)))}${level(report)}`;
  const helped = tools.length === 0 ? [] : [', with ', span('ai', safeText(listed(tools, 'and')))];
  return wrap(['  '], [`${size}${unsized}   `, span('strong', safeText(subject)), `${others}   ${who}`, ...helped], width, 2);
}

function authors(identities: readonly Identity[]): string {
  const names = [...new Set(identities.map((identity) => identity.name || identity.email))];
  return names.length > 2 ? `${names[0]} and ${counted(names.length - 1, 'other')}` : listed(names, 'and');
}

/** The lowest level among contributors, which is what rules read. */
function level({ judgement }: CheckReport): string {
  const { level: lowest, unknown } = judgement.author;
  return unknown ? ', level unknown' : `, ${safeText(lowest)}`;
}
