import { safeText } from '../terminal/foreign.ts';

/*
 * Everything a repository says is foreign: a subject may hold a script, a tool's name an attribute. Text gets into
 * the page through `html` alone, and `html` escapes whatever is not markup it made itself.
 */

/** Markup that is safe to write as it is; only `html` and `literal` make it. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Value = string | number | Markup | null | readonly Value[];

/** A piece of the page; values are escaped for text and for double-quoted attributes, `null` is nothing, lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(strings.reduce((all, piece, index) => `${all}${written(values[index - 1]!)}${piece}`));
}

/** Text of ours that is no markup, such as a style sheet: never for anything that was read. */
export function literal(text: string): Markup {
  return new Markup(text);
}

function written(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (value instanceof Markup) return value.toString();
  return value.map(written).join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;', '=': '&#61;' };

/** Foreign text for the page: without characters that act on a reader's screen unseen, and without any that end text or attribute. */
export function escapeText(text: string): string {
  return safeText(text).replace(/[&<>"'`=]/g, (character) => entities[character]!);
}
