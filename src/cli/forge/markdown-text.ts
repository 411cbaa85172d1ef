import { safePath, safeText } from '../terminal/foreign.ts';

/*
 * Foreign text as inline Markdown of GitHub and GitLab that shows what it says and does nothing: no markup, no HTML,
 * no link, nobody mentioned, nothing referred to, no emoji made of words. Both forges look for mentions and
 * references in the rendered text, where a backslash is gone; a zero-width space behind the sign is what stops
 * them. Code spans are left alone by both.
 */

/** Breaks a word in two that reads as one. */
const gap = '&#8203;';

/** `@team`, `#12`, `!12`, `~label`, `%milestone`, `&epic`, `$snippet`, `^alert`, `[vulnerability:12]`, `*iteration:12`. */
const signs = /[@#!~%&$^[](?=["\w])|\*(?=iteration)/gi;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', $: '&#36;' };

/** Foreign words beside ours, never at the start of a line. */
export function plainMarkdown(text: string): string {
  const broken = safeText(text)
    .replace(signs, (sign) => `${sign}\0`)
    // `https://…`, `:emoji:`, `www.…`, `GH-12`
    .replace(/:(?=\/\/|[\w+-]+:)/g, ':\0')
    .replace(/(www)(?=\.)/gi, '$1\0')
    .replace(/(GH-)(?=\d)/gi, '$1\0');
  return broken
    .replace(/[\\`*_[\]|~#!{}^]/g, '\\$&')
    .replace(/[&<>$]/g, (sign) => entities[sign]!)
    .replaceAll('\0', gap);
}

/** Words with `code` in backticks as a sentence of ours holds them: both parts are inert, however they pair. */
export function proseMarkdown(text: string): string {
  const parts = text.split('`');
  // An odd backtick is one of theirs.
  if (parts.length % 2 === 0) return plainMarkdown(text);
  return parts.map((part, index) => (index % 2 === 0 ? plainMarkdown(part) : part === '' ? '\\`\\`' : codeMarkdown(part))).join('');
}

/** A code span: `text` verbatim, in as many backticks as it takes. */
export function codeMarkdown(text: string): string {
  const shown = safeText(text);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padded = /^`|`$|^ .*[^ ].* $/.test(shown) ? ` ${shown} ` : shown.trim() === '' ? '\u00a0' : shown;
  return `${fence}${padded}${fence}`;
}

/** A path in a code span, as git shows it. */
export function pathMarkdown(path: string): string {
  return codeMarkdown(safePath(path));
}
