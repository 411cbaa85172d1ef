import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitFiles, countersign, git, scratch, teamRepository } from './bin.ts';
import { sarifSchema } from './sarif-schema.ts';

let repository: string;

beforeAll(() => {
  repository = scratch();
  teamRepository(repository);
  git(repository, 'switch', '--quiet', '--create', 'odd', 'main');
  commitFiles(repository, '::add-mask::x @team\n\nAssisted-by: Claude:opus\n', { 'shop/a b ü,:%.ts': 'one\ntwo\n', 'shop/cart.ts': 'export const cart = 2;\n' });
  git(repository, 'switch', '--quiet', 'main');
  writeFileSync(join(repository, 'NOTES.md'), '# Notes\n');
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

const check = (...args: string[]) => countersign(repository, ['check', ...args]);
const at = (name: string) => join(repository, '.git', name);

describe('the exit code of a check is the verdict in every format:', () => {
  it.each(['text', 'json', 'markdown', 'sarif', 'github'])('%s', (format) => {
    expect(check('main..odd', '--format', format).status).toBe(1);
    expect(check('main..by-hand', '--format', format).status).toBe(0);
    expect(check('main..nowhere', '--format', format).status).toBe(2);
  });
});

it('--format json is --json', () => {
  const line = ['main..odd', '--at', '2026-11-21'];
  expect(check(...line, '--format', 'json').stdout).toBe(check(...line, '--json').stdout);
});

it('a check of real files is SARIF 2.1.0, its lines hashed as they stand in the head', () => {
  const log = JSON.parse(check('main..odd', '--format', 'sarif').stdout) as { runs: { results: { partialFingerprints: object; locations: unknown }[] }[] };
  const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(sarifSchema);
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const [first] = log.runs[0]!.results;
  expect(first).toMatchObject({
    partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]+:1$/) as string },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'shop/a%20b%20%C3%BC%2C%3A%25.ts' }, region: { startLine: 1, endLine: 2 } } }],
  });
});

it('fingerprints stay where the branch is rebased onto a newer main', () => {
  const prints = () =>
    (JSON.parse(check('main..moving', '--format', 'sarif').stdout) as { runs: [{ results: { partialFingerprints: Record<string, string> }[] }] }).runs[0].results.map(
      ({ partialFingerprints }) => partialFingerprints,
    );
  git(repository, 'branch', 'moving', 'odd');
  const before = prints();
  commitFiles(repository, 'Write more docs\n\nAssisted-by: none\n', { 'docs/more.md': 'More.\n' });
  git(repository, 'rebase', '--quiet', 'main', 'moving');
  git(repository, 'switch', '--quiet', 'main');
  expect(prints()).toEqual(before);
  expect(before.length).toBeGreaterThan(2);
});

