import type { Instant } from '../../core/values/index.ts';
import { formatInstant } from '../../core/values/index.ts';
import type { ScanReport } from '../../workflows/reports.ts';
import { counted, month } from '../terminal/numbers.ts';
import { careSection, wordsSection } from './care-section.ts';
import { excerpt } from './excerpt.ts';
import { html, literal, type Markup } from './markup.ts';
import { kindSection, latestSection, lineSection, monthSection, summarySection, toolSection } from './sections.ts';
import { hatches } from './shares.ts';
import { styles } from './styles.ts';

/** How a page of ours begins: what tells an earlier report from somebody's own file. */
export const pageMark = '<!doctype html>\n<!-- countersign scan -->\n';

/**
 * A scan as one page that loads nothing and runs nothing: the browser may apply this style sheet and no more.
 * `asOf` is the only time in it that is not the history's own; `hash` gives the SHA-256 of a text in base64.
 */
export function scanPage(report: ScanReport, asOf: Instant, hash: (text: string) => string): string {
  const { repository, source } = report;
  const rules = `default-src 'none'; style-src 'sha256-${hash(styles)}'; base-uri 'none'; form-action 'none'`;
  const under = source.preview ? html`areas and tiers of ${excerpt(source.policy)}: no policy here` : html`areas and tiers of ${excerpt(source.policy)}`;
  const page = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${literal(rules)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${repository.name}: what an AI helped to write · Countersign</title>
<style>${literal(styles)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
${hatches()}
<header class="bar">${mark}Countersign<span>scan, as of ${moment(asOf)}</span></header>
<main id="main" tabindex="-1">
<div class="head"><h1>${excerpt(repository.name)}: what an AI helped to write</h1>
<p class="sec">${extent(report)}, read at <code>${report.head.slice(0, 12)}</code> as of ${moment(asOf)}; ${under}.</p></div>
<div class="grid">
${sections(report).map((section) => html`${section}
`)}</div>
</main>
<footer><p>Made by <code>countersign scan --html</code> from what the history itself says. The page loads nothing and sends nothing. There is no table of people, and no way to make one.</p></footer>
</body>
</html>
`;
  return `${pageMark}${page.toString()}`;
}

/** Where nothing was read there is nothing to share out: the page says so once, and what it could not read. */
function sections(report: ScanReport): readonly Markup[] {
  const figures = report.commits.total === 0 ? [] : [monthSection(report), toolSection(report), kindSection(report), lineSection(report), latestSection(report)];
  return [summarySection(report), ...figures, careSection(report), wordsSection()];
}

function extent({ commits, first, last, headRef }: ScanReport): Markup {
  const branch = headRef === null ? null : html` of ${excerpt(headRef.replace(/^refs\/(?:heads|remotes)\//, ''))}`;
  const time = first === null || last === null ? '' : month(first) === month(last) ? `, ${month(first)}` : `, ${month(first)} to ${month(last)}`;
  return html`${counted(commits.total, 'commit')}${branch}${time}`;
}

/** `2026-11-21 09:00 UTC` */
function moment(instant: Instant): string {
  return `${formatInstant(instant).slice(0, 16).replace('T', ' ')} UTC`;
}

const mark: Markup = html`<svg viewBox="0 0 22 22" aria-hidden="true"><path d="M4 3.5 12.5 14M1.5 18.5h19" stroke="currentColor" stroke-width="1.4" fill="none"/><path class="ink" d="M12.5 3.5 4 14" stroke-width="3" fill="none"/></svg>`;
