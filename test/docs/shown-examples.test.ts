import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildRetail } from '../../examples/retail/build.ts';
import { peopleYaml } from '../../examples/retail/story/people.ts';
import { policyYaml } from '../../examples/retail/story/policy.ts';
import { lintPolicy } from '../../src/core/lint/index.ts';
import { policyTexts, presets, type PolicyProblem } from '../../src/core/policy/index.ts';
import { BuiltRepository, newFolder, removeFolders } from '../git/built-repository.ts';

const { parsePeople, parsePolicy } = await policyTexts();

afterAll(removeFolders);

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** A fenced block of a page: `info` is what follows the fence. */
interface Block {
  readonly info: string;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  return [...read(page).matchAll(/^```(?<info>[^\n]*)\n(?<text>[\s\S]*?)^```$/gm)].map((match) => ({
    info: match.groups?.['info'] ?? '',
    text: match.groups?.['text'] ?? '',
  }));
}

function schema(name: string): ValidateFunction {
  return new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(read(`docs/schemas/${name}.json`)) as object);
}
const policyFile = schema('policy-file');
const peopleFile = schema('people-file');

const pages = ['README.md', 'docs/policy.md', 'docs/platform-engineer.md'].map((page) => {
  const written = blocksOf(page).filter(({ info }) => info === 'yaml').map(({ text }) => text);
  const people = written.find((text) => text.startsWith('# .countersign/people.yaml')) ?? '';
  // A piece of a policy stands on the preset, as the page says above it.
  const policies = written
    .filter((text) => text !== people)
    .map((text) => (/^version:/m.test(text) ? text : `version: 1\nextends: amazon-2026\n${text}`));
  return { page, people, policies };
});

const said = (problems: readonly PolicyProblem[]) =>
  problems.filter(({ severity }) => severity === 'error').map(({ at, message }) => `${at.line}:${at.column} ${message}`);

describe.each(pages)('the files shown in $page', ({ page, people, policies }) => {
  it('are a policy and its people', () => {
    expect(policies.length).toBeGreaterThan(0);
    expect(people).not.toBe('');
  });

  it.each(policies)('have no mistake, alone or together: %s', (text) => {
    const { policy, problems } = parsePolicy(text, page);
    expect(problems).toEqual([]);
    const enrolled = parsePeople(people, page, policy!.levels);
    expect(enrolled.problems).toEqual([]);
    expect(said(lintPolicy(policy!, enrolled.people!))).toEqual([]);
  });

  it('fit the schemas for editors', () => {
    for (const text of policies) expect(policyFile(parse(text)), JSON.stringify(policyFile.errors)).toBe(true);
    expect(peopleFile(parse(people)), JSON.stringify(peopleFile.errors)).toBe(true);
  });
});

describe('the schemas for editors', () => {
  it.each([['the example', policyYaml], ...Object.entries(presets)])('accept the policy of %s', (_, text) => {
    expect(policyFile(parse(text)), JSON.stringify(policyFile.errors)).toBe(true);
  });

  it('accept the people of the example', () => {
    expect(peopleFile(parse(peopleYaml)), JSON.stringify(peopleFile.errors)).toBe(true);
  });

  it.each(['undeclared:', 'protected:', 'tier:', 'owners:', 'because:', 'require:'])('refuse a policy where %s is mistyped', (key) => {
    expect(policyFile(parse(policyYaml.replace(key, `${key.slice(0, -2)}:`)))).toBe(false);
  });

  it.each(['level:', 'emails:', 'teams:', 'operator:', 'may:'])('refuse people where %s is mistyped', (key) => {
    expect(peopleFile(parse(peopleYaml.replace(key, `${key.slice(0, -2)}:`)))).toBe(false);
  });
});

it('the mistakes shown in docs/policy.md read as the program says them', () => {
  const blocks = blocksOf('docs/policy.md');
  const at = blocks.findIndex(({ info }) => info === 'yaml mistaken');
  const people = blocks.find(({ text }) => text.startsWith('# .countersign/people.yaml'))!;
  const repository = BuiltRepository.init();
  repository.write('.countersign/policy.yaml', blocks[at]!.text).write('.countersign/people.yaml', people.text).commit();
  const { stdout, status } = spawnSync(process.execPath, [`${root}bin/countersign.cjs`, 'policy', 'lint', '--repo', repository.path], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], COLUMNS: '100', NO_COLOR: '1' },
  });
  expect({ status, stdout }).toEqual({ status: 2, stdout: blocks[at + 1]!.text });
});

it('the cases shown in docs/policy-tests.md pass under the policy of docs/policy.md, and fail as shown under its fork', () => {
  const written = blocksOf('docs/policy.md').filter(({ info }) => info === 'yaml').map(({ text }) => text);
  const shown = blocksOf('docs/policy-tests.md');
  const textOf = (info: string) => shown.find((block) => block.info === info)!.text;
  const policy = written.find((text) => text.startsWith('# .countersign/policy.yaml'))!;
  const repository = BuiltRepository.init();
  const run = () => {
    const env = { PATH: process.env['PATH'], COLUMNS: '80', NO_COLOR: '1' };
    const { status, stdout } = spawnSync(process.execPath, [`${root}bin/countersign.cjs`, 'policy', 'test'], { cwd: repository.path, encoding: 'utf8', env });
    return { status, stdout };
  };
  repository.write('.countersign/people.yaml', written.find((text) => text.startsWith('# .countersign/people.yaml'))!);
  repository.write('.countersign/tests/checkout.yaml', textOf('yaml case'));
  repository.write('.countersign/policy.yaml', policy).commit();
  expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining('✓ 3 passed, 0 failed   1 file') as string });
  const from = policy.indexOf('  - name: senior-gate');
  repository.write('.countersign/policy.yaml', `${policy.slice(0, from).replace('extends:', 'fork:')}${textOf('yaml forked')}`);
  expect(run()).toEqual({ status: 1, stdout: textOf('transcript').replace('$ countersign policy test\n', '') });
});

/** Each key and entry shown stands in the answer; what was left out of the page may stand beside it. */
function expectShown(shown: unknown, answer: unknown, at: string): void {
  if (Array.isArray(shown) && shown.some((entry) => typeof entry === 'object')) {
    for (const [i, entry] of shown.entries()) expectShown(entry, (answer as unknown[])[i], `${at}[${i}]`);
  } else if (typeof shown === 'object' && shown !== null && !Array.isArray(shown)) {
    for (const [key, value] of Object.entries(shown)) expectShown(value, (answer as Record<string, unknown>)[key], `${at}.${key}`);
  } else expect(answer, at).toEqual(shown);
}

it('the answer shown to agents is what check says of the example', async () => {
  const { folder } = await buildRetail(`${newFolder()}/shop-api`);
  const answer = spawnSync(process.execPath, [`${root}bin/countersign.cjs`, 'check', 'main..reserve-stock', '--json', '--at', '2026-11-20', '--repo', folder], { encoding: 'utf8' });
  expect(answer.status).toBe(1);
  const shown: unknown = JSON.parse(blocksOf('docs/agents.md').find(({ info }) => info === 'json')!.text);
  expectShown(shown, JSON.parse(answer.stdout), 'check');
});
