import { added, judged, touched, type Handed } from './report-ground.ts';
import { preventedIf, type Row } from './row.ts';

const made: Row['source'] = { threat: 'results of tests made up by the author' };
const open: Row['source'] = { pitfall: 'fail-open' };

/** What a file of results is to be taken for, against what it is; `because`: how the program says no. */
interface Attack {
  readonly id: string;
  readonly act: string;
  readonly handed: Handed;
  readonly because: RegExp;
  readonly source?: Row['source'];
}

/** Files that must not meet a requirement, which the same files as they should be meet. */
function against(require: string, sound: Handed, attacks: readonly Attack[]): readonly Row[] {
  return attacks.map(({ id, act, handed, because, source = made }) => ({
    id: `result/${id}`, actor: 'author', act, source, expected: 'prevented',
    run: async () => preventedIf(because.test(await judged(require, { ...sound, ...handed })) && (await judged(require, sound)) === 'approved'),
  }));
}

const passes = '<testcase name="a"/>';
const fails = '<testcase name="a"><failure message="no"/></testcase>';
const suites = (inside: string) => `<testsuites><testsuite name="s">${inside}</testsuite></testsuites>`;
const junit = (id: string, act: string, text: string | Uint8Array, because: RegExp, source?: Row['source']): Attack => ({ id: `junit-${id}`, act, handed: { junit: text }, because, ...(source === undefined ? {} : { source }) });
const oneFailed = /pending: .*1 of \d unit tests failed/;

