import type { AreaFigures, MonthShare, ScanReport } from '../../workflows/reports.ts';
import { bar, widths } from '../terminal/bars.ts';
import { safeText } from '../terminal/foreign.ts';
import { fillMonths } from '../terminal/months.ts';
import { count, percent } from '../terminal/numbers.ts';
import { clip, columns, padEnd, span, whole, wrap, type Line, type Style } from '../terminal/spans.ts';
import { sparkline, squeeze } from '../terminal/sparkline.ts';

/** One bar of a chart: a share of `of`, drawn against the whole. */
interface Bar {
  readonly name: string;
  readonly n: number;
  readonly of: number;
}

const rowsPerChart = 4;
const longestBar = 24;

/** Share by month: a column per month or more, then the last one in numbers, the ends of time and the highest below. */
export function monthChart({ months }: ScanReport, column: number, width: number): Line[] {
  const filled = fillMonths<MonthShare>(months, (month) => ({ month, commits: 0, assisted: 0 }));
  if (filled.length < 2) return [];
  const merged = squeeze(filled, Math.min(48, width - column - 20), (a, b) => ({
    month: a.month,
    commits: a.commits + b.commits,
    assisted: a.assisted + b.assisted,
  }));
  const last = merged[merged.length - 1]!;
  const per = Math.ceil(filled.length / merged.length);
  const share = ({ commits, assisted }: MonthShare) => (commits === 0 ? 0 : assisted / commits);
  const top = merged.reduce((a, b) => (share(b) > share(a) ? b : a));
  const said = last.commits === 0 ? 'nothing in the last one' : `last ${percent(last.assisted, last.commits)} of ${count(last.commits)}`;
  const label = padEnd(per === 1 ? '  share by month' : `  share by ${per} mo.`, column);
  const ends = merged.length >= 18 ? padEnd(merged[0]!.month, merged.length - 7) + filled.at(-1)!.month : `${merged[0]!.month} to ${filled.at(-1)!.month}`;
  const most = top.assisted === 0 ? [] : ['  ', whole(`most ${percent(top.assisted, top.commits)} of ${count(top.commits)}`), ` ${per === 1 ? 'in' : 'from'} ${top.month}`];
  return [
    ...wrap([label], [span('ai', sparkline(merged.map(share))), `  ${said}`], width, column),
    ...wrap([' '.repeat(column)], [span('faint', whole(ends)), ...most.map((text) => span('faint', text))], width, column),
  ];
}

/** Assisted commits by tool; the tools beyond the first few are one bar. */
export function toolChart({ byTool, commits }: ScanReport, column: number, width: number): Line[] {
  const tools = Object.entries(byTool).map(([name, n]) => ({ name, n, of: commits.assisted }));
  const shown = tools.length > rowsPerChart ? tools.slice(0, rowsPerChart - 1) : tools;
  const rest = tools.slice(shown.length);
  if (rest.length > 0) shown.push({ name: `${count(rest.length)} others`, n: rest.reduce((sum, { n }) => sum + n, 0), of: commits.assisted });
  return chart('by tool', shown, column, width);
}

/** Assisted share of each area; where there are many, those with the most assisted commits. */
export function areaChart({ areas }: ScanReport, column: number, width: number): Line[] {
  const order = (a: AreaFigures, b: AreaFigures) => b.assisted - a.assisted || b.commits - a.commits;
  const shown = areas.length > rowsPerChart ? areas.toSorted(order).slice(0, rowsPerChart - 1) : areas;
  const lines = chart('by area', shown.map(({ name, assisted, commits }) => ({ name, n: assisted, of: commits })), column, width);
  if (shown.length === areas.length) return lines;
  return [...lines, ...wrap([' '.repeat(column)], [span('faint', `and ${count(areas.length - shown.length)} more areas, see --html or --json`)], width, column)];
}

/** Rows of a name, a number, what it is a share of, the share, and its bar where there is room for one. */
function chart(label: string, bars: readonly Bar[], column: number, width: number): Line[] {
  const room = Math.max(6, Math.min(24, width - column - 22));
  const names = bars.map(({ name }) => clip(safeText(name), room));
  const widest = Math.max(0, ...names.map(columns));
  const size = Math.max(0, ...bars.map(({ n }) => count(n).length));
  const sizeOf = Math.max(0, ...bars.map(({ of }) => count(of).length));
  return bars.map(({ n, of }, index): Line => {
    const head = padEnd(index === 0 ? `  ${label}` : '', column);
    const numbers = `${padEnd(names[index]!, widest)}  ${count(n).padStart(size)} of ${count(of).padStart(sizeOf)}  ${percent(n, of).padStart(6)}`;
    const left = Math.min(longestBar, width - columns(head) - columns(numbers) - 2);
    return left < 5 ? [head, numbers] : [head, numbers, '  ', span('ai', bar(of === 0 ? 0 : n / of, left))];
  });
}

/** The lines added as one bar: what an AI wrote full, unknown light and apart from human, which is empty. */
export function linesBar({ lines }: ScanReport, width: number): Line {
  const { ai, contradictory, unknown, human } = lines;
  const styles: readonly Style[] = ['ai', 'pending', 'faint', 'plain'];
  const sizes = widths([ai, contradictory, unknown, human], width);
  return sizes.flatMap((size, index) => (size === 0 ? [] : [span(styles[index]!, ['█', '▓', '░', '·'][index]!.repeat(size))]));
}
