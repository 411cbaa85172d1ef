import { describe, expect, test } from 'vitest';
import { changePath, digestOfChangePath, envelopePath, longestLeaf, readEntryBundle, readTile, tileFiles, tileWidth, writeEntryBundle, writeTile } from '../index.ts';
import { tileFile } from './paths.ts';

describe('paths of tiles', () => {
  // The examples of C2SP tlog-tiles.
  test('are those of the specification', () => {
    expect(tileFile(0, 1_234_067, 256).path).toBe('tile/0/x001/x234/067');
    expect(tileFile('entries', 0, 7).path).toBe('tile/entries/000.p/7');
    const files = tileFiles(70_000);
    const full = (level: number | 'entries') => files.filter((file) => file.level === level && file.width === 256).length;
    const partial = (level: number | 'entries') => files.filter((file) => file.level === level && file.width < 256).map(({ width }) => width);
    expect([full(0), partial(0), full(1), partial(1), full(2), partial(2)]).toEqual([273, [112], 1, [17], 0, [1]]);
    expect(tileFiles(256).map(({ path }) => path)).toEqual(['tile/0/000', 'tile/1/000.p/1', 'tile/entries/000']);
    expect(tileFiles(0)).toEqual([]);
  });

  test('number envelopes as tiles are numbered', () => {
    expect([0, 999, 1234, 1_234_067].map(envelopePath)).toEqual(['envelope/000.json', 'envelope/999.json', 'envelope/x001/234.json', 'envelope/x001/x234/067.json']);
    expect(() => envelopePath(-1)).toThrow(RangeError);
    expect(() => envelopePath(2 ** 53)).toThrow(RangeError);
  });

  test('put an entry list beside those whose digest begins alike', () => {
    const digest = '4f1c'.repeat(16);
    expect(changePath(digest)).toBe(`change/4f/${digest}`);
    expect(digestOfChangePath(changePath(digest))).toBe(digest);
    const others = [`change/${digest}`, `change/4e/${digest}`, `change/4f/${digest}0`, `change/4f/x/${digest}`, `change/4F/${digest.toUpperCase()}`, 'checkpoint'];
    expect(others.map(digestOfChangePath)).toEqual(others.map(() => null));
  });
});

describe('a tile', () => {
  test('is its hashes side by side, in exactly the width it must have', () => {
    const hashes = Array.from({ length: tileWidth }, (_, at) => new Uint8Array(32).fill(at));
    const bytes = writeTile(hashes);
    expect(bytes.length).toBe(8192);
    expect(readTile(bytes, tileWidth)).toEqual({ ok: true, value: hashes });
    expect(readTile(bytes, 255)).toEqual({ ok: false, sentence: 'it has 8192 bytes where 255 hashes take 8160' });
  });
});

describe('an entry bundle', () => {
  test('holds each leaf behind its length of two bytes', () => {
    const leaves = [new Uint8Array(0), Uint8Array.of(7), new Uint8Array(longestLeaf).fill(1)];
    const bytes = writeEntryBundle(leaves);
    expect([...bytes.subarray(0, 5)]).toEqual([0, 0, 0, 1, 7]);
    expect(readEntryBundle(bytes, 3)).toEqual({ ok: true, value: leaves });
    expect(() => writeEntryBundle([new Uint8Array(longestLeaf + 1)])).toThrow(RangeError);
  });

  test.each([
    [[0], 1, 'it is cut off in leaf 0'],
    [[0, 2, 1], 1, 'it is cut off in leaf 0'],
    [[0, 1, 1, 0], 1, 'it is cut off in leaf 1'],
    [[0, 1, 1], 2, 'it holds 1 leaves where 2 belong'],
    [[0, 1, 1, 0, 0], 1, 'it holds 2 leaves where 1 belong'],
  ])('%j for %d leaves is refused', (bytes, width, sentence) => {
    expect(readEntryBundle(Uint8Array.from(bytes), width)).toEqual({ ok: false, sentence });
  });
});
