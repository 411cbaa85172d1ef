import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commitFiles, countersign, git } from '../cli/bin.ts';
import { fileKey } from '../keys/index.ts';
import { folder, newShop, removeAll } from '../setup/shop.ts';

afterAll(removeAll);

const keys = folder();
const [root, ci, host, ana, other] = ['root', 'ci', 'host', 'ana', 'other'].map((name) => fileKey(keys, 'ed25519', { name })) as [Key, Key, Key, Key, Key];
type Key = ReturnType<typeof fileKey>;
const people = (id = '5e', gate = ci.line) => `root: { repository: "${id.repeat(32)}", keys: ["${root.line}"] }
people: { ana: { level: principal, emails: [ana@example.com], keys: ["${ana.line}"] }, bo: { level: mid, emails: [bo@example.com] } }
gates:
  ci: { keys: ["${gate}"], may: [evidence] }
  host: { keys: ["${host.line}"], may: [landing, adoption] }
`;
const policy = (...requires: readonly string[]) => `version: 1
levels: [junior, mid, senior, principal]
mode: enforce
undeclared: human
rules:
  - name: proven
    when: change.files > 0
    require: [${requires.join(', ')}]
    because: machines measured it
otherwise: { allow: true, because: nothing is asked }
`;

/** The shop with a branch `topic` that adds three lines to one file, checked out. */
function waiting(...requires: readonly string[]): string {
  const cwd = newShop();
  commitFiles(cwd, 'Adopt', { '.countersign/policy.yaml': policy(...requires), '.countersign/people.yaml': people() });
  git(cwd, 'switch', '--quiet', '--create', 'topic');
  commitFiles(cwd, 'Page', { 'services/web/page.ts': 'export const p = 1;\nexport const q = 2;\nexport const r = 3;\n' });
  return cwd;
}

const run = (cwd: string, ...args: string[]) => {
  const { status, stdout, stderr } = countersign(cwd, args);
  return { status, said: `${stdout}${stderr}`.replaceAll(/\s+/g, ' ') };
};
/** Writes a report beside the sources and gives its path. */
const report = (cwd: string, name: string, text: string): string => {
  const path = join(cwd, '.git', name);
  writeFileSync(path, text);
  return path;
};
const record = (cwd: string, ...args: string[]) => run(cwd, 'evidence', 'record', '--key', ci.path, ...args);
const check = (cwd: string) => run(cwd, 'check', 'main..topic');
const entries = (cwd: string) => git(cwd, 'log', '--format=%s', '--all', '--glob=refs/countersign/ledger').split('\n').filter((line) => line.startsWith('Append')).length;

