import { count } from '../terminal/numbers.ts';
import { html, type Markup } from './markup.ts';

/** As many characters of foreign prose as a row can show without hiding the rows beside it. */
const most = 240;

/** Foreign prose in a direction of its own, cut where it would fill the page, with how much was left out. */
export function excerpt(text: string): Markup {
  const characters = Array.from(text);
  const left = characters.length - most;
  // To leave out less than the words that say so would gain nothing.
  if (left < 40) return html`<bdi>${text}</bdi>`;
  return html`<bdi>${characters.slice(0, most).join('')}</bdi><span class="more">… and ${count(left)} characters more</span>`;
}
