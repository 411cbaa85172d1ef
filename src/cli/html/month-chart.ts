import type { MonthFigures } from '../../workflows/reports.ts';
import { fillMonths } from '../terminal/months.ts';
import { count } from '../terminal/numbers.ts';
import { squeeze } from '../terminal/sparkline.ts';
import { html, literal, type Markup } from './markup.ts';
import { perCent, round } from './shares.ts';

const kinds = ['recorded', 'declared', 'inferred'] as const;
const mostColumns = 48;
/** A single month as wide as the page would look like a year. */
const widest = 84;
const plot = { left: 44, right: 1056, top: 22, bottom: 190, foot: 246, width: 1080, height: 268 } as const;

/** Months as the picture shows them: those without commits too, merged where there are more than it can show. */
export interface Columns {
  readonly months: readonly MonthFigures[];
  /** Months in each column. */
  readonly per: number;
}

export function monthColumns(series: readonly MonthFigures[]): Columns {
  const empty = (month: string): MonthFigures => ({
    month,
    commits: 0,
    assisted: 0,
    byKind: { recorded: 0, declared: 0, inferred: 0 },
    byTool: {},
    byArea: {},
  });
  const filled = fillMonths(series, empty);
  const months = squeeze(filled, mostColumns, (a, b) => ({
    ...a,
    commits: a.commits + b.commits,
    assisted: a.assisted + b.assisted,
    byKind: {
      recorded: a.byKind.recorded + b.byKind.recorded,
      declared: a.byKind.declared + b.byKind.declared,
      inferred: a.byKind.inferred + b.byKind.inferred,
    },
  }));
  return { months, per: months.length === 0 ? 1 : Math.ceil(filled.length / months.length) };
}

/** Stacked bars of the assisted share per column of time, by kind, with the number of commits below each. */
export function monthPicture({ months }: Columns, name: string): Markup {
  const step = Math.min(widest, (plot.right - plot.left) / months.length);
  const high = plot.bottom - plot.top;
  const most = Math.max(...months.map(({ commits }) => commits), 1);
  const gap = step > 6 ? Math.min(8, step * 0.22) : 1;
  const bars = months.map((month, index) => {
    const x = plot.left + index * step + gap / 2;
    let y = plot.bottom;
    const parts = kinds.map((kind) => {
      const size = month.commits === 0 ? 0 : (month.byKind[kind] / month.commits) * high;
      if (size === 0) return null;
      y -= size;
      return piece(kind, x, y, step - gap, size);
    });
    const tall = (month.commits / most) * 24;
    const at = literal(`x="${round(x)}" y="${round(plot.foot - tall)}" width="${round(step - gap)}" height="${round(tall)}"`);
    return html`<g><title>${sentence(month)}</title>${parts}<rect class="count" ${at}/></g>`;
  });
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = round(plot.bottom - share * high);
    return html`<path class="${share === 0 ? 'ax' : 'gr'}" d="M${plot.left} ${y}H${plot.right}"/>${share === 0.25 || share === 0.75 ? null : html`<text x="${plot.left - 8}" y="${round(Number(y) + 4)}" text-anchor="end">${share * 100} %</text>`}`;
  });
  return html`<div class="scrolls" tabindex="0" role="region" aria-label="Picture: share by month, scrolls sideways"><svg class="plot" viewBox="0 0 ${plot.width} ${plot.height}" role="img" aria-label="${name}">${lines}${bars}${lastLabel(months, step)}
<text x="${plot.left - 8}" y="${plot.foot}" text-anchor="end">n</text><text x="${plot.left}" y="212">commits, at most ${count(most)}</text>${months.map((_month, index) => timeLabel(months, index, plot.left + (index + 0.5) * step))}</svg></div>`;
}

function piece(kind: string, x: number, y: number, width: number, height: number): Markup {
  const at = literal(`x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`);
  return html`<g class="p-${kind}"><rect class="wash" ${at}/><rect ${at} fill="url(#h-${kind})"/><rect class="edge" ${at}/></g>`;
}

function lastLabel(months: readonly MonthFigures[], step: number): Markup {
  const last = months[months.length - 1]!;
  const share = last.commits === 0 ? 0 : last.assisted / last.commits;
  const x = plot.left + (months.length - 0.5) * step;
  const y = plot.bottom - share * (plot.bottom - plot.top) - 6;
  return html`<text class="lab" x="${round(Math.min(x, plot.width - 18))}" y="${round(y)}" text-anchor="middle">${perCent(last.assisted, last.commits)}</text>`;
}

/** The first and last column, and a few between, by name; what would run into the last one is left out. */
function timeLabel(months: readonly MonthFigures[], index: number, x: number): Markup | null {
  const every = Math.max(1, Math.ceil(months.length / 12));
  const last = months.length - 1;
  if (index !== last && (index % every !== 0 || last - index < every)) return null;
  return html`<text x="${round(x)}" y="${plot.foot + 16}" text-anchor="middle">${months[index]!.month}</text>`;
}

function sentence({ month, commits, assisted, byKind }: MonthFigures): string {
  return `${month}: ${perCent(assisted, commits)} of ${count(commits)} commits assisted (recorded ${count(byKind.recorded)}, declared ${count(byKind.declared)}, inferred ${count(byKind.inferred)})`;
}
