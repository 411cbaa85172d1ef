import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Commit } from '../../change/index.ts';
import { claimsOfCommit } from '../index.ts';

const person = { name: 'Jo Doe', email: 'jo@example.org' };
const claims = (message: string) => claimsOfCommit({ id: 'a'.repeat(40), parents: [], author: person, committer: person, authoredAt: 0, committedAt: 0, message } as unknown as Commit);
const mark = 'Co-authored-by: Claude <noreply@anthropic.com>';

test.each([
  ['a soft hyphen', 'Co-auth\u00adored-by: Claude <noreply@anthropic.com>'],
  ['a control character', '\u0007Co-authored-by: Claude <noreply@anthropic.com>'],
  ['a null character', 'Co-authored-by: Claude <noreply@\0anthropic.com>'],
  ['Greek letters', 'C\u03bf-auth\u03bfred-by: Claude <noreply@anthropic.com>'],
  ['a tag character', 'Co-authored-by: Claude <noreply@anthropic\u{e0041}.com>'],
])('a mark with %s is a weak claim, quoted as it stands', (_, line) => {
  expect(claims(`Fix\n\n${line}\n`)).toMatchObject([{ rule: 'disguised', class: 'ai', kind: 'inferred', strength: 'weak', tool: 'Claude', quote: line, source: { line: 3 } }]);
});

test('a plain mark beside hidden characters is one claim, and strong', () => {
  expect(claims(`Fix \u200b\u0430\n\n${mark}\n`).map(({ rule }) => rule)).toEqual(['claude.co-author']);
});

test('whatever is sprinkled into a mark, the claim stays, and its quote stands where it says', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: mark.length - 1 }), fc.constantFrom('\u200b', '\u202e', '\u2060', '\ufeff', '\u00ad')), { minLength: 1, maxLength: 6 }), (signs) => {
      let line = mark;
      for (const [at, sign] of signs) line = line.slice(0, at) + sign + line.slice(at);
      const found = claims(`Fix\n\n${line}\n`);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ class: 'ai', quote: line, source: { line: 3 } });
    }),
  );
});
