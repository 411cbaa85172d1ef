import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, columns, lineColumns, span, textOf, whole, wrap } from './spans.ts';

const lines = (wrapped: ReturnType<typeof wrap>) => wrapped.map((line) => line.map(textOf).join(''));

it.each([
  ['fits', 7, 'fits'],
  ['is too long', 7, 'is too…'],
  ['田中太郎', 8, '田中太郎'],
  ['田中太郎', 7, '田中太…'],
  ['田中太郎', 6, '田中…'],
])('%s in %i columns is %s', (text, width, clipped) => {
  expect(clip(text, width)).toBe(clipped);
  expect(columns(clip(text, width))).toBeLessThanOrEqual(width);
});

describe('columns', () => {
  it.each([
    ['ascii', 5],
    ['Tomás', 5],
    ['Toma\u0301s', 5],
    ['太郎', 4],
    ['✓ ◐ ⊘', 5],
    ['', 0],
  ])('%j takes %i', (text, n) => {
    expect(columns(text)).toBe(n);
  });
});

describe('wrapping', () => {
  it('breaks at spaces and hangs the rest', () => {
    expect(lines(wrap(['label  '], ['one two three'], 14, 7))).toEqual(['label  one two', '       three']);
  });

  it('counts wide characters as two columns', () => {
    expect(lines(wrap([], ['太郎 太郎 太郎'], 10, 0))).toEqual(['太郎 太郎', '太郎']);
  });

  it('keeps a word whole across styles and what is marked as whole', () => {
    expect(lines(wrap([], ['see ', span('act', 'a'), 'b, c'], 6, 0))).toEqual(['see', 'ab, c']);
    expect(lines(wrap([], ['run ', whole('git fetch origin')], 12, 0))).toEqual(['run', 'git\u00a0fetch\u00a0origin']);
  });

  it('never cuts a word and never passes the width where each word fits', () => {
    const word = fc.stringMatching(/^[a-z]{1,10}$/);
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 14, max: 60 }), (words, width) => {
        const wrapped = wrap(['ab '], [words.join(' ')], width, 3);
        expect(lines(wrapped).join(' ').split(/ +/).filter(Boolean)).toEqual(['ab', ...words]);
        for (const line of wrapped) expect(lineColumns(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
