import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInstant } from './instant.ts';

test('an instant reads as the platform formats it, for every second of the years 0 to 9999', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }), (instant) => {
      expect(formatInstant(instant)).toBe(new Date(instant * 1000).toISOString().replace('.000Z', 'Z'));
    }),
  );
});

test.each([
  [951_782_400, '2000-02-29T00:00:00Z'],
  [1_709_164_799, '2024-02-28T23:59:59Z'],
  [0, '1970-01-01T00:00:00Z'],
])('%d is %s', (instant, text) => {
  expect(formatInstant(instant)).toBe(text);
});
