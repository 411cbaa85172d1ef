import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../values/index.ts';
import { readLeaf, writeLeaf } from './index.ts';

const leaf = { kind: 'sign-off', payload: 'a'.repeat(64), envelope: 'b'.repeat(64), key: `SHA256:${'c'.repeat(43)}`, repository: 'd'.repeat(64) };
const text = decodeUtf8(writeLeaf(leaf));

describe('a leaf', () => {
  test('is canonical JSON and comes back as it was', () => {
    expect(text).toBe(`{"envelope":"${leaf.envelope}","key":"${leaf.key}","kind":"sign-off","payload":"${leaf.payload}","repository":"${leaf.repository}","v":1}`);
    expect(readLeaf(encodeUtf8(text))).toEqual({ ok: true, value: leaf });
  });

  test.each([
    ['a space', text.replace(':1', ': 1')],
    ['another order', text.replace(/("envelope":"b+"),("key":"[^"]*")/, '$2,$1')],
    ['a further member', text.replace('"v":1', '"v":1,"w":2')],
    ['another version', text.replace('"v":1', '"v":2')],
    ['a line feed at the end', `${text}\n`],
    ['upper-case digits', text.replace('bbb', 'BBB')],
    ['an escape', text.replace('sign-off', 'sign\\u002doff')],
    ['a duplicate key', text.replace('"v":1', '"v":1,"v":1')],
    ['nothing', ''],
  ])('with %s is refused', (_, given) => {
    expect(readLeaf(encodeUtf8(given)).ok).toBe(false);
  });

  test('with a malformed field is never written', () => {
    expect(() => writeLeaf({ ...leaf, kind: 'Sign-Off' })).toThrow(TypeError);
    expect(() => writeLeaf({ ...leaf, key: 'MD5:00' })).toThrow(TypeError);
  });
});
