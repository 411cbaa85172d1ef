import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, html, literal } from './markup.ts';

/** What a browser shows for escaped text: the references undone, once. */
const shown = (text: string) =>
  text.replace(/&(?:amp|lt|gt|quot|#39|#96|#61);/g, (reference) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#96;': '`', '&#61;': '=' })[reference]!);

describe('foreign text in the page', () => {
  it('never holds a character that ends text or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeText(text)).not.toMatch(/[<>"'`=]|&(?!(?:amp|lt|gt|quot|#39|#96|#61);)/);
      }),
    );
  });

  it('is shown as it is where it is harmless to a reader', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(shown(escapeText(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['a script', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['an attribute', '" onload="x', '&quot; onload&#61;&quot;x'],
    ['a reference', '&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['a turned line', 'a\u202eb', 'a\\u{202e}b'],
    ['an escape sequence', 'a\u001b[31mb', 'a\\x1b[31mb'],
    ['the end of the style sheet', '</style>', '&lt;/style&gt;'],
  ])('that is %s stays text', (_what, text, written) => {
    expect(html`<p>${text}</p>`.toString()).toBe(`<p>${written}</p>`);
  });
});

describe('markup of ours', () => {
  it('is written as it is, also in lists and inside other markup', () => {
    expect(html`<ul>${['<a>', '<b>'].map((name) => html`<li>${name}</li>`)}</ul>`.toString()).toBe('<ul><li>&lt;a&gt;</li><li>&lt;b&gt;</li></ul>');
  });

  it('has numbers, nothing for null, and what is ours unchanged', () => {
    expect(html`${1}${null}${literal('<hr>')}`.toString()).toBe('1<hr>');
  });
});
