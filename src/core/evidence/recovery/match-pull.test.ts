import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseFit, contentDelta, fitOf, type Fitting } from '../index.ts';

const numbered = (count: number, word = 'statement') => Array.from({ length: count }, (_, i) => `const ${word}${i} = make${word}();`);
const adds = (lines: readonly string[], path = 'a.ts') => contentDelta([{ path, before: ['start();'], after: ['start();', ...lines] }]);

describe('what a patch does to its files', () => {
  test('is the same wherever it stands and however it is indented', () => {
    const here = contentDelta([{ path: 'a', before: ['x', 'y'], after: ['x', 'one();', '', 'y'] }]);
    const there = contentDelta([{ path: 'a', before: ['other'], after: ['other', '  one();'] }]);
    expect(here).toEqual(there);
  });

  test('tells files and directions apart', () => {
    const added = contentDelta([{ path: 'a', before: null, after: ['one();'] }]);
    expect(added).not.toEqual(contentDelta([{ path: 'b', before: null, after: ['one();'] }]));
    expect(added).not.toEqual(contentDelta([{ path: 'a', before: ['one();'], after: null }]));
  });

  test('whatever the texts, it is what a count of all lines gives', () => {
    const line = fc.constantFrom('', 'a', ' a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (before, after) => {
        const counts = new Map<string, number>();
        for (const text of after) counts.set(text.trim(), (counts.get(text.trim()) ?? 0) + 1);
        for (const text of before) counts.set(text.trim(), (counts.get(text.trim()) ?? 0) - 1);
        const wanted = [...counts].filter(([text, count]) => text !== '' && count !== 0).map(([text, count]) => [`p\0${text}`, count] as const);
        expect(contentDelta([{ path: 'p', before, after }]).lines).toEqual(new Map(wanted));
      }),
    );
  });
});

describe('a landed commit and a pull request', () => {
  test.each([
    ['the same three telling lines by the same author', 3, true, 'patch'],
    ['the same three lines by somebody else', 3, false, undefined],
    ['the same ten lines by somebody else', 10, false, 'patch'],
    ['the same two lines', 2, true, undefined],
  ])('%s', (_, count, same, by) => {
    expect(fitOf(adds(numbered(count)), adds(numbered(count)), same)?.by).toBe(by);
  });

  test.each([
    ['two lines of twenty more, by the same author', 2, true, 'lines'],
    ['two lines of twenty more, by somebody else', 2, false, undefined],
    ['ten lines of twenty more', 10, true, undefined],
  ])('%s', (_, more, same, by) => {
    expect(fitOf(adds([...numbered(20), ...numbered(more, 'another')]), adds(numbered(20)), same)?.by).toBe(by);
  });

  test('short lines tell nothing, and a patch does not fit its own revert', () => {
    expect(fitOf(adds(Array.from({ length: 40 }, (_, i) => `${i};`)), adds(Array.from({ length: 40 }, (_, i) => `${i};`)), true)).toBeNull();
    const lines = numbered(20);
    expect(fitOf(contentDelta([{ path: 'a', before: lines, after: [] }]), contentDelta([{ path: 'a', before: [], after: lines }]), true)).toBeNull();
    expect(fitOf(contentDelta([]), contentDelta([]), true)).toBeNull();
  });
});

describe('of several fits', () => {
  const fit = (id: string, shared: number): Fitting<string> => ({ of: id, id, by: shared === 1 ? 'patch' : 'lines', shared });

  test.each([
    ['the same patch goes before nearly the same lines', [fit('a', 0.99), fit('b', 1)], 'b'],
    ['the better goes before the worse', [fit('a', 0.82), fit('b', 0.95)], 'b'],
    ['two of the same commit are one', [fit('a', 1), fit('a', 1)], 'a'],
    ['two that are equal are none', [fit('a', 1), fit('b', 1)], 'equal'],
    ['two that are nearly equal are none', [fit('a', 0.9), fit('b', 0.92)], 'equal'],
    ['none is none', [], 'none'],
  ])('%s', (_, fits, wanted) => {
    const chosen = chooseFit(fits);
    expect(chosen === null ? 'none' : 'best' in chosen ? chosen.best.id : 'equal').toBe(wanted);
  });
});
