import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lintPolicy } from '../../src/core/lint/index.ts';
import { policyTexts } from '../../src/core/policy/index.ts';

const { parsePeople, parsePolicy } = await policyTexts();

const [preamble = '', ...blocks] = readFileSync(new URL('together.txt', import.meta.url), 'utf8').split(/^=== /m);
const cases = blocks.map((block) => {
  const written = block.split(/^--- says\n/m)[0]!;
  const [name = '', ...rest] = written.split('\n');
  const [policy = '', people = ''] = rest.join('\n').split(/^--- people\n/m);
  return { name, written, policy, people };
});

/** What lint says of two files that have no mistake of their own. */
function problemsOf(policyText: string, peopleText: string) {
  const policy = parsePolicy(policyText, 'policy.yaml');
  const people = parsePeople(peopleText, 'people.yaml', policy.policy?.levels ?? []);
  expect([...policy.problems, ...people.problems]).toEqual([]);
  return lintPolicy(policy.policy!, people.people!, { today: '2026-11-21' });
}

it.each(cases)('lint has something to say of $name', ({ policy, people }) => {
  expect(problemsOf(policy, people)).not.toEqual([]);
});

it('lint says where the two files do not go together, in exactly these words', async () => {
  const said = cases.map(({ written, policy, people }) => {
    const lines = problemsOf(policy, people).map(
      ({ severity, at, message, mend }) => `${at.file}:${at.line}:${at.column}   ${severity === 'warning' ? 'warning: ' : ''}${message}\n${mend === null ? '' : `    ${mend}\n`}`,
    );
    return `=== ${written}--- says\n${lines.join('')}`;
  });
  await expect(preamble + said.join('')).toMatchFileSnapshot('together.txt');
});
