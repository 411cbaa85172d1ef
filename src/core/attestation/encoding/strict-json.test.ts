import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, encodeUtf8, type Json } from '../../values/index.ts';
import { JsonProblem, plainJson, readJson } from './strict-json.ts';

const read = (text: string) => plainJson(readJson(encodeUtf8(text)).value);
const problem = (bytes: Uint8Array): string => {
  try {
    readJson(bytes);
    return 'none';
  } catch (error) {
    if (error instanceof JsonProblem) return error.message;
    throw error;
  }
};

describe('the strict JSON reader', () => {
  it('reads what JSON.stringify writes, however it is laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2, '\t\r\n'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!/[\ud800-\udfff]/u.test(JSON.parse(JSON.stringify(text)) as string) && !/\\ud[89a-f]/i.test(text));
        expect(canonicalJson(read(text))).toBe(canonicalJson(JSON.parse(text) as Json));
      }),
    );
  });

  it('takes no text that JSON.parse would not take, and sees the same in it', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '"b"', '\\', '\\u0041', '0', '-1', '1e5', '01', 'true', 'null', ' ', '\n', '\u000b', '{"a":1}');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (all) => {
        const text = all.join('');
        if (problem(encodeUtf8(text)) === 'none') expect(canonicalJson(read(text))).toBe(canonicalJson(JSON.parse(text) as Json));
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws anything else, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void expect(typeof problem(bytes)).toBe('string')));
  });

  it.each([
    ['nothing', '', 'it is no JSON (character 1)'],
    ['a member twice', '{"a":1,"a":1}', 'a member stands twice (character 8)'],
    ['a member twice, once spelled with an escape', '{"a":1,"\\u0061":1}', 'a member stands twice (character 8)'],
    ['something behind', '{} {}', 'something follows the value (character 4)'],
    ['a comma too many', '[1,]', 'it is no JSON (character 4)'],
    ['a comma too many in an object', '{"a":1,}', 'a member has no name (character 8)'],
    ['a comment', '{} // no', 'something follows the value (character 4)'],
    ['half a character', '"\\ud800"', 'a text holds half a character (character 1)'],
    ['a control character', '"a\u0001"', 'a text does not end, or holds a control character (character 3)'],
    ['an escape of another language', '"\\x41"', 'an escape is none that JSON has (character 4)'],
    ['a number too large', '1e999', 'a number is too large (character 6)'],
    ['a number that begins with zero', '01', 'something follows the value (character 2)'],
    ['a plus', '+1', 'it is no JSON (character 1)'],
    ['a byte order mark', '\ufeff{}', 'it is no JSON (character 1)'],
    ['33 levels', '['.repeat(33) + ']'.repeat(33), 'it is nested deeper than 32 levels (character 33)'],
  ])('refuses %s', (_, text, expected) => {
    expect(problem(encodeUtf8(text))).toBe(expected);
  });

  it('reads 32 levels, and a thousand do not cost it its stack', () => {
    expect(problem(encodeUtf8('['.repeat(32) + ']'.repeat(32)))).toBe('none');
    expect(problem(encodeUtf8('{"a":'.repeat(50_000)))).toMatch(/^it is nested deeper/);
  });

  it('refuses what is not UTF-8, and what is too large', () => {
    expect(problem(Uint8Array.of(0x22, 0xc3, 0x22))).toBe('it is not UTF-8');
    expect(problem(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toBe('it is not UTF-8');
    expect(problem(encodeUtf8(`"${'a'.repeat(256 * 1024)}"`))).toBe('it is larger than 262144 bytes');
    expect(problem(encodeUtf8(`"${'a'.repeat(256 * 1024 - 2)}"`))).toBe('none');
  });

  it('gives members that are called like those every object has, and nothing by them', () => {
    const { value } = readJson(encodeUtf8('{"__proto__":{"admin":true},"constructor":1}'));
    expect(value).toEqual(new Map<string, unknown>([['__proto__', new Map([['admin', true]])], ['constructor', 1]]));
    expect(canonicalJson(plainJson(value))).toBe('{"__proto__":{"admin":true},"constructor":1}');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});
