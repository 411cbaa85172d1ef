/*
 * The points of edwards25519 whose order is 1, 2, 4 or 8, by their y coordinate, little-endian. For such a "public
 * key" a signature that fits can be found without any private key, so it could be nobody's.
 */
const zero = '00'.repeat(32);
const smallOrder: ReadonlySet<string> = new Set([
  zero,
  `01${zero.slice(2)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
]);

/** Whether 32 bytes stand for a point of small order, or spell a coordinate in a second way (at least 2^255 − 19). */
export function isSmallOrder(point: Uint8Array): boolean {
  const y = Array.from(point, (byte, i) => (i === 31 ? byte & 0x7f : byte).toString(16).padStart(2, '0')).join('');
  const isUnreduced = point[0]! >= 0xed && y.slice(2) === `${'ff'.repeat(30)}7f`;
  return smallOrder.has(y) || isUnreduced;
}
