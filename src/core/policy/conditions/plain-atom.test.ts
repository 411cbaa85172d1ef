import { describe, expect, it } from 'vitest';
import { conditionEnvironment } from './cel.ts';
import type { ConditionAtom } from './condition.ts';
import { plainAtom } from './plain-atom.ts';

const levels = ['junior', 'mid', 'senior', 'principal'];
const atom = (text: string, read: string): ConditionAtom => ({ op: 'atom', text, offset: 0, reads: [read] });
const operators = ['<', '<=', '>', '>=', '==', '!='];
const environment = conditionEnvironment(levels);

function byCel(text: string, path: string, value: unknown): unknown {
  const [variable = '', field = ''] = path.split('.');
  return environment.cel.parse(text)({ [variable]: { [field]: value } });
}

describe('an atom that needs no CEL', () => {
  it.each(operators)('compares levels with %s as CEL does', (operator) => {
    for (const left of levels) {
      for (const right of levels) {
        const text = `author.level ${operator} ${right}`;
        expect(plainAtom(atom(text, 'author.level'), levels)!(left)).toBe(byCel(text, 'author.level', environment.levels.get(left)));
      }
    }
  });

  it.each(operators)('compares tiers with %s as CEL does', (operator) => {
    for (const [left, rung] of environment.tiers) {
      for (const right of environment.tiers.keys()) {
        const text = `change.tier ${operator} ${right}`;
        expect(plainAtom(atom(text, 'change.tier'), levels)!(left)).toBe(byCel(text, 'change.tier', rung));
      }
    }
  });

  it.each(operators)('compares whole numbers with %s as CEL does', (operator) => {
    for (const left of [0, 1, 400, Number.MAX_SAFE_INTEGER]) {
      for (const right of ['0', '1', '400', '999999999999999']) {
        const text = `change.linesAdded ${operator} ${right}`;
        expect(plainAtom(atom(text, 'change.linesAdded'), levels)!(left)).toBe(byCel(text, 'change.linesAdded', BigInt(left)));
      }
    }
  });

  it('looks a word up in a list and takes a truth as CEL does', () => {
    for (const areas of [[], ['kms'], ['km', 'kms '], ['docs', 'kms']]) {
      const text = '"kms" in change.areas';
      expect(plainAtom(atom(text, 'change.areas'), levels)!(areas)).toBe(byCel(text, 'change.areas', areas));
    }
    for (const value of [true, false]) expect(plainAtom(atom('change.assisted', 'change.assisted'), levels)!(value)).toBe(value);
  });

  it.each([
    ['change.tier < senior', 'change.tier'],
    ['author.level < high', 'author.level'],
    ['author.level < nobody', 'author.level'],
    ['author.level < 2', 'author.level'],
    ['change.linesAdded > 1.5', 'change.linesAdded'],
    ['change.linesAdded > 007', 'change.linesAdded'],
    ['change.linesAdded > -1', 'change.linesAdded'],
    ['change.linesAdded', 'change.linesAdded'],
    ['change.share > 1', 'change.share'],
    ['"k\\"ms" in change.areas', 'change.areas'],
    ['"kms" in change.assisted', 'change.assisted'],
    ['400 < change.linesAdded', 'change.linesAdded'],
    ['size(change.paths) > 3', 'change.paths'],
    ['change.nothing', 'change.nothing'],
  ])('is none of these, which are left to CEL and its type check: %s', (text, path) => {
    expect(plainAtom(atom(text, path), levels)).toBeNull();
  });
});
