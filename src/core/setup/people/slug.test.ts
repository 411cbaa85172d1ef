import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slugOf } from './slug.ts';

/** Any code point, lone surrogates included. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));

it.each([
  [['Ana María Ruiz'], 'ana-maria-ruiz'],
  [['Łukasz Żółć'], 'lukasz-zolc'],
  [['田中', 'tanaka'], 'tanaka'],
  [['3w36zj6'], 'w36zj6'],
  [['田中 K', ''], 'person-1'],
  [['', '***'], 'person-1'],
  [['Null', 'nora@x'], 'nora-x'],
  [['Null'], 'person-1'],
  [['taken', 'free'], 'free'],
  [['taken'], 'taken-2'],
])('%j → %s', (names, id) => expect(slugOf(names, new Set(['taken']))).toBe(id));

it('is always a name the people file takes, and never one that is taken', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: anyCharacter }), { maxLength: 3 }), (names) => {
      const taken = new Set<string>();
      for (let i = 0; i < 3; i++) {
        const id = slugOf(names, taken);
        expect(id).toMatch(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/);
        expect(taken.has(id)).toBe(false);
        taken.add(id);
      }
    }),
  );
});
