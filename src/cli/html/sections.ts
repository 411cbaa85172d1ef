import type { Tier } from '../../core/risk/index.ts';
import type { AreaFigures, ScanReport } from '../../workflows/reports.ts';
import { count, counted, day } from '../terminal/numbers.ts';
import { excerpt } from './excerpt.ts';
import { html, type Markup } from './markup.ts';
import { monthColumns, monthPicture } from './month-chart.ts';
import { meter, ofWhole, perCent, share, shareOf, strip, swatch, type Part } from './shares.ts';

const kinds = ['recorded', 'declared', 'inferred'] as const;

/** How much is assisted, in one sentence, with every commit in exactly one part of the bar. */
export function summarySection({ commits, byKind, lastYear }: ScanReport): Markup {
  if (commits.total === 0) {
    return html`<section class="wide" aria-labelledby="sum"><header><h2 id="sum">How much an AI helped to write</h2><span class="mut n">n = 0 commits</span></header>
<p class="pad sec">No commit lies in what was asked for, so there is no share to tell. That is not the same as no AI.</p></section>`;
  }
  const recent =
    lastYear.commits === 0
      ? html`none were made in the last year`
      : html`of the last year’s ${count(lastYear.commits)} it is <b>${perCent(lastYear.assisted, lastYear.commits)}</b>`;
  const parts: Part[] = [
    ...kinds.map((kind) => ({ of: kind, n: byKind[kind] })),
    { of: 'unknown', n: commits.unknown, word: 'no evidence' },
    { of: 'bot', n: commits.bot, word: 'bots' },
  ];
  return html`<section class="wide" aria-labelledby="sum"><header><h2 id="sum">How much an AI helped to write</h2><span class="mut n">n = ${counted(commits.total, 'commit')}</span></header>
<div class="pad"><p class="hero"><span class="big">${perCent(commits.assisted, commits.total)}</span><span>of the commits are <b>AI-assisted</b>, as their own traces say: ${ofWhole(commits.assisted, commits.total)}; ${recent}. <b>${count(commits.unknown)} have no evidence either way</b>, which is not the same as human.</span></p>
${strip(parts, 18)}<div class="under">${parts.map(({ of, n, word }) => html`<span>${swatch(of, word ?? of)} <b>${count(n)}</b> <small>${perCent(n, commits.total)}</small></span>`)}</div>
<p class="explain"><b>AI-assisted</b> = commits with a strong trace of an AI ÷ all commits read = ${count(commits.assisted)} ÷ ${count(commits.total)}. Each counts once, under its strongest kind of evidence. Bots are ordinary automation such as dependency updates: not AI. Among those without evidence are ${count(commits.weak)} with weak traces only and ${count(commits.declaredNone)} whose author declared that no AI was used. Were all without evidence assisted but the declared ones, it would be ${perCent(commits.assisted + commits.unknown - commits.declaredNone, commits.total)}.</p></div></section>`;
}

/** Share by month as a picture, and the same numbers as a table. */
export function monthSection({ series }: ScanReport): Markup {
  const columns = monthColumns(series);
  if (columns.months.length === 0) return html``;
  const per = columns.per === 1 ? 'month' : `${columns.per} months`;
  const last = columns.months[columns.months.length - 1]!;
  const name = `Share of AI-assisted commits by ${per}, ${columns.months[0]!.month} to ${series[series.length - 1]!.month}; the last is ${perCent(last.assisted, last.commits)} of ${count(last.commits)}`;
  const tools = (byTool: Readonly<Record<string, number>>) => Object.entries(byTool).map(([tool, n]) => `${tool} ${count(n)}`).join(', ');
  const rows = series.toReversed().map(
    ({ month, commits, assisted, byKind, byTool }) =>
      html`<tr><th scope="row">${month}</th><td class="n">${count(commits)}</td><td class="n">${count(assisted)}</td><td class="n">${perCent(assisted, commits)}</td>${kinds.map((kind) => html`<td class="n">${count(byKind[kind])}</td>`)}<td>${tools(byTool)}</td></tr>
`,
  );
  return html`<section class="wide" aria-labelledby="months"><header><h2 id="months">Share by ${per}</h2><span class="sec">of the commits of that time, by committer date in UTC</span><span class="keys">${kinds.map((kind) => swatch(kind))}</span></header>
<div class="pad">${monthPicture(columns, name)}
<p class="explain">Height = assisted commits ÷ commits of the ${per}; the grey bars below are how many commits that is. A ${per === 'month' ? 'month' : 'column'} with few commits says little, whatever its height.</p>
<details><summary>The same as a table</summary><div class="scrolls" tabindex="0" role="region" aria-label="Table: share by month"><table><thead><tr><th scope="col">Month</th><th scope="col" class="n">Commits</th><th scope="col" class="n">Assisted</th><th scope="col" class="n">Share</th>${kinds.map((kind) => html`<th scope="col" class="n">${kind}</th>`)}<th scope="col">Tools</th></tr></thead><tbody>
${rows}</tbody></table></div></details></div></section>`;
}

