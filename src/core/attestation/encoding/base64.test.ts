import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64, encodeBase64Url } from './base64.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

describe('base64', () => {
  it('is written as Node writes it, and read back in all four spellings', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        const standard = Buffer.from(given).toString('base64');
        const url = Buffer.from(given).toString('base64url');
        expect([encodeBase64(given), encodeBase64Url(given)]).toEqual([standard, url]);
        const padding = '='.repeat((4 - (url.length % 4)) % 4);
        for (const spelling of [standard, standard.replaceAll('=', ''), url, url + padding]) expect(decodeBase64(spelling)).toEqual(given);
      }),
    );
  });

  it('has no other spelling', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9+/_=-]{0,12}$/)), (text) => {
        const read = decodeBase64(text);
        const spellings = read === null ? [text] : [encodeBase64(read), encodeBase64Url(read)].flatMap((one) => [one, one.replaceAll('=', ''), one + '='.repeat((4 - (one.length % 4)) % 4)]);
        expect(spellings).toContain(text);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['one digit left over', 'QUJDR'],
    ['padding missing by half', 'QQ='],
    ['padding alone', '===='],
    ['padding too long', 'QUI=='],
    ['padding in the middle', 'QQ==QQ=='],
    ['bits left over', 'QUJ='],
    ['bits left over without padding', 'QR'],
    ['white space', 'QUJD QUJD'],
    ['a line feed', 'QUJD\n'],
    ['both alphabets', '+_+_'],
    ['a letter beyond ASCII', 'QUJé'],
  ])('is refused with %s', (_, text) => {
    expect(decodeBase64(text)).toBeNull();
  });
});