const junit = (...cases: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites><testsuite name="s">${cases.join('')}</testsuite></testsuites>\n`;
const passes = '<testcase name="a"/>';
const fails = '<testcase name="b"><failure message="no">at b</failure></testcase>';
const skips = '<testcase name="c"><skipped/></testcase>';
const lcov = (hit: readonly number[], missed: readonly number[], path = 'services/web/page.ts') => `TN:\nSF:${path}\n${[...hit.map((line) => `DA:${line},1`), ...missed.map((line) => `DA:${line},0`)].join('\n')}\nend_of_record\n`;
const finding = (level: string, path: string, more: object = {}) => ({ ruleId: 'r', level, message: { text: 'x' }, locations: [{ physicalLocation: { artifactLocation: { uri: path }, region: { startLine: 1 } } }], ...more });
const sarif = (results: readonly object[] | null, more: object = {}) => JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'semgrep', version: '1.90' } }, results, ...more }] });
const page = 'services/web/page.ts';

describe('a scan that a gate signs', () => {
  it('meets `scan` where it found nothing in the files of the change', () => {
    const cwd = waiting('{ scan: { no-new: warning } }');
    expect(check(cwd)).toMatchObject({ status: 1, said: expect.stringMatching(/◐ scan a clean scan.*then a clean scan, signed by ci|a clean scan, signed by ci/) });
    const clean = report(cwd, 'a.sarif', sarif([finding('error', 'services/web/list.ts'), finding('note', page), finding('error', page, { baselineState: 'unchanged' })]));
    expect(record(cwd, '--sarif', clean)).toMatchObject({ status: 0, said: expect.stringContaining('semgrep run, 2 findings, by ci') });
    expect(check(cwd)).toMatchObject({ status: 0, said: expect.stringContaining('semgrep found nothing new, ci, entry 0') });
  });

  it.each<[string, string, string]>([
    ['a finding in a touched file', sarif([finding('warning', page), finding('note', page)]), 'semgrep found 1 warning in services/web/page.ts, ci, entry 0'],
    ['one that a comment in the source suppresses', sarif([finding('error', `./${page}`, { suppressions: [{ kind: 'inSource' }] })]), 'semgrep found 1 error in services/web/page.ts'],
    ['one that lies nowhere in the tree', sarif([finding('error', 'generated/x.ts')]), 'semgrep found 1 error in no file of the tree'],
    ['a scanner that failed', sarif([], { invocations: [{ executionSuccessful: false }] }), 'semgrep did not run to its end'],
    ['a scanner that says nothing of results', sarif(null), 'semgrep did not run to its end'],
  ])('keeps the change waiting with %s', (_, text, sentence) => {
    const cwd = waiting('{ scan: { no-new: warning } }');
    expect(record(cwd, '--sarif', report(cwd, 'a.sarif', text)).status).toBe(0);
    expect(check(cwd)).toMatchObject({ status: 1, said: expect.stringContaining(sentence) });
  });

  it('counts anew for each head, and every scanner that ran must be clean', () => {
    const cwd = waiting('{ scan: { no-new: warning } }');
    record(cwd, '--sarif', report(cwd, 'a.sarif', sarif([])));
    record(cwd, '--sarif', report(cwd, 'b.sarif', sarif([finding('error', page)]).replace('semgrep', 'eslint')));
    expect(check(cwd)).toMatchObject({ status: 1, said: expect.stringContaining('eslint found 1 error') });
    record(cwd, '--sarif', report(cwd, 'c.sarif', sarif([finding('note', page)]).replace('semgrep', 'eslint')));
    expect(check(cwd).status).toBe(0);
    commitFiles(cwd, 'More', { [page]: 'export const p = 4;\n' });
    expect(check(cwd)).toMatchObject({ status: 1, said: expect.stringContaining('a clean scan') });
  });
});

describe('tests that a gate signs', () => {
  it('meet `tests` by suite, and `checks` where they are the outcome of one', () => {
    const cwd = waiting('{ tests: { suites: [unit] } }', '{ checks: { pass: [test] } }');
    const file = report(cwd, 'a.xml', junit(passes, skips));
    expect(record(cwd, '--suite', 'unit', '--check', 'test', '--junit', file)).toMatchObject({ status: 0, said: expect.stringMatching(/test passed, by ci: .* \(entry 0\) unit tests passed \(1 ran, 1 skipped\), by ci/) });
    expect(check(cwd)).toMatchObject({ status: 0, said: expect.stringContaining('unit passed, ci, entry 1 (1 ran, 1 skipped)') });
  });

  it.each<[string, readonly string[], string]>([
    ['one failed', [passes, fails], '1 of 2 unit tests failed, ci, entry 0'],
    ['none is there', [], 'no unit test ran'],
    ['all were skipped', [skips, skips], 'no unit test ran'],
  ])('keep the change waiting where %s', (_, cases, sentence) => {
    const cwd = waiting('{ tests: { suites: [unit] } }');
    expect(record(cwd, '--suite', 'unit', '--junit', report(cwd, 'a.xml', junit(...cases))).status).toBe(0);
    expect(check(cwd)).toMatchObject({ status: 1, said: expect.stringContaining(sentence) });
  });

  it('cover the added lines to the share that is asked, by all suites together', () => {
    const cwd = waiting('{ tests: { suites: [unit, integration], cover: 100% } }');
    const suite = (name: string, ...more: string[]) => record(cwd, '--suite', name, '--junit', report(cwd, `${name}.xml`, junit(passes).replace('"s"', `"${name}"`)), ...more);
    suite('unit');
    suite('integration');
    expect(check(cwd).said).toContain('no coverage was recorded with it');
    suite('unit', '--coverage', report(cwd, 'l', lcov([1, 2], [3])));
    expect(check(cwd)).toMatchObject({ status: 1, said: expect.stringContaining('2 of 3 added lines covered, and 100 % are asked') });
    suite('integration', '--coverage', report(cwd, 'c.xml', `<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n<coverage><sources><source>${cwd}/services</source></sources><packages><package><classes><class filename="web/page.ts"><lines><line number="3" hits="2"/></lines></class></classes></package></packages></coverage>`));
    expect(check(cwd)).toMatchObject({ status: 0, said: expect.stringContaining('3 of 3 added lines covered') });
  });

  it('do not cover a file that the report leaves out', () => {
    const cwd = waiting('{ tests: { suites: [unit], cover: 50% } }');
    record(cwd, '--suite', 'unit', '--junit', report(cwd, 'a.xml', junit(passes)), '--coverage', report(cwd, 'l', lcov([1, 2, 3], [], 'services/web/list.ts')));
    expect(check(cwd).said).toContain('0 of 3 added lines covered, and 50 % are asked; the report does not name services/web/page.ts');
  });
});

describe('mutation testing that a gate signs', () => {
  const mutants = (line: number, status: string, test: string) =>
    JSON.stringify({ schemaVersion: '2.0', thresholds: { high: 80, low: 60 }, framework: { name: 'StrykerJS' }, files: { [page]: { language: 'ts', source: '', mutants: [{ id: '1', mutatorName: 'ConditionalExpression', status, killedBy: ['t'], location: { start: { line, column: 1 }, end: { line, column: 9 } } }] } }, testFiles: { 'page.test.ts': { tests: [{ id: 't', name: test }] } } });

  it.each<[string, string, number]>([
    ['a test of the class fails without an added line', mutants(2, 'Killed', 'price [nullish] of nothing'), 0],
    ['no test fails without it', mutants(2, 'Survived', 'price [nullish] of nothing'), 1],
    ['the test is of another class', mutants(2, 'Killed', 'price [empty] of nothing'), 1],
    ['the test names no class', mutants(2, 'Killed', 'price of nullish'), 1],
    ['the line is not of the change', mutants(9, 'Killed', 'price [nullish] of nothing'), 1],
  ])('meets `edge-cases` or not: %s', (_, text, status) => {
    const cwd = waiting('{ edge-cases: [nullish] }');
    expect(record(cwd, '--mutation', report(cwd, 'm.json', text)).status).toBe(0);
    const { said, ...ended } = check(cwd);
    expect(ended).toEqual({ status });
    expect(said).toContain(status === 0 ? 'nullish: a test fails without services/web/page.ts:2, ci, entry 0' : 'edge-case tests (nullish)');
  });
});

describe('results that meet nothing', () => {
  const asked = ['{ scan: { no-new: warning } }', '{ tests: { suites: [unit] } }'] as const;
  const both = (cwd: string, key: string, ...more: string[]) =>
    run(cwd, 'evidence', 'record', ...more, '--key', key, '--sarif', report(cwd, 'a.sarif', sarif([])), '--suite', 'unit', '--junit', report(cwd, 'a.xml', junit(passes)));

  it('are not recorded by a person, a gate that may not, the root, or a key nobody enrolled', () => {
    const cwd = waiting(...asked);
    for (const key of [ana, host, root, other]) expect(both(cwd, key.path).status).toBe(2);
    expect(entries(cwd)).toBe(0);
  });

  it('are those of a gate that the change itself enrols, by whoever forges them', () => {
    const cwd = waiting(...asked);
    git(cwd, 'switch', '--quiet', 'main');
    const before = git(cwd, 'rev-parse', 'HEAD');
    // The forger lets their own main enrol their key, records, and takes it back: the entries stay in the ledger.
    commitFiles(cwd, 'Forge', { '.countersign/people.yaml': people('5e', other.line) });
    expect(both(cwd, other.path, 'topic').status).toBe(0);
    git(cwd, 'reset', '--quiet', '--hard', before);
    expect(check(cwd)).toMatchObject({ status: 1, said: expect.stringContaining('set aside') });
    expect(both(cwd, ci.path, 'topic').status).toBe(0);
    expect(check(cwd).status).toBe(0);
  });

  it('are those of another repository', () => {
    const cwd = waiting(...asked);
    git(cwd, 'switch', '--quiet', 'main');
    const before = git(cwd, 'rev-parse', 'HEAD');
    commitFiles(cwd, 'Another repository', { '.countersign/people.yaml': people('6f') });
    expect(both(cwd, ci.path, 'topic').status).toBe(0);
    git(cwd, 'reset', '--quiet', '--hard', before);
    expect(check(cwd)).toMatchObject({ status: 1, said: expect.stringContaining('repository') });
  });

  it('are those of an older head, also where the scanner says so itself', () => {
    const cwd = waiting(...asked);
    expect(both(cwd, ci.path, 'topic~1').status).toBe(0);
    expect(check(cwd).status).toBe(1);
    const stale = report(cwd, 'stale.sarif', sarif([], { versionControlProvenance: [{ repositoryUri: 'https://example.com', revisionId: git(cwd, 'rev-parse', 'topic~1') }] }));
    expect(record(cwd, '--sarif', stale)).toMatchObject({ status: 2, said: expect.stringMatching(/it is about commit [0-9a-f]{12}, not [0-9a-f]{12}/) });
  });

  it('are those a gate signed as if it were a person', () => {
    const cwd = waiting('{ sign-off: { level: junior, owners: any, signature: any } }');
    expect(run(cwd, 'sign', 'main..topic', '--key', ci.path, '--approve', '--yes')).toMatchObject({ status: 2, said: expect.stringMatching(/gate/) });
    expect(entries(cwd)).toBe(0);
  });
});

describe('check --evidence', () => {
  it('says what unsigned results would make of a change, and changes nothing', () => {
    const cwd = waiting('{ scan: { no-new: warning } }', '{ tests: { suites: [unit], cover: 100% } }');
    const files = [report(cwd, 'a.sarif', sarif([])), report(cwd, 'a.xml', junit(passes)), report(cwd, 'l', lcov([1, 2, 3], []))];
    const preview = (...paths: readonly string[]) => run(cwd, 'check', 'main..topic', '--evidence', ...paths);
    expect(preview(...files)).toMatchObject({ status: 1, said: expect.stringMatching(/^◐ pending .*unsigned results meet nothing: unit tests passed \(1 ran\); semgrep run, 0 findings\. Signed by ci for this head, it would be approved/) });
    expect(preview(report(cwd, 'b.sarif', sarif([finding('error', page)])))).toMatchObject({ status: 1, said: expect.stringContaining('it would be pending: needs a clean scan') });
    expect(preview(report(cwd, 'x', 'hello'))).toMatchObject({ status: 2, said: expect.stringContaining('is no file of results that is read') });
    expect(entries(cwd)).toBe(0);
  });
});

describe('a file that is no report', () => {
  const nest = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
  it.each<[string, string, string, string]>([
    ['entities that grow', '--junit', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><testsuites>&b;</testsuites>', 'entities or elements of its own'],
    ['an entity of a file', '--junit', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuites>&x;</testsuites>', '&x; is an entity of its own'],
    ['deep nesting', '--junit', nest('<testsuite>', '</testsuite>', 100), 'nested deeper than 64'],
    ['a file that is cut off', '--junit', junit(passes).replace(/<\/testsuites>\s*$/, ''), 'cut off'],
    ['JSON', '--junit', '{}', 'JUnit XML'],
    ['deep JSON', '--sarif', nest('[', ']', 100), 'nested deeper than 32'],
    ['JSON that says a thing twice', '--sarif', '{"version":"2.1.0","version":"2.1.0"}', 'a member stands twice'],
    ['no run', '--sarif', '{"version":"2.1.0","runs":[]}', 'nothing was scanned'],
    ['another version', '--sarif', '{"version":"1.0.0","runs":[]}', 'no SARIF 2.1.0'],
  ])('is refused with one sentence: %s', (_, flag, text, sentence) => {
    const cwd = (refusing ??= waiting('{ scan: {} }'));
    const { status, said } = record(cwd, flag, report(cwd, 'bomb', text), ...(flag === '--junit' ? ['--suite', 'unit'] : []));
    expect([status, said]).toEqual([2, expect.stringContaining(sentence)]);
    expect(said.length).toBeLessThan(400);
    expect(entries(cwd)).toBe(0);
  });
  let refusing: string | undefined;

  it('is refused before it is in memory where it is too large, or never ends', () => {
    const cwd = (refusing ??= waiting('{ scan: {} }'));
    for (const path of [report(cwd, 'large', ' '.repeat(33 * 1024 * 1024)), '/dev/zero']) expect(record(cwd, '--sarif', path)).toMatchObject({ status: 2, said: expect.stringContaining('is larger than 32 MB') });
  });
});
