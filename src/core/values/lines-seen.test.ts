import { expect, test } from 'vitest';
import { linesSeen, onOneLine } from './index.ts';

test.each(['\r', '\u0085', '\u2028', '\u2029'])('%j ends a line that somebody sees, and none that git has', (sign) => {
  expect(linesSeen(`a${sign}b${sign}${sign}c`)).toEqual(['a', 'b', '', 'c']);
  expect(onOneLine(`a${sign}b`)).toBe('a b');
});

test('a line without such signs is itself, whatever else it holds', () => {
  for (const line of ['', ' a\tb ', 'é\u00a0\u200b']) expect([linesSeen(line), onOneLine(line)]).toEqual([[line], line]);
});
