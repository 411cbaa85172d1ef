import { expect, it } from 'vitest';
import { conditionVariables } from './environment.ts';
import { conditionWords } from './condition-words.ts';
import { parseCondition } from './parse-condition.ts';

const levels = ['junior', 'mid', 'senior', 'principal'];
const words = (text: string) => conditionWords(parseCondition(text, { file: 'policy.yaml', line: 1, column: 1 }, levels).condition!.tree, levels);

it.each([
  ['change.assisted', 'an AI wrote part of it, as evidence and author say'],
  ['author.level < senior', 'the lowest level of those who wrote it is below senior: junior or mid'],
  ['author.level <= junior', 'the lowest level of those who wrote it is at most junior: junior'],
  ['change.tier == critical', 'its tier is critical'],
  ['change.tier >= high', 'its tier is at least high: high or critical'],
  ['change.linesAdded > 400', 'the number of lines it adds is above 400'],
  ['"kms" in change.areas', '`kms` is among the areas it touches'],
  ['target.ref == "refs/heads/main"', 'the branch it would land on is `refs/heads/main`'],
  ['!author.unknown', 'not: somebody who wrote part of it is not enrolled'],
  ['true', 'always'],
  ['change.paths.exists(p, p.endsWith(".sql"))', 'this holds of the paths it changes'],
  ['size(change.files + change.linesAdded) > 3', undefined],
])('`%s` reads: %s', (text, said) => {
  if (said === undefined) return expect(parseCondition(text, { file: 'p', line: 1, column: 1 }, levels).condition).toBeNull();
  return expect(words(text)[0]!.words).toBe(said);
});

it('joins atoms as the condition does', () => {
  expect(words('change.assisted && (author.unknown || !(change.tier == low || scan.ran))').map(({ depth, words: said }) => `${'  '.repeat(depth)}${said}`)).toEqual([
    'all of these',
    '  an AI wrote part of it, as evidence and author say',
    '  any of these',
    '    somebody who wrote part of it is not enrolled',
    '    none of this',
    '      any of these',
    '        its tier is low',
    '        scanners ran on it, as signed evidence says',
  ]);
});

it('has words for every field there is', () => {
  const fields = Object.entries(conditionVariables).flatMap(([variable, of]) => Object.entries(of).map(([field, { type }]) => ({ path: `${variable}.${field}`, type: String(type) })));
  for (const { path, type } of fields) {
    const text = { bool: path, int: `${path} == 1`, double: `${path} > 0.5`, string: `${path} == "x"`, 'list<string>': `"x" in ${path}`, Tier: `${path} == low`, Level: `${path} == mid` }[type]!;
    expect(words(text)[0]!.words, path).not.toContain('this holds');
  }
});