const toolsShown = 12;

/** With which tools, and how that is known. */
export function toolSection({ byTool, commits }: ScanReport): Markup {
  const tools = Object.entries(byTool);
  const rest = tools.slice(toolsShown);
  const rows = tools.slice(0, toolsShown).map(([tool, n]) => row(excerpt(tool), 'assisted', n, commits.assisted));
  const others = rest.length === 0 ? null : row(html`${counted(rest.length, 'other tool')}`, 'assisted', rest.reduce((sum, [, n]) => sum + n, 0), commits.assisted);
  return html`<section aria-labelledby="tools"><header><h2 id="tools">With which tools</h2><span class="mut n">n = ${counted(commits.assisted, 'assisted commit')}</span></header>
${tools.length === 0 ? html`<p class="pad sec">No commit names a tool.</p>` : html`<table class="bars"><thead><tr><th scope="col">Tool</th><td></td><th scope="col" class="n">Share</th><th scope="col" class="n">Commits</th></tr></thead><tbody>${rows}${others}</tbody></table>`}
<p class="explain out">Assisted commits that name the tool ÷ all assisted commits. A commit with two tools counts under both; one that names none counts under no tool.</p></section>`;
}

/** By which kind of evidence it is known, strongest first. */
export function kindSection({ byKind, commits }: ScanReport): Markup {
  return html`<section aria-labelledby="kinds"><header><h2 id="kinds">How we know</h2><span class="mut n">n = ${counted(commits.assisted, 'assisted commit')}</span></header>
<table class="bars"><thead><tr><th scope="col">Evidence</th><td></td><th scope="col" class="n">Share</th><th scope="col" class="n">Commits</th></tr></thead><tbody>${kinds.map((kind) => row(swatch(kind), kind, byKind[kind], commits.assisted))}</tbody></table>
<p class="explain out"><b>Recorded</b>: a tool wrote down the lines as it made them. <b>Declared</b>: a person or a tool said so in the commit. <b>Inferred</b>: an agent’s identity or a link to its session. A commit with several counts under the strongest. Nothing is guessed from style.</p></section>`;
}

function row(name: Markup, of: Parameters<typeof meter>[0], n: number, total: number): Markup {
  return html`<tr><th scope="row">${name}</th><td>${meter(of, n, total)}</td><td class="n"><b>${perCent(n, total)}</b></td><td class="n mut">${count(n)}</td></tr>
`;
}

/** Who wrote the lines added; unknown is a part of its own and never counted as human. */
export function lineSection({ lines, aiLinesByKind, areas, source }: ScanReport): Markup {
  const parts: Part[] = [
    ...kinds.map((kind) => ({ of: kind, n: aiLinesByKind[kind] })),
    { of: 'contradictory', n: lines.contradictory },
    { of: 'unknown', n: lines.unknown },
    { of: 'human', n: lines.human, word: 'human, declared' },
  ];
  if (lines.added === 0) {
    return html`<section class="wide" aria-labelledby="lines"><header><h2 id="lines">Who wrote the lines added</h2><span class="mut n">n = 0 lines</span></header>
<p class="pad sec">No line was counted: either none was added, or lines were left out of the scan; see what could be read below.</p></section>`;
  }
  const most = perCent(lines.ai + lines.unknown, lines.added);
  return html`<section class="wide" aria-labelledby="lines"><header><h2 id="lines">Who wrote the lines added</h2><span class="mut n">n = ${counted(lines.added, 'line')}</span></header>
<div class="pad">${strip(parts, 18)}<div class="under">${parts.map(({ of, n, word }) => html`<span>${swatch(of, word ?? of)} <b>${perCent(n, lines.added)}</b> <small>${count(n)}</small></span>`)}</div>
<p class="explain">Lines as each commit added them, whether or not they are still there. <b>Unknown</b> is a part of its own and never counted as human: ${perCent(lines.unknown, lines.added)} have no evidence either way. The AI’s share is ${perCent(lines.ai, lines.added)} if none of it is AI’s and ${most} if all of it is.</p></div>
${areas.length === 0 ? null : areaTable(areas, source.policy)}</section>`;
}

