import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeText } from '../terminal/foreign.ts';
import { codeMarkdown, plainMarkdown, proseMarkdown } from './markdown-text.ts';

/** What tries to be more than text on a forge. */
const attack = fc.constantFrom(
  '@team', '@', '#12', 'GH-12', '!12', '~bug', '%1', '&amp;', '&#64;x', '`', '``', '```', '|', '<b>', '</details>', '<!--', '-->', '![x](y)', '[x](y)',
  '](', '**', '__', '~~', '\\', '\\\\', '$x$', '{x}', ':tada:', 'https://evil.example', 'www.evil.example', 'a@b.example', '\n', '\r\n', '::error::x',
  '\u001b[31m', '\u202e', '\u200b', '- ', '# ', '1. ', '\n/close', '[^1]', '*iteration:1', '[epic:1]', '\0',
);
/** Any code points, also lone surrogates. */
const anyText = fc.array(fc.integer({ min: 1, max: 0x10ffff }), { maxLength: 20 }).map((points) => String.fromCodePoint(...points));
const hostile = fc.array(fc.oneof({ weight: 3, arbitrary: attack }, anyText), { maxLength: 12 }).map((parts) => parts.join(''));

const gap = '&#8203;';
/** Only characters that mean nothing to Markdown, escapes, and the entities we write. */
const inert = /^(?:[^\\`*_[\]<>|~#!$&{}^\n]|\\[\\`*_[\]|~#!{}^]|&(?:lt|gt|amp|#36|#8203);)*$/u;

/** What a reader sees: escapes and entities undone. */
function shown(markdown: string): string {
  const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&#36;': '$', [gap]: '\u200b' };
  return markdown.replace(/\\([!-/:-@[-`{-~])|&(?:lt|gt|amp|#36|#8203);/g, (match, escaped: string | undefined) => escaped ?? entities[match]!);
}

describe('foreign text as Markdown', () => {
  it('holds no markup, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(plainMarkdown(text)).toMatch(inert);
      }),
      { numRuns: 2000 },
    );
  });

  it('shows exactly what it says', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(shown(plainMarkdown(text)).replaceAll('\u200b', '')).toBe(safeText(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('mentions nobody and refers to nothing once it is rendered', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(shown(plainMarkdown(text))).not.toMatch(/[@#!~%&$^[](?=["\w])|https?:\/\/|www\.|GH-\d|:[\w+-]+:|\*iteration/i);
      }),
      { numRuns: 2000 },
    );
  });

  it('in a code span never ends the span', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const span = codeMarkdown(text);
        const fence = /^`+/.exec(span)![0];
        const inside = span.slice(fence.length, -fence.length);
        expect(span.endsWith(fence)).toBe(true);
        expect(inside).not.toMatch(/^`|`$|[\r\n]/);
        expect(inside.match(/`+/g) ?? []).not.toContain(fence);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps code in sentences of ours as code, and words between them inert', () => {
    expect(proseMarkdown('`Assisted-by: none`, or @ana')).toBe('`Assisted-by: none`, or @&#8203;ana');
    expect(proseMarkdown('a ` b <c>')).toBe('a \\` b &lt;c&gt;');
  });
});