describe('under GitHub Actions', () => {
  const actions = (...args: string[]) => countersign(repository, ['check', 'main..odd', ...args], { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: at('summary') });

  it('the annotations go to stdout and the Markdown behind what the summary holds', () => {
    writeFileSync(at('summary'), 'before\n');
    const { status, stdout, stderr } = actions('--format', 'github');
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^◐ pending .*\n::error file=shop\/a b ü%2C%3A%25.ts,line=1,endLine=2,title=/);
    const summary = readFileSync(at('summary'), 'utf8');
    expect(summary).toMatch(/^before\n### ◐ pending: /);
    expect(summary).toContain(check('main..odd', '--format', 'markdown').stdout);
  });

  it('a summary that is nearly full gets the verdict alone, a full one nothing, and neither is cut', () => {
    for (const [left, added, said] of [
      [300, 'verdict', 'only the verdict was added'],
      [5, 'nothing', 'nothing was added'],
    ] as const) {
      const before = 'x'.repeat(1024 * 1024 - left);
      writeFileSync(at('summary'), before);
      const { status, stderr } = actions('--format', 'github');
      const after = readFileSync(at('summary'), 'utf8');
      expect([status, after.startsWith(before)]).toEqual([1, true]);
      expect(stderr).toContain(said);
      expect(after.length > before.length).toBe(added === 'verdict');
    }
  });

  it('a summary that cannot be written changes neither verdict nor annotations', () => {
    const { status, stdout, stderr } = countersign(repository, ['check', 'main..odd', '--format', 'github'], { GITHUB_STEP_SUMMARY: join(repository, 'no', 'such', 'folder') });
    expect(status).toBe(1);
    expect(stdout).toContain('::error file=');
    expect(stderr).toContain('the summary of this step was not written');
  });

  it('no subject of a commit is a command to the runner, in words either', () => {
    for (const format of ['text', 'json', 'markdown', 'sarif', 'github']) {
      const lines = actions('--format', format).stdout.split('\n');
      expect(lines.filter((line) => /^\s*::(?!error |notice )/.test(line))).toEqual([]);
    }
    expect(countersign(repository, ['scan', 'odd'], { GITHUB_ACTIONS: 'true', COLUMNS: '40' }).stdout).not.toMatch(/^\s*::/m);
  });

  it('a policy that cannot be used is annotated where it is wrong', () => {
    writeFileSync(at('broken.yaml'), 'version: 1\nextends: amazon-2026\nrulez: []\n');
    const { status, stdout } = actions('--format', 'github', '--policy', at('broken.yaml'));
    expect(status).toBe(2);
    expect(stdout).toMatch(/^::error file=.*broken\.yaml,line=3,col=1,title=countersign::unknown key/);
  });
});

describe('--output', () => {
  it.each(['text', 'json', 'markdown', 'sarif'])('writes %s whole, again over its own, and answers in words on stdout', (format) => {
    const line = ['main..odd', '--at', '2026-11-21'];
    const file = at(`out-${format}`);
    for (let again = 0; again < 2; again++) {
      const { status, stdout } = check(...line, '--format', format, '--output', file);
      expect(status).toBe(1);
      expect(stdout.split('\n')[0]).toMatch(/^◐ pending/);
    }
    expect(readFileSync(file, 'utf8')).toBe(check(...line, '--format', format).stdout);
  });

  it.each([
    ['over somebody’s file', ['--format', 'sarif', '--output', 'shop/cart.ts'], 'exists and is no report of ours'],
    ['over a page of Markdown', ['--output', 'NOTES.md'], 'exists and is no report of ours'],
    ['with an empty name', ['--output', ''], 'needs the name of a file'],
    ['beside a runner', ['--format', 'github', '--output', 'x'], 'talks to the runner on stdout'],
    ['in two formats', ['--json', '--format', 'sarif'], 'ask for two answers'],
    ['in no format there is', ['--format', 'sariff'], 'sariff'],
  ])('is refused %s, before anything is decided', (_, args, why) => {
    const { status, stderr } = check('main..odd', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(why);
  });
});

describe('--shadow', () => {
  const stricter = () => {
    writeFileSync(at('stricter.yaml'), 'version: 1\nfork: amazon-2026\nmode: enforce\nrules:\n  - { name: answered-for, require: [] }\n  - name: docs-too\n    when: "true"\n    require: [ review: { count: 1 } ]\n    because: a trial\n');
    return at('stricter.yaml');
  };

  it('says what another policy would ask, and leaves verdict and exit code to the one in force', () => {
    const line = ['main..by-hand', '--at', '2026-11-21'];
    const { status, stdout } = check(...line, '--shadow', stricter());
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✓ approved/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('docs-too not asked now, ◐ pending there');
    const json = JSON.parse(check(...line, '--shadow', stricter(), '--json').stdout) as { trial: object; decision: object };
    expect(json.trial).toMatchObject({ status: 'pending', mode: 'enforce', differences: [{ rule: 'docs-too', live: null, trial: 'pending' }] });
    expect(json.decision).toEqual((JSON.parse(check(...line, '--json').stdout) as { decision: object }).decision);
  });

  it('lets nothing through that the policy in force stops', () => {
    expect(check('main..odd', '--shadow', stricter()).status).toBe(1);
    expect(check('main..odd', '--shadow', at('nowhere.yaml')).status).toBe(2);
  });
});