function areaTable(areas: readonly AreaFigures[], of: string): Markup {
  const rows = areas.toSorted((a, b) => b.lines.added - a.lines.added || (a.name < b.name ? -1 : 1)).map(({ name, tier, commits, assisted, lines, aiLinesByKind }) => {
    return html`<tr><th scope="row">${name} ${tierMark(tier)}</th><td class="n">${perCent(assisted, commits)} <small>${ofWhole(assisted, commits)}</small></td><td>${shareOf(kinds.map((kind) => ({ of: kind, n: aiLinesByKind[kind] })), lines.added)}</td><td>${share('human', lines.human, lines.added)}</td><td>${share('unknown', lines.unknown, lines.added)}</td><td>${share('contradictory', lines.contradictory, lines.added)}</td><td class="n">${count(lines.added)}</td></tr>
`;
  });
  return html`<div class="scrolls" tabindex="0" role="region" aria-label="Table: who wrote what in each area, scrolls sideways"><table class="areas"><thead><tr><th scope="col">Area</th><th scope="col" class="n">Commits assisted</th><th scope="col">Lines: AI (R, D and I)</th><th scope="col">${swatch('human', 'Human')}</th><th scope="col">${swatch('unknown', 'Unknown')}</th><th scope="col">${swatch('contradictory', 'Contradictory')}</th><th scope="col" class="n">Lines</th></tr></thead><tbody>
${rows}</tbody></table></div><p class="explain out">Areas are those of <bdi>${of}</bdi>; a file in two areas counts in both, and one in none is in the bar above only. Commits count in every area they touch.</p>`;
}

/** Form and fill rise with the tier, and the word stands beside them. */
function tierMark(tier: Tier): Markup {
  const shapes: Readonly<Record<Tier, Markup>> = {
    low: html`<circle cx="8" cy="8" r="5"/>`,
    medium: html`<path d="M8 1.8 14.2 8 8 14.2 1.8 8z"/><path class="full" d="M8 2v12L2 8z"/>`,
    high: html`<path class="full" d="M8 1.5 15.2 14H.8z"/>`,
    critical: html`<path class="full" fill-rule="evenodd" d="M4.9.5h6.2l4.4 4.4v6.2l-4.4 4.4H4.9L.5 11.1V4.9zM3.5 6.8v2.4h9V6.8z"/>`,
  };
  return html`<span class="tier ${tier}"><svg viewBox="0 0 16 16" aria-hidden="true">${shapes[tier]}</svg>${tier}</span>`;
}

/** The newest assisted commits with the words that say so, as they stand in their source. */
export function latestSection({ latest }: ScanReport): Markup {
  const rows = latest.map(
    ({ commit, subject, committedAt, tools, kind, quote, where }) =>
      html`<tr><td>${day(committedAt)}<small><code>${commit.slice(0, 10)}</code></small></td><td class="subject">${excerpt(subject)}<small>${excerpt(tools.join(', '))}</small></td><td>${swatch(kind)}</td><td>${quote === '' ? html`<span class="mut">no words of its own</span>` : html`<code class="quote">${excerpt(quote.trim())}</code>`}<small>${excerpt(where)}</small></td></tr>
`,
  );
  return html`<section class="wide commits-sheet" aria-labelledby="latest"><header><h2 id="latest">The latest assisted commits</h2><span class="sec">with the words that say so</span></header>
${latest.length === 0 ? html`<p class="pad sec">No commit has a strong trace of an AI. That is not the same as no AI: see what could be read below.</p>` : html`<table class="commits"><thead><tr><th scope="col">Commit</th><th scope="col">Subject and tools</th><th scope="col">Evidence</th><th scope="col">In its own words</th></tr></thead><tbody>
${rows}</tbody></table>`}</section>`;
}
