import { beforeAll, describe, expect, it } from 'vitest';
import { readExport } from '../../src/core/ledger/index.ts';
import { exportLedger } from '../../src/workflows/ledger/export-ledger.ts';
import { drawFrom } from '../fuzz/mutate.ts';
import { changeEveryByte, everyValue, together } from './every-byte.ts';
import { cryptography, GrowingLedger, sha256 } from './memory-ledger.ts';
import { letters, SpoiltExport } from './spoilt-export.ts';

const exported = async (entries: number) => (await exportLedger((await new GrowingLedger().grow(entries)).store, cryptography, sha256)).text;
let [one, three] = ['', ''];
beforeAll(async () => void ([one, three] = await Promise.all([exported(1), exported(3)])));

describe('an exported ledger', () => {
  it('of 200 entries betrays every byte that became another value', async () => {
    const text = await exported(200);
    const start = performance.now();
    const { missed, disagreed, bytes, tried, found, byLine } = changeEveryByte(text, { ...everyValue, values: 'one', seed: 7 });
    console.log(`export: each of ${bytes} bytes of 200 entries changed to another value, ${missed.length} missed, in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    expect([missed, disagreed]).toEqual([[], []]);
    expect([bytes, tried, byLine]).toEqual([text.length, text.length, Math.floor(text.length / 997)]);
    expect(found.form + found.tree + found.digest + found.seal).toBe(tried);
    // The seal itself, which anybody can make anew.
    expect(found.seal).toBe(text.length - text.lastIndexOf('{"sha256"'));
  });

  it('of one entry betrays every byte that became any other value, is gone or has one more before it', () => {
    const { missed, disagreed, bytes, tried } = changeEveryByte(one, { ...everyValue, moved: true });
    expect([missed, disagreed, bytes, tried]).toEqual([[], [], one.length, 257 * one.length]);
  });

  it('of one entry betrays that it was cut off, wherever', () => {
    const sound = Array.from({ length: one.length + 1 }, (_, length) => length).filter((length) => readExport(one.slice(0, length), sha256).damage.length === 0);
    expect(sound).toEqual([one.length]);
  });
});

describe('the short way of reading what was changed', () => {
  it('says what the audit of the whole file says', () => {
    const spoilt = new SpoiltExport(three);
    const draw = drawFrom(3);
    const told = new Set<string>();
    for (let round = 0; round < 400; round++) {
      const line = draw(spoilt.lines.length);
      const text = spoilt.lines[line]!;
      // Half of them where lines, members and numbers begin and end.
      const edges = [...text.matchAll(/[^A-Za-z/+]/g)].map(({ index }) => index);
      const at = draw(2) === 0 ? draw(text.length) : edges[draw(edges.length)]!;
      const byte = draw(2) === 0 ? draw(256) : Buffer.from('\n"\\={}[]:,019-aAZ+/ é')[draw(22)]!;
      const end = at + draw(2);
      const put = end > at && draw(4) === 0 ? '' : letters[byte]!;
      const by = spoilt.spoilt(line, at, end, put);
      if (end > at && put !== '') expect(spoilt.changed(line, at, byte)).toBe(by);
      const whole = spoilt.whole(spoilt.with(line, at, end, put), line);
      expect([round, line, at, put, by]).toEqual([round, line, at, put, whole]);
      expect(by === null).toBe(put === text.slice(at, end));
      told.add(String(by));
    }
    expect([...told].toSorted()).toEqual(['digest', 'form', 'null', 'seal', 'tree']);
  });

  it('finds nothing in a byte that stayed as it was', () => {
    const spoilt = new SpoiltExport(three);
    for (const [line, text] of spoilt.lines.entries()) {
      for (const at of [0, 12, text.length >> 1, text.length - 20, text.length - 3, text.length - 1]) expect([line, at, spoilt.changed(line, at, text.charCodeAt(at))]).toEqual([line, at, null]);
    }
  });

  it('finds the same in shares as in one', () => {
    const plan = { ...everyValue, values: 'one' as const, moved: true };
    const shares = together([0, 1, 2].map((which) => changeEveryByte(one, { ...plan, share: [which, 3] })));
    const { found, bytes, tried } = changeEveryByte(one, plan);
    expect([shares.found, shares.bytes, shares.tried]).toEqual([found, bytes, tried]);
  });

  it('is for sound files alone', () => {
    expect(() => new SpoiltExport(three.replace('"entry":1', '"entry":2'))).toThrow('is not as it was written');
  });
});
