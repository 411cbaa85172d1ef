import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { comment, inComment, list, scalar } from './yaml-text.ts';

/** Any code point, lone surrogates included. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));

const text = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: fc.constantFrom('a', 'Z', ' ', ':', '#', '-', "'", '"', '\\', '{', '}', '[', ']', ',', '&', '*', '!', '|', '>', '%', '@', '`', '\n', '\r', '\t', '\u0085', '\u2028', '\u202e', '\ufeff', '\udc80', '0', '.', 'é', '漢') }),
  fc.constantFrom('null', 'true', 'no', '~', '1e3', '0x1f', '.inf', '2026-01-01', '<<', '---', '...', '- a', '? b', 'a: b', 'a #b', "O'Neil", 'Ana Ruiz', ''),
);

describe('text as YAML', () => {
  it('reads back as exactly this text, in block and in flow', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(parse(`a: ${scalar(one)}\nb: { c: ${scalar(one)}, d: [${scalar(one)}, x] }\n`)).toEqual({ a: one, b: { c: one, d: [one, 'x'] } });
        expect(parse(`a: ${list([one, 'y'], 2, 3)}\n`.replace(': \n', ':\n'))).toEqual({ a: [one, 'y'] });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Ana Ruiz', 'Ana Ruiz'],
    ["Rosemarie O'Riorden", "Rosemarie O'Riorden"],
    ['services/cart/**', 'services/cart/**'],
    ['/docs/**', '"/docs/**"'],
    ['a: b', '"a: b"'],
    ['no', '"no"'],
    ['\u202e gpj.exe', '"\\u202e gpj.exe"'],
  ])('%j stands as %s', (one, written) => expect(scalar(one)).toBe(written));
});

describe('foreign text in a comment', () => {
  it('never leaves it', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(parse(`# ${inComment(one)}\n${comment(one).join('\n')}\na: 1 # ${inComment(one)}\n`)).toEqual({ a: 1 });
      }),
      { numRuns: 300 },
    );
  });
});
