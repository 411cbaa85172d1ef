import { describe, expect, test } from 'vitest';
import { coverOf, type CarryFacts } from './cover-of.ts';
import { somePaths, type ResignCode } from './resign.ts';
import type { SignedChange } from './signed-change.ts';

const at = (digit: string, tree = digit) => ({ commit: digit.repeat(40), tree: tree.repeat(40) });
const signed: SignedChange = {
  objectFormat: 'sha1', target: 'refs/heads/main', alsoFor: ['refs/heads/release'], base: at('1'), head: at('2'), digest: 'd0', entries: 2, commits: 1,
};
const still: CarryFacts = {
  objectFormat: 'sha1', target: 'refs/heads/main', under: at('1'), head: at('2'), digest: 'd0', forward: true, usedAt: null, first: null, moved: [], settled: [], replay: null, residual: [],
};
const moved: Partial<CarryFacts> = { under: at('3'), head: at('4'), digest: 'd1', moved: ['package-lock.json'], replay: { outcome: 'clean', tree: '4'.repeat(40) } };
const release: Partial<CarryFacts> = { target: 'refs/heads/release', under: at('7'), head: at('8'), first: 'in-effect', forward: false };

describe('a sign-off covers', () => {
  const kept: readonly [string, Partial<CarryFacts>, 'exact' | 'disjoint' | 'textual', readonly string[]][] = [
    ['the very trees it was given for', {}, 'exact', []],
    ['the same trees under other commits', { under: at('5', '1'), head: at('6', '2') }, 'exact', []],
    ['the same entries on a base that moved elsewhere', { under: at('3'), head: at('4') }, 'disjoint', []],
    ['a clean merge that gives this very tree, naming what moved', moved, 'textual', ['package-lock.json']],
    ['the rest of it, where the target has a part exactly as signed', { ...moved, moved: [], settled: ['a.ts'] }, 'textual', ['a.ts']],
    ['the rest of it, where the target has a part and moved elsewhere too', { ...moved, settled: ['a.ts'] }, 'textual', ['package-lock.json']],
    ['a further target where every touched file is the same, whatever its history', release, 'disjoint', []],
  ];
  test.each(kept)('%s', (_, facts, kind, paths) => {
    expect(coverOf(signed, { ...still, ...facts })).toMatchObject({ covered: true, test: kind, moved: paths });
  });
});

describe('a sign-off does not cover', () => {
  const refused: readonly [string, Partial<CarryFacts>, ResignCode, RegExp][] = [
    ['a repository of another hash', { objectFormat: 'sha256' }, 'object-format', /of sha1, and this one is of sha256/],
    ['another branch', { target: 'refs/heads/other' }, 'retargeted', /signed for `refs\/heads\/main`, not for `refs\/heads\/other`/],
    ['a further target before the first', { ...release, first: 'not-landed' }, 'not-landed', /has not landed on `refs\/heads\/main`/],
    ['a further target after it was taken back', { ...release, first: 'reverted' }, 'reverted', /taken back on `refs\/heads\/main`/],
    ['a further target where a touched file differs', { ...release, digest: 'd1', moved: ['a.ts'] }, 'touched', /only where every touched file is the same/],
    ['the same trees on an older base', { forward: false }, 'not-forward', /would take back what came between/],
    ['what it let in before', { usedAt: '9'.repeat(40) }, 'used', /in effect at 999999999999 already/],
    ['the signed trees with another digest', { digest: 'd1' }, 'inconsistent', /digest is not of the trees/],
    ['no difference anybody can name', { ...moved, moved: [] }, 'inconsistent', /digest is not of the trees/],
    ['more than was signed', { ...moved, moved: [], residual: ['a.ts', 'b.ts', 'c.ts', 'd.ts'] }, 'edited', /^`a.ts`, `b.ts` and 2 more are not as signed$/],
    ['something beside a clean merge', { ...moved, head: at('5'), residual: ['a.ts'] }, 'edited', /^`a.ts` is not as signed$/],
    ['what was not replayed', { ...moved, replay: null, residual: ['a.ts', 'b.ts'] }, 'edited', /^`a.ts` and `b.ts` are not as signed$/],
    ['a conflict', { ...moved, replay: { outcome: 'conflict', paths: ['b.ts'] } }, 'conflict', /conflicts with what landed since in `b.ts`/],
    ['what this git cannot replay', { ...moved, replay: { outcome: 'unable', sentence: 'git 2.31 cannot' } }, 'cannot-replay', /git 2.31 cannot/],
  ];
  test.each(refused)('%s', (_, facts, code, sentence) => {
    const cover = coverOf(signed, { ...still, ...facts });
    expect(cover).toMatchObject({ covered: false, resign: { code } });
    expect(cover.covered ? '' : cover.resign.sentence).toMatch(sentence);
  });

  test('once it was used, however well it fits', () => {
    for (const facts of [{}, { under: at('3'), head: at('4') }, moved, release]) {
      expect(coverOf(signed, { ...still, ...facts, usedAt: '9'.repeat(40) })).toMatchObject({ covered: false, resign: { code: 'used' } });
    }
  });
});

test('no path to speak of is nothing', () => {
  expect(somePaths([])).toBe('nothing');
});
