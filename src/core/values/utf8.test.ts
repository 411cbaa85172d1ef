import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareUtf8, decodeUtf8, encodeUtf8 } from './utf8.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

describe('paths as text', () => {
  test('any bytes survive decoding and encoding', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (raw) => {
        expect(encodeUtf8(decodeUtf8(raw))).toEqual(raw);
      }),
    );
  });

  test('two different byte strings never decode to the same text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(decodeUtf8(a) === decodeUtf8(b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });

  test('well-formed text decodes as the platform decodes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const raw = new TextEncoder().encode(text);
        expect(decodeUtf8(raw)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw));
      }),
    );
  });

  test.each([
    ['an overlong slash', '\xc0\xaf', '\udcc0\udcaf'],
    ['a surrogate written as UTF-8', '\xed\xa0\x80', '\udced\udca0\udc80'],
    ['a code point past U+10FFFF', '\xf4\x90\x80\x80', '\udcf4\udc90\udc80\udc80'],
    ['a sequence cut short', 'a\xe2\x82', 'a\udce2\udc82'],
    ['Latin-1 in the middle', 'caf\xe9.ts', 'caf\udce9.ts'],
  ])('%s is kept byte by byte', (_name, raw, text) => {
    expect(decodeUtf8(bytes(raw))).toBe(text);
  });

  test('the order is the bytes’ order, not UTF-16’s', () => {
    expect(compareUtf8('\uff5e', '\u{10000}')).toBeLessThan(0);
    expect('\uff5e' < '\u{10000}').toBe(false);
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(Math.sign(compareUtf8(decodeUtf8(a), decodeUtf8(b)))).toBe(Buffer.compare(a, b));
      }),
    );
  });
});
