import type { Instant } from '../../core/values/index.ts';
import type { MonthShare, ScanReport } from '../../workflows/reports.ts';
import { safePath, safeText } from '../terminal/foreign.ts';
import { joined, labelled } from '../terminal/labelled.ts';
import { count, counted, month, percent } from '../terminal/numbers.ts';
import { columns, padEnd, span, whole, wrap, type Line } from '../terminal/spans.ts';
import { sparkline, squeeze } from '../terminal/sparkline.ts';

/** How the answer is laid out, and how long the scan took. */
interface Layout {
  readonly width: number;
  readonly now: Instant;
  readonly seconds: number;
}

const column = 18;

/** How much of a history is AI-assisted, how we know, where, since when, and what to read with care. */
export function scanText(report: ScanReport, layout: Layout): Line[] {
  const { width } = layout;
  const next: Line = [span('act', whole(`countersign check ${branchName(report)}..TOPIC`)), '   may a waiting change land, and who can unblock it'];
  return [
    ...headline(report, layout),
    [],
    ...preview(report, width),
    ...amounts(report, width),
    [],
    ...overTime(report, width),
    ...where(report, width),
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

function amounts({ commits, byKind, byTool, lastYear, lines }: ScanReport, width: number): Line[] {
  const size = Math.max(6, ...[commits.total, lines.added].map((n) => count(n).length));
  const row = (label: Line[number], n: number, words: Line): Line[] =>
    labelled(label, [count(n).padStart(size), ...words], { indent: 2, column, width });
  const under = (label: string, n: number, words: string): Line[] =>
    wrap([`    ${padEnd(label, column - 4)}${count(n).padStart(size)}   `], [span('faint', words)], width, column + size + 3);
  const tools = Object.entries(byTool).map(([name, n]): Line => [whole(`${safeText(name)} ${count(n)}`)]);
  const recent = lastYear.commits === 0 ? [] : ['   ', whole(`of the last year ${percent(lastYear.assisted, lastYear.commits)}`)];
  const unsaid: string[] = [];
  if (commits.weak > 0) unsaid.push(`${count(commits.weak)} with weak traces only`);
  if (commits.declaredNone > 0) unsaid.push(`${count(commits.declaredNone)} declared to be without AI`);
  return [
    ...row(span('ai', 'AI-assisted'), commits.assisted, [` ${counted(commits.assisted, 'commit').replace(/^\S+ /, '')}  `, span('ai', percent(commits.assisted, commits.total)), ...recent]),
    ...under('recorded', byKind.recorded, 'line records: git-ai notes'),
    ...under('declared', byKind.declared, 'trailers'),
    ...under('inferred', byKind.inferred, 'agent identities, session links'),
    ...(tools.length === 0 ? [] : labelled('  tools', joined(tools, ' · '), { indent: 2, column, width })),
    ...row('bots', commits.bot, [span('faint', '   ordinary automation: not AI')]),
    ...row('no evidence', commits.unknown, [span('faint', '   which is not the same as human')]),
    ...(unsaid.length === 0 ? [] : wrap([' '.repeat(column + size + 3)], [span('faint', `among them ${unsaid.join(', ')}`)], width, column + size + 3)),
    ...row('lines added', lines.added, lineShares(lines)),
  ];
}

function lineShares({ added, ai, human, unknown, contradictory }: ScanReport['lines']): Line {
  const shares: Line[] = [];
  if (ai > 0) shares.push([span('ai', whole(`${percent(ai, added)} AI`))]);
  if (contradictory > 0) shares.push([span('pending', whole(`${percent(contradictory, added)} contradictory`))]);
  if (unknown > 0) shares.push([whole(`${percent(unknown, added)} unknown`)]);
  if (human > 0) shares.push([whole(`${percent(human, added)} human`)]);
  return shares.length === 0 ? [] : ['   ', ...joined(shares, '  ')];
}

/** The branch that was scanned, as one types it. */
function branchName({ headRef }: ScanReport): string {
  const short = headRef?.replace(/^refs\/(?:heads|remotes)\//, '') ?? 'main';
  return /^[\w./-]+$/.test(short) ? short : 'main';
}

/** Below this many commits a column of the chart says nothing. */
function overTime({ months }: ScanReport, width: number): Line[] {
  const filled = fillMonths(months);
  if (filled.length < 2) return [];
  const merged = squeeze(filled, Math.min(48, width - column - 8), (a, b) => ({
    month: a.month,
    commits: a.commits + b.commits,
    assisted: a.assisted + b.assisted,
  }));
  const last = merged[merged.length - 1]!;
  const chart = sparkline(merged.map(({ commits, assisted }) => (commits === 0 ? 0 : assisted / commits)));
  const per = Math.ceil(filled.length / merged.length);
  const label = per === 1 ? 'share by month' : `share by ${per} mo.`;
  const said = last.commits === 0 ? 'nothing in the last one' : `last ${percent(last.assisted, last.commits)} of ${count(last.commits)}`;
  return labelled(label, [span('ai', chart), `  ${said}`], { indent: 2, column, width });
}

/** Months without commits have a place in the chart too. */
function fillMonths(months: readonly MonthShare[]): MonthShare[] {
  const byName = new Map(months.map((one) => [one.month, one]));
  const [first, last] = [months[0], months[months.length - 1]];
  if (first === undefined || last === undefined) return [];
  const filled: MonthShare[] = [];
  // A commit may carry any date; a chart of more than a century would be a chart of one wrong clock.
  for (let n = Math.max(monthNumber(first.month), monthNumber(last.month) - 1200); n <= monthNumber(last.month); n++) {
    const name = `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;
    filled.push(byName.get(name) ?? { month: name, commits: 0, assisted: 0 });
  }
  return filled;
}

function monthNumber(name: string): number {
  const [year = '0', number = '1'] = name.split('-');
  return Number(year) * 12 + Number(number) - 1;
}

function where({ areas }: ScanReport, width: number): Line[] {
  if (areas.length === 0) return [];
  const items = areas.map(({ name, commits, assisted }): Line => [whole(`${safeText(name)} ${percent(assisted, commits)} of ${count(commits)}`)]);
  return labelled('where', joined(items, ' · '), { indent: 2, column, width });
}

const shownPerKind = 6;

function care({ coverage, suppression, problems }: ScanReport, width: number): Line[] {
  const gaps = coverage.filter(({ state }) => state !== 'read').map(({ sentence }) => safeText(sentence));
  const hints = suppression.map(({ path, line, sentence }) => `${safePath(path)}:${line} ${safeText(sentence)}`);
  const odd = problems.map(({ source, sentence }) => `${safeText(source)}: ${safeText(sentence)}`);
  const sentences = [gaps, hints, odd].flatMap((kind) =>
    kind.length > shownPerKind ? [...kind.slice(0, shownPerKind), `and ${count(kind.length - shownPerKind)} more, see --json`] : kind,
  );
  if (sentences.length === 0) return [[]];
  return [
    [],
    ...sentences.flatMap((sentence, index) =>
      labelled(index === 0 ? span('pending', 'read with care') : '', [sentence], { indent: 2, column, width }),
    ),
  ];
}
