import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carryClaims, type Claim, pullRequestOf, recoverLines } from '../index.ts';

const landed = 'a'.repeat(40);
const before = 'b'.repeat(40);

function attests(path: string, start: number, end: number, parts: Partial<Claim> = {}): Claim {
  return {
    class: 'ai', kind: 'recorded', strength: 'strong', tool: 'Claude', model: null, session: 's', rule: 'git-ai.lines', quote: '  s 1-2',
    subject: { scope: 'lines', commit: before, path, ranges: [{ start, end }] },
    source: { in: 'note', ref: 'refs/notes/ai', blob: 'c'.repeat(40), line: 2 },
    ...parts,
  };
}

function recovered(recorded: string, [start, end]: [number, number], text: string, added = [{ start: 1, end: 99 }]): string {
  const claims = recoverLines([{ path: 'a.ts', claim: attests('a.ts', start, end), text: recorded.split('\n') }], [{ path: 'a.ts', text: text.split('\n'), added }], landed);
  return claims.flatMap(({ subject }) => (subject.scope === 'lines' ? subject.ranges.map((range) => `${range.start}-${range.end}`) : [])).join(' ');
}

describe('recovery of line records by content', () => {
  const code = 'export function once() {\n  const result = compute();\n  }\n\n  return result;\n}';

  test('recorded lines are found where they landed, wherever that is and however indented', () => {
    expect(recovered(code, [1, 6], `// written by hand entirely\n${code.replaceAll('  ', '\t')}`)).toBe('2-7');
  });

  test('braces and blank lines match as neighbours only', () => {
    expect(recovered(code, [1, 6], 'something else here\n}\n\n}')).toBe('');
    expect(recovered(code, [1, 6], '  const result = compute();\n  }\n\nnot the same line')).toBe('1-3');
  });

  test('a line that the file holds often matches in a run only', () => {
    const often = 'const value = next();\n'.repeat(5);
    expect(recovered('const value = next();', [1, 1], often)).toBe('');
  });

  test('lines that the record leaves out, or that the commit did not add, are not recovered', () => {
    expect(recovered(code, [2, 2], code)).toBe('2-2');
    expect(recovered(code, [1, 6], code, [{ start: 1, end: 2 }])).toBe('1-2');
  });

  test('a file moved on the way is found by its name', () => {
    const claims = recoverLines([{ path: 'old/a.ts', claim: attests('old/a.ts', 1, 6), text: code.split('\n') }], [{ path: 'new/a.ts', text: code.split('\n'), added: [{ start: 1, end: 6 }] }], landed);
    expect(claims).toMatchObject([{ rule: 'git-ai.recovered', kind: 'recorded', quote: '  s 1-2', source: { ref: 'refs/notes/ai' }, subject: { commit: landed, path: 'new/a.ts', ranges: [{ start: 1, end: 6 }] } }]);
  });

  test('whatever the texts, only added lines are recovered, each with the text of a recorded one', () => {
    const line = fc.constantFrom('', '}', 'const a = firstThing();', 'const b = otherThing();', '  return nothing;', 'x');
    const texts = fc.array(line, { maxLength: 20 });
    fc.assert(
      fc.property(texts, texts, fc.nat({ max: 20 }), (recorded, text, from) => {
        const added = [{ start: from + 1, end: from + 8 }];
        for (const { subject } of recoverLines([{ path: 'a', claim: attests('a', 1, 15), text: recorded }], [{ path: 'a', text, added }], landed)) {
          for (const { start, end } of subject.scope === 'lines' ? subject.ranges : []) {
            expect(start >= from + 1 && end <= Math.min(from + 8, text.length)).toBe(true);
            for (let at = start; at <= end; at++) expect(recorded.slice(0, 15).map((one) => one.trim())).toContain(text[at - 1]!.trim());
          }
        }
      }),
    );
  });
});

test.each([
  ['Add a cache (#12)', 12],
  ['Revert "Add a cache (#12)" (#15)\n\nSee (#3)', 15],
  ['Add a cache (#12) again', null],
  ['Add a cache\n\n(#12)', null],
  ['(#0)', null],
])('the pull request of `%s` is %s', (message, number) => {
  expect(pullRequestOf(message)).toBe(number);
});

test('claims of a pull request are carried to its landed commit: AI alone, each once, with their source', () => {
  const subject = { scope: 'commit', commit: before } as const;
  const trailer = attests('', 1, 1, { rule: 'claude.co-author', kind: 'declared', subject, quote: 'Co-authored-by: Claude <noreply@anthropic.com>', source: { in: 'message', commit: before, line: 3 } });
  const others = [trailer, { ...trailer, class: 'human' as const, rule: 'disclosure.none' }, { ...trailer, class: 'bot' as const, rule: 'bot.x' }];
  expect(carryClaims([...others, trailer], landed, [])).toMatchObject([{ kind: 'declared', subject: { commit: landed }, source: { in: 'message', commit: before } }]);
  expect(carryClaims(others, landed, [trailer])).toEqual([]);
});