/** JUnit files: what hides a failure, and what never ends. */
const tests = against('tests: { suites: [unit] }', { junit: suites(passes) }, [
  junit('laughs', 'hands the gate test results with entities that grow a billionfold', `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, at) => `<!ENTITY ${'bcdefghij'[at]!} "${`&${'abcdefghi'[at]!};`.repeat(10)}">`).join('')}]>${suites(`${passes}<system-out>&j;</system-out>`)}`, /refused: .*entities or elements of its own/),
  junit('entity', 'has a secret of the gate’s machine read into test results by an entity', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${suites(`${passes}<system-out>&secret;</system-out>`)}`, /refused: .*&secret; is an entity of its own/),
  junit('two-readings', 'writes test results that end their document type for one reader and not for another', `<!DOCTYPE x SYSTEM ">${suites(passes)}<!--">${suites(fails)}<!-- -->`, /refused: .*document type cannot be read/),
  junit('utf-7', 'writes the failure in letters that another reader takes for an element', `<?xml version="1.0" encoding="UTF-7"?>${suites('<testcase name="a">+ADw-failure/+AD4-</testcase>')}`, /refused: .*written in UTF-7/),
  junit('utf-16', 'writes test results in UTF-16', Buffer.from(`\ufeff${suites(passes)}`, 'utf16le'), /refused: .*not UTF-8/),
  junit('deep', 'nests a million elements in test results', suites(`${passes}${'<testsuite>'.repeat(1_000_000)}${'</testsuite>'.repeat(1_000_000)}`), /refused: .*nested deeper than 64/),
  junit('wide', 'writes test results of more elements than any run has', suites(`${passes}${'<p/>'.repeat(1_000_001)}`), /refused: .*more than 1000000 elements/),
  junit('large', 'writes test results larger than the gate reads', suites(`${passes}${' '.repeat(33 * 1024 * 1024)}`), /refused: .*larger than/),
  junit('cut', 'has the run killed before its test fails, and the file end there', `<testsuites><testsuite name="s">${passes}`, /refused: .*cut off/, open),
  junit('none', 'has a run without any test taken for one that passed', suites(''), /pending: .*no unit test ran/, open),
  junit('skipped', 'skips every test', suites('<testcase name="a"><skipped/></testcase>'), /pending: .*no unit test ran/, open),
  junit('count', 'writes no failures into the head of a file in which a test failed', `<testsuites failures="0" errors="0"><testsuite name="s" tests="1" failures="0">${fails}</testsuite></testsuites>`, oneFailed),
  junit('count-only', 'takes the failed test out of a file whose head still counts it', `<testsuites><testsuite name="s" tests="2" failures="1">${passes}</testsuite></testsuites>`, oneFailed),
  junit('hidden', 'hides the failed test between what looks like the ends of a comment', suites(`${passes}<system-out><![CDATA[<!--]]></system-out>${fails}<system-out><![CDATA[-->]]></system-out>`), oneFailed),
  junit('same-name', 'runs a test that passes under the name of the one that failed, before and after it', suites(`${passes}${fails}${passes}`), oneFailed),
  junit('nested', 'hides the failed test in suites inside suites', suites(`${passes}<testsuite><testsuite failures="0">${fails}</testsuite></testsuite>`), oneFailed),
  junit('beside', 'has the tests of a suite never start, and says so beside them', suites(`${passes}<error message="setup failed"/>`), oneFailed),
  junit('word', 'says that a test failed in one word and nowhere else', suites('<testcase name="a" status="failed"/>'), oneFailed),
  junit('skipped-failure', 'calls the test that failed a skipped one too', suites(`${passes}<testcase name="b"><failure/><skipped/></testcase>`), oneFailed),
]);

const lcov = (path: string, ...lines: readonly string[]) => `TN:\nSF:${path}\n${lines.map((line) => `DA:${line}\n`).join('')}end_of_record\n`;
const report = (id: string, act: string, coverage: string, because: RegExp): Attack => ({ id: `coverage-${id}`, act, handed: { coverage }, because });
const uncovered = /pending: .*0 of 1 added lines covered/;

/** Coverage: what is counted for lines that no test ran. */
const coverage = against('tests: { suites: [unit], cover: 100% }', { junit: suites(passes), coverage: lcov(touched, `${added},1`) }, [
  report('elsewhere', 'has the coverage of a file outside the repository counted for theirs', lcov(`../${touched}`, `${added},1`), uncovered),
  report('other-file', 'has the coverage of another file counted for theirs', lcov('shop/total.ts', '1,1'), uncovered),
  report('other-name', 'has the coverage of a file counted whose name only looks the same', lcov(`${touched}\u00a0`, `${added},1`), uncovered),
  report('beyond', 'brings the coverage of an earlier state, with lines that the file does not have', lcov(touched, '1,1', '40,1'), /refused: .*counts line 40 of `shop\/cart\.ts`, which has 13/),
  report('cut', 'cuts the coverage off before the lines that nothing ran', `TN:\nSF:${touched}\nDA:1,1\n`, /refused: .*cut off/),
  report('never-ran', 'counts a line as run that ran less than once', lcov(touched, `${added},-1`), uncovered),
  report('names', 'names folders and files in coverage that make more names than bytes', `<coverage>${'<source>/a</source>'.repeat(3000)}${Array.from({ length: 3000 }, (_, at) => `<class filename="a${at}"/>`).join('')}</coverage>`, /refused: .*too many names/),
]);

const finding = (more: object = {}) => ({ ruleId: 'r', level: 'error', message: { text: 'x' }, locations: [{ physicalLocation: { artifactLocation: { uri: touched } } }], ...more });
const run = (results: unknown, more: object = {}, driver: object = {}) => ({ tool: { driver: { name: 'semgrep', ...driver } }, results, ...more });
const log = (...runs: readonly object[]) => JSON.stringify({ version: '2.1.0', runs });
const scan = (id: string, act: string, sarif: string, because: RegExp, source?: Row['source']): Attack => ({ id: `sarif-${id}`, act, handed: { sarif }, because, ...(source === undefined ? {} : { source }) });
const found = /pending: .*semgrep found 1 error/;
const stopped = /pending: .*semgrep did not run to its end/;

/** SARIF: what takes a finding away, and a scan that looked at nothing. */
const scans = against('scan: { no-new: error }', { sarif: log(run([])) }, [
  scan('null', 'has a scan that says nothing of results taken for a clean one', log(run(null)), stopped, open),
  scan('no-run', 'has a file without any scan taken for a clean one', log(), /refused: .*nothing was scanned/, open),
  scan('no-tool', 'leaves out which scanner it was', log({ results: [] }), /refused: .*tool is not an object/),
  scan('failed', 'has a scanner that failed taken for one that found nothing', log(run([], { invocations: [{ executionSuccessful: false }] })), stopped, open),
  scan('other-commit', 'brings the clean scan of another commit', log(run([], { versionControlProvenance: [{ repositoryUri: 'https://example.com/shop', revisionId: 'f'.repeat(40) }] })), /refused: .*it is about commit ffffffffffff/),
  scan('twice', 'writes the results twice, so that one reader takes the first and another the last', `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"semgrep"}},"results":${JSON.stringify([finding()])},"results":[]}]}`, /refused: .*a member stands twice/),
  scan('second-run', 'puts a clean run of the scanner behind the one that found something', log(run([finding()]), run([])), found),
  scan('comment', 'suppresses a finding by a comment in the change', log(run([finding({ suppressions: [{ kind: 'inSource' }] })])), found),
  scan('under-review', 'asks for a finding to be accepted, which nobody has', log(run([finding({ suppressions: [{ kind: 'external', status: 'underReview' }] })])), found),
  scan('by-rule', 'leaves the level out of a finding whose rule says that it is an error', log(run([finding({ level: undefined })], {}, { rules: [{ id: 'r', defaultConfiguration: { level: 'error' } }] })), found),
  scan('rule-twice', 'adds a rule of the same name that calls it a note', log(run([finding({ level: undefined })], {}, { rules: [{ id: 'r', defaultConfiguration: { level: 'error' } }, { id: 'r', defaultConfiguration: { level: 'note' } }] })), found),
  scan('kind', 'calls an error one that needs no look', log(run([finding({ kind: 'informational' })])), found),
  scan('nowhere', 'has the scanner name a file that is not in the tree', log(run([finding({ locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///elsewhere/cart.ts' } } }] })])), /pending: .*semgrep found 1 error in no file of the tree/),
  scan('elsewhere', 'keeps what was found in another file, which nobody fetches', log(run([], { externalPropertyFileReferences: { results: [{ location: { uri: 'https://example.com/results' } }] } })), /refused: .*keeps results in another file/),
  scan('run-elsewhere', 'keeps in another file that the scanner failed', log(run([], { externalPropertyFileReferences: { invocations: { location: { uri: 'invocations' } } } })), /refused: .*keeps invocations in another file/),
  scan('beside', 'keeps what was found beside the run', JSON.stringify({ version: '2.1.0', runs: [run([])], inlineExternalProperties: [{ results: [finding()] }] }), /refused: .*beside them/),
  scan('deep', 'nests a scan deeper than any is', log(run([])).replace('"results"', `"properties":${'['.repeat(100_000)}${']'.repeat(100_000)},"results"`), /refused: .*nested deeper than 32/),
  scan('folder', 'has each finding lie in a folder that lies in itself', log(run([finding({ level: 'note', locations: [{ physicalLocation: { artifactLocation: { uri: touched, uriBaseId: 'S' } } }] })], { originalUriBaseIds: { S: { uri: `${'a/'.repeat(500)}`, uriBaseId: 'S' } } })), /refused: .*more than 4096 characters/),
  scan('many', 'makes a scan of thousands of scanners, each to be signed', log(...Array.from({ length: 1000 }, (_, at) => run([], {}, { name: `scanner ${at}` }))), /refused: .*more than 256 runs/),
]);

const mutants = (mutant: object = {}, name = 'price [nullish] of nothing') => JSON.stringify({
  schemaVersion: '2.0', thresholds: { high: 80, low: 60 }, files: { [touched]: { language: 'ts', source: '', mutants: [{ id: '1', mutatorName: 'ConditionalExpression', status: 'Killed', killedBy: ['t'], location: { start: { line: added, column: 1 }, end: { line: added, column: 9 } }, ...mutant }] } },
  testFiles: { 'cart.test.ts': { tests: [{ id: 't', name }] } },
});
const mutation = (id: string, act: string, text: string): Attack => ({ id: `mutation-${id}`, act, handed: { mutation: text }, because: /pending: .*(?:nullish|edge)/ });

/** Mutation testing: what is called a test of an edge case. */
const edges = against('edge-cases: [nullish]', { mutation: mutants() }, [
  mutation('survived', 'names an edge-case test that passes whatever the added line does', mutants({ status: 'Survived' })),
  mutation('timeout', 'has mutation testing stop on time at the added line, with no test that failed', mutants({ status: 'Timeout' })),
  mutation('nobody', 'has a mutant killed by a test that the report does not have', mutants({ killedBy: ['u'] })),
  mutation('other-line', 'names an edge-case test that fails for a line they did not write', mutants({ location: { start: { line: 2, column: 1 }, end: { line: 2, column: 9 } } })),
  mutation('other-class', 'calls the test of another edge case by the name of the one that is asked', mutants({}, 'price of nullish [empty]')),
  mutation('score', 'writes a perfect score into a report in which nothing was killed', JSON.stringify({ ...JSON.parse(mutants({ status: 'NoCoverage' })), mutationScore: 100, thresholds: { high: 0, low: 0 } })),
]);

/** Files of results that lie, hide, or never end, handed to the job of a gate. */
export const reports: readonly Row[] = [...tests, ...coverage, ...scans, ...edges];
