import type { Instant } from '../../core/values/index.ts';
import type { ScanReport } from '../../workflows/reports.ts';
import { safePath, safeText } from '../terminal/foreign.ts';
import { joined, labelled } from '../terminal/labelled.ts';
import { count, counted, month, percent } from '../terminal/numbers.ts';
import { columns, lineColumns, padEnd, span, whole, wrap, type Line } from '../terminal/spans.ts';
import { bar } from '../terminal/bars.ts';
import { areaChart, linesBar, monthChart, toolChart } from './scan-charts.ts';

/** How the answer is laid out, and how long the scan took. */
interface Layout {
  readonly width: number;
  readonly now: Instant;
  readonly seconds: number;
}

const column = 18;
const barWidth = 12;

/** How much of a history is AI-assisted, how we know, where, since when, and what to read with care. */
export function scanText(report: ScanReport, layout: Layout): Line[] {
  const { width } = layout;
  const next: Line = [span('act', whole(`countersign check ${branchName(report)}..TOPIC`)), '     ', span('act', whole('countersign scan --html report.html'))];
  return [
    ...headline(report, layout),
    [],
    ...preview(report, width),
    ...amounts(report, width),
    [],
    ...monthChart(report, column, width),
    ...toolChart(report, column, width),
    ...areaChart(report, column, width),
    ...care(report, width),
    ...labelled(span('act', 'next'), next, { indent: 2, column: 9, width }),
  ];
}

function headline({ repository, commits, first, last }: ScanReport, { width, now, seconds }: Layout): Line[] {
  const to = last !== null && now - last < 2 * 86_400 ? 'today' : last === null ? '' : month(last);
  const span_ = first === null ? '' : `, ${month(first)} to ${to}`;
  const left = `${safeText(repository.name)}   ${counted(commits.total, 'commit')}${span_}`;
  const took = `${seconds.toFixed(1)} s`;
  const gap = Math.min(width, 80) - columns(left) - columns(took);
  if (gap < 3) return wrap([], [left, '   ', took], width, 2);
  return [[span('strong', left), ' '.repeat(gap), span('faint', took)]];
}

function preview({ source }: ScanReport, width: number): Line[] {
  if (!source.preview) return [];
  const under = source.policy.replace(/^preset /, '');
  const sentence = `no .countersign/policy.yaml here; areas and tiers are those of ${safeText(under)}`;
  return [...labelled(span('pending', 'preview'), [sentence], { indent: 2, column, width }), []];
}

function amounts(report: ScanReport, width: number): Line[] {
  const { commits, byKind, lastYear, lines, headLines } = report;
  const size = Math.max(6, ...[commits.total, lines.added, headLines?.lines.total ?? 0].map((n) => count(n).length));
  const row = (label: Line[number], n: number, words: Line): Line[] =>
    labelled(label, [count(n).padStart(size), ...words], { indent: 2, column, width });
  const below = ' '.repeat(column + size);
  const longest = Math.min(barWidth, width - columns(below) - 12);
  const kind = (label: string, n: number, words: string): Line => {
    const share = commits.assisted === 0 ? 0 : n / commits.assisted;
    const head: Line = [`    ${padEnd(label, column - 4)}${count(n).padStart(size)}  ${percent(n, commits.assisted).padStart(6)}`];
    const drawn: Line = longest < 5 ? head : [...head, '  ', span('ai', padEnd(bar(share, longest), longest))];
    return lineColumns(drawn) + 2 + columns(words) > width ? drawn : [...drawn, '  ', span('faint', words)];
  };
  const recent = lastYear.commits === 0 ? [] : ['   ', whole(`of the last year ${percent(lastYear.assisted, lastYear.commits)}`)];
  const unsaid: string[] = [];
  if (commits.weak > 0) unsaid.push(`${count(commits.weak)} with weak traces only`);
  if (commits.declaredNone > 0) unsaid.push(`${count(commits.declaredNone)} declared to be without AI`);
  return [
    ...row(span('ai', 'AI-assisted'), commits.assisted, [` ${counted(commits.assisted, 'commit').replace(/^\S+ /, '')}  `, span('ai', percent(commits.assisted, commits.total)), ...recent]),
    kind('recorded', byKind.recorded, 'line records'),
    kind('declared', byKind.declared, 'trailers'),
    kind('inferred', byKind.inferred, 'agent identities, session links'),
    ...row('bots', commits.bot, [span('faint', '   ordinary automation: not AI')]),
    ...row('no evidence', commits.unknown, [span('faint', '   which is not the same as human')]),
    ...(unsaid.length === 0 ? [] : wrap([below, '   '], [span('faint', `among them ${unsaid.join(', ')}`)], width, columns(below) + 3)),
    ...row('lines added', lines.added, lines.added === 0 ? [] : ['   ', ...linesBar(report, Math.min(32, width - columns(below) - 3))]),
    ...(lines.added === 0 ? [] : wrap([below, '   '], lineShares(lines, lines.added), width, columns(below) + 3)),
    ...(headLines === null ? [] : standing(headLines, row, (words) => wrap([below, '   '], words, width, columns(below) + 3))),
  ];
}

