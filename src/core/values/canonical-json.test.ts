import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, type Json } from './canonical-json.ts';

describe('canonical JSON', () => {
  test('writes the sample of RFC 8785, section 3.2.2 and 3.2.3', () => {
    const sample = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as Json;
    expect(canonicalJson(sample)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('sorts keys by UTF-16 code unit (RFC 8785, section 3.2.3)', () => {
    const keys = ['€', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', 'ö'];
    const sorted = JSON.parse(canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])))) as object;
    expect(new Set(Object.keys(sorted))).toEqual(new Set(keys));
    const order = [...canonicalJson(Object.fromEntries(keys.map((key) => [key, 0]))).matchAll(/"([^"]+)":/g)].map((m) => m[1]);
    expect(order).toEqual(['\\r', '1', '\u0080', 'ö', '€', '\u{1f600}', '\ufb33']);
  });

  test('does not depend on the order in which members were added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (members) => {
        const reversed = Object.fromEntries(Object.entries(members).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(members));
      }),
    );
  });

  test('parses back to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY]])('refuses %s', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  test('refuses a member that is undefined', () => {
    expect(() => canonicalJson({ a: undefined } as unknown as Json)).toThrow(/undefined/);
  });
});
