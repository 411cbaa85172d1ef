import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeJson, safePath, safeText } from './foreign.ts';

/** Everything a terminal acts on instead of showing it. */
const acted = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udfff]/u;

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\u001b', '\u009b', '[', '3', '1', 'm', ']', '8', ';', '\u0007', '\r', '\n', '\u202e', '\u2066', '\udc80', 'a', '"', '\\') }),
);

describe('prose from a repository', () => {
  it.each([
    ['a colour', '\u001b[31mred', '\\x1b[31mred'],
    ['a title that types for you', '\u001b]0;rm -rf\u0007', '\\x1b]0;rm -rf\\x07'],
    ['a C1 introducer', '\u009b2J', '\\x9b2J'],
    ['a line break that fakes our next line', 'fine\n✓ approved', 'fine ✓ approved'],
    ['a bidirectional override', 'admin\u202e// nimda', 'admin\\u{202e}// nimda'],
    ['a byte that is not UTF-8', 'caf\udce9', 'caf\\xe9'],
    ['a command to Azure Pipelines', 'a ##vso[task.complete result=Succeeded;]', 'a \\x23#vso[task.complete result=Succeeded;]'],
    ['a command to a runner', '###[add-mask]x', '#\\x23#[add-mask]x'],
    ['an ordinary heading', '## [one] ##', '## [one] ##'],
    ['letters of any script', 'Tomás 太郎 привет 👍', 'Tomás 太郎 привет 👍'],
  ])('shows %s', (_what, raw, shown) => {
    expect(safeText(raw)).toBe(shown);
  });

  it('never holds what a terminal acts on', () => {
    fc.assert(fc.property(hostile, (text) => !acted.test(safeText(text))));
  });
});

describe('paths', () => {
  it.each([
    ['src/a b.ts', 'src/a b.ts'],
    ['docs/café.md', 'docs/café.md'],
    ['new\nline', '"new\\nline"'],
    ['quo"te', '"quo\\"te"'],
    ['back\\slash', '"back\\\\slash"'],
    ['caf\udce9.md', '"caf\\351.md"'],
    ['a\u202eb', '"a\\342\\200\\256b"'],
    ['##VSO[x]/#1', '"\\043#VSO[x]/#1"'],
  ])('%j is shown as git shows it', (path, shown) => {
    expect(safePath(path)).toBe(shown);
  });

  it('never hold what a terminal acts on, and two never look the same', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        expect(safePath(a)).not.toMatch(acted);
        if (a.isWellFormed() && b.isWellFormed() && a !== b) expect(safePath(a)).not.toBe(safePath(b));
      }),
    );
  });
});

describe('JSON', () => {
  it('stands for the same value and holds nothing a terminal acts on but line feeds between members', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const value = { [text]: [text] };
        const json = safeJson(JSON.stringify(value, null, 2));
        expect(json.replaceAll('\n', '')).not.toMatch(acted);
        expect(JSON.parse(json)).toEqual(value);
      }),
    );
  });
});