/** What stands today, which is not what was added: lines go again. */
function standing({ lines, files, commits, cutOff }: NonNullable<ScanReport['headLines']>, row: (label: string, n: number, words: Line) => Line[], below: (words: Line) => Line[]): Line[] {
  const lost = cutOff === 0 ? '' : `; ${count(cutOff)} could not be followed to their commit`;
  return [
    ...row('lines at HEAD', lines.total, [span('faint', `   in ${counted(files.length, 'text file')}, by ${counted(commits, 'commit')}${lost}`)]),
    ...(lines.total === 0 ? [] : below(lineShares(lines, lines.total))),
  ];
}

function lineShares({ ai, human, unknown, contradictory }: Omit<ScanReport['lines'], 'added'>, added: number): Line {
  const shares: Line[] = [];
  if (ai > 0) shares.push([span('ai', whole(`${percent(ai, added)} AI`))]);
  if (contradictory > 0) shares.push([span('pending', whole(`${percent(contradictory, added)} contradictory`))]);
  if (unknown > 0) shares.push([whole(`${percent(unknown, added)} unknown`)]);
  if (human > 0) shares.push([whole(`${percent(human, added)} human`)]);
  return joined(shares, '  ');
}

/** The branch that was scanned, as one types it. */
function branchName({ headRef }: ScanReport): string {
  const short = headRef?.replace(/^refs\/(?:heads|remotes)\//, '') ?? 'main';
  return /^[\w./-]+$/.test(short) ? short : 'main';
}

/** The rest is in --html and --json: an answer stays on one screen. */
const shownPerKind = 3;

function care({ coverage, suppression, problems }: ScanReport, width: number): Line[] {
  const gaps = coverage.filter(({ state }) => state !== 'read').map(({ sentence }) => safeText(sentence));
  const hints = suppression.map(({ path, line, sentence }) => `${safePath(path)}:${line} ${safeText(sentence)}`);
  const odd = problems.map(({ source, sentence }) => `${safeText(source)}: ${safeText(sentence)}`);
  const deviations = odd.length > shownPerKind ? [`${count(odd.length)} records deviate from their format, each read as far as it goes: see --html or --json`] : odd;
  const sentences = [gaps, hints, deviations].flatMap((kind) =>
    kind.length > shownPerKind ? [...kind.slice(0, shownPerKind), `and ${count(kind.length - shownPerKind)} more, see --html or --json`] : kind,
  );
  if (sentences.length === 0) return [[]];
  return [
    [],
    ...sentences.flatMap((sentence, index) =>
      labelled(index === 0 ? span('pending', 'read with care') : '', [sentence], { indent: 2, column, width }),
    ),
  ];
}
