import type { ScanReport } from '../../workflows/reports.ts';
import { count } from '../terminal/numbers.ts';
import { safePath } from '../terminal/foreign.ts';
import { excerpt } from './excerpt.ts';
import { html, type Markup } from './markup.ts';
import { swatch } from './shares.ts';

const problemsShown = 40;
const words = { read: '✓ read', absent: '− absent', partial: '◐ in part' } as const;

/** What could and could not be read, what keeps marks out of the history, and what deviates from its format. */
export function careSection({ coverage, suppression, problems }: ScanReport): Markup {
  const hidden = problems.length - problemsShown;
  const hints = suppression.map(
    ({ path, line, sentence, quote }) =>
      html`<tr><th scope="row"><code>${excerpt(`${safePath(path)}:${line}`)}</code></th><td><span class="st care">◐ hides marks</span></td><td>${excerpt(sentence)}<code class="quote">${excerpt(quote)}</code></td></tr>
`,
  );
  return html`<section class="wide care" aria-labelledby="care"><header><h2 id="care">Read with care</h2><span class="sec">what could not be read is not known; it is never “no AI”</span></header>
<table class="stacked"><thead><tr><th scope="col">Source</th><th scope="col">State</th><th scope="col">What that means here</th></tr></thead><tbody>
${coverage.map(({ source, state, sentence }) => html`<tr><th scope="row">${excerpt(source)}</th><td><span class="st ${state}">${words[state]}</span></td><td>${excerpt(sentence)}</td></tr>
`)}${hints}</tbody></table>
${problems.length === 0 ? null : html`<div class="pad"><details><summary>${count(problems.length)} ${problems.length === 1 ? 'deviation' : 'deviations'} from a format, each read as far as it goes</summary><ul>${problems.slice(0, problemsShown).map(({ source, sentence }) => html`<li><code>${excerpt(source)}</code> ${excerpt(sentence)}</li>
`)}${hidden > 0 ? html`<li class="mut">and ${count(hidden)} more: countersign scan --json</li>` : null}</ul></details></div>`}</section>`;
}

/** The words and hatches of the page. */
export function wordsSection(): Markup {
  return html`<section class="wide" aria-labelledby="words"><header><h2 id="words">The words of this page</h2></header><div class="pad"><dl class="words">
<dt>${swatch('recorded')}</dt><dd>Written down by tooling as the lines were made: line records such as git-ai notes.</dd>
<dt>${swatch('declared')}</dt><dd>Said by a person or a tool: trailers such as Assisted-by and Co-authored-by.</dd>
<dt>${swatch('inferred')}</dt><dd>Seen in the identity of an agent or a link to its session. Never from the style of the code.</dd>
<dt>${swatch('contradictory')}</dt><dd>Traces of an AI beside a declaration that none was used. Shown, not averaged.</dd>
<dt>${swatch('unknown')}</dt><dd>No evidence either way. Never counted as human.</dd>
<dt>${swatch('human')}</dt><dd>The author declared that no AI was used, and nothing says otherwise. A claim, no proof.</dd>
<dt>${swatch('bot', 'bots')}</dt><dd>Ordinary automation, such as dependency updates.</dd>
</dl></div></section>`;
}
