import { describe, expect, it } from 'vitest';
import { isSmallOrder } from './small-order.ts';

/* Edwards25519 with numbers, as RFC 8032 section 5.1 has it. */
const p = 2n ** 255n - 19n;
const mod = (n: bigint) => ((n % p) + p) % p;
const power = (base: bigint, exponent: bigint): bigint => (exponent === 0n ? 1n : exponent % 2n === 0n ? power(mod(base * base), exponent / 2n) : mod(base * power(base, exponent - 1n)));
const inverse = (n: bigint) => power(n, p - 2n);
const d = mod(-121665n * inverse(121666n));
type Point = readonly [bigint, bigint];
const add = ([x1, y1]: Point, [x2, y2]: Point): Point => {
  const k = mod(d * mod(x1 * x2) * mod(y1 * y2));
  return [mod(mod(x1 * y2 + x2 * y1) * inverse(1n + k)), mod(mod(y1 * y2 + x1 * x2) * inverse(1n - k))];
};
const littleEndian = (n: bigint) => Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse();
const number = (hex: string) => BigInt(`0x${Buffer.from(hex, 'hex').reverse().toString('hex')}`);

const orderEight = number('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');

/** x of a point with this y, by the curve's equation. */
function xOf(y: bigint): bigint {
  const square = mod((y * y - 1n) * inverse(d * y * y + 1n));
  const root = power(square, (p + 3n) / 8n);
  return mod(root * root) === square ? root : mod(root * power(2n, (p - 1n) / 4n));
}

describe('a point of small order', () => {
  const start: Point = [xOf(orderEight), orderEight];
  const multiples = Array.from({ length: 8 }).reduce<readonly Point[]>((all) => [...all, add(all.at(-1)!, start)], [start]);

  it('is one of eight, and each is known, with either sign', () => {
    expect(multiples[7]).toEqual([0n, 1n]);
    expect(new Set(multiples.slice(0, 8).map(String)).size).toBe(8);
    for (const [, y] of multiples) {
      const bytes = littleEndian(y);
      const negated = Buffer.from(bytes);
      negated[31]! |= 0x80;
      expect([isSmallOrder(bytes), isSmallOrder(negated)]).toEqual([true, true]);
    }
  });

  it('is spelled in no second way, and no other point is taken for one', () => {
    for (let n = 0n; n < 19n; n++) expect(isSmallOrder(littleEndian(p + n))).toBe(true);
    for (const y of [2n, 3n, p - 2n, p - 3n, orderEight + 1n]) expect(isSmallOrder(littleEndian(y))).toBe(false);
  });
});
