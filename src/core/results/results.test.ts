import { property, assert as check, string, uint8Array, oneof, constantFrom, array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../values/index.ts';
import { addTests, readCoverage, readJunit, readMutation, readSarif, ReportProblem } from './index.ts';
import { walkXml } from './xml.ts';

const bytes = encodeUtf8;

describe('XML', () => {
  const walked = (text: string) => {
    const seen: string[] = [];
    walkXml(bytes(text), {
      open: (name, attributes, depth) => seen.push(`${depth}<${name} ${[...attributes].map(([key, value]) => `${key}=${value}`).join(',')}`),
      close: (name, text, depth) => seen.push(`${depth}>${name} ${text.trim()}`),
    });
    return seen;
  };

  test('is walked in the order it stands', () => {
    expect(walked('\ufeff<?xml version="1.0"?><!-- c --><a x="1 &lt; &#50;&amp;" y=\'"\'>t<b/><![CDATA[<u>]]>&#x41;</a>\n')).toEqual(['0<a x=1 < 2&,y="', '1<b ', '1>b ', '0>a t<u>A']);
  });

  test.each([
    ['nothing', '', 'holds no element'],
    ['two outermost elements', '<a/><b/>', 'a second element'],
    ['what closes another', '<a></b>', 'closes what is not open'],
    ['no end', '<a><b></b>', 'cut off'],
    ['an attribute twice', '<a x="1" x="2"/>', 'twice'],
    ['an attribute without quotes', '<a x=1/>', 'not quoted'],
    ['a `<` in a value', '<a x="<"/>', 'holds a `<`'],
    ['text outside', 'x<a/>', 'outside'],
    ['an entity of its own', '<a>&b;</a>', '&b; is an entity'],
    ['one in a value', '<a x="&b;"/>', '&b; is an entity'],
    ['a lone `&`', '<a>& </a>', 'begins nothing'],
    ['half a character', '<a>&#xd800;</a>', 'entity'],
    ['a document type with declarations', '<!DOCTYPE a [<!ENTITY b "c">]><a/>', 'of its own'],
    ['a document type that ends for one reader and not for another', '<!DOCTYPE a SYSTEM "><a><b/></a><!--"><a><c/></a><!-- -->', 'a document type cannot be read'],
    ['letters that another reader takes for elements', '<?xml version="1.0" encoding="UTF-7"?><a>+ADw-b/+AD4-</a>', 'written in UTF-7, not in UTF-8'],
    ['a document type behind the element', '<a/><!DOCTYPE a>', 'where none may'],
    ['depth', '<a>'.repeat(65), 'deeper than 64'],
    ['control characters', '<a>\u0001</a>', 'control characters'],
    ['many attributes', `<a ${Array.from({ length: 65 }, (_, i) => `x${i}="1"`).join(' ')}/>`, 'more than 64 attributes'],
  ])('with %s is refused', (_, text, sentence) => {
    expect(() => walked(text)).toThrow(sentence);
    expect(() => walked(text)).toThrow(ReportProblem);
  });

  test('that is no UTF-8, or too large, is refused', () => {
    expect(() => walkXml(Uint8Array.of(0x3c, 0x61, 0xff), { open() {}, close() {} })).toThrow('not UTF-8');
    expect(() => walkXml(new Uint8Array(33 * 1024 * 1024), { open() {}, close() {} })).toThrow('larger than');
  });
});

describe('JUnit', () => {
  test.each([
    ['counts tests one by one, wherever they are nested', '<testsuites><testsuite><testcase/><testsuite><testcase><error/></testcase></testsuite></testsuite></testsuites>', { ran: 2, failed: 1, skipped: 0 }],
    ['believes a suite that more failed', '<testsuite failures="2" errors="1"><testcase/></testsuite>', { ran: 1, failed: 3, skipped: 0 }],
    ['does not believe one that fewer failed', '<testsuite failures="0"><testcase><failure/></testcase></testsuite>', { ran: 1, failed: 1, skipped: 0 }],
    ['counts what failed beside every test', '<testsuite><testcase/><error/></testsuite>', { ran: 1, failed: 1, skipped: 0 }],
    ['leaves out what was skipped or disabled', '<testsuite><testcase><skipped/></testcase><testcase status="disabled"/><testcase/></testsuite>', { ran: 1, failed: 0, skipped: 2 }],
    ['takes a test that failed for failed, also where it says it was skipped', '<testsuite><testcase><failure/><skipped/></testcase></testsuite>', { ran: 1, failed: 1, skipped: 0 }],
    ['takes a test for failed that says so of itself alone', '<testsuite><testcase status="failed"/><testcase result="error"/><testcase status="run" result="completed"/></testsuite>', { ran: 3, failed: 2, skipped: 0 }],
    ['does not look for tests in what was printed', '<testsuite><testcase><failure/></testcase><system-out><![CDATA[</testsuite><testsuite><testcase/>]]></system-out><!-- <testcase/> --></testsuite>', { ran: 1, failed: 1, skipped: 0 }],
    ['counts a name as often as it comes', '<testsuite><testcase name="a"/><testcase name="a"><failure/></testcase><testcase name="a"/></testsuite>', { ran: 3, failed: 1, skipped: 0 }],
    ['takes one that passed in the end for passed', '<testsuite><testcase><flakyFailure/></testcase></testsuite>', { ran: 1, failed: 0, skipped: 0 }],
  ])('%s', (_, text, counts) => {
    expect(readJunit(bytes(text))).toEqual(counts);
  });

  test('of several files is added up', () => {
    expect(addTests([{ ran: 1, failed: 0, skipped: 2 }, { ran: 3, failed: 1, skipped: 0 }])).toEqual({ ran: 4, failed: 1, skipped: 2 });
  });

  test.each([
    ['another root', '<html/>', '<html>'],
    ['a count that is none', '<testsuite failures="-1"/>', 'no number'],
    ['more failures than can be counted', '<testsuite failures="9007199254740991" errors="1"/>', 'no number'],
    ['a test in a test', '<testsuite><testcase><testcase/></testcase></testsuite>', 'inside a test'],
  ])('with %s is refused', (_, text, sentence) => {
    expect(() => readJunit(bytes(text))).toThrow(sentence);
  });
});

describe('coverage', () => {
  const lines = (text: string) => readCoverage(bytes(text)).map(({ paths, lines: of }) => [paths, [...of].map(([line, ran]) => (ran ? line : -line))]);

  test('of lcov is joined by file, and a line ran where any record says so', () => {
    expect(lines('TN:x\nSF:a.ts\nFN:1,f\nDA:1,0\nDA:2,3,abc\nLF:2\nend_of_record\nSF:a.ts\nDA:1,1\nend_of_record\n')).toEqual([[['a.ts'], [1, 2]]]);
  });

  test.each(['\u2028', '\u00a0', ' '])('of lcov is of the file with %j at the end of its name', (sign) => {
    expect(lines(`SF:a.ts${sign}\r\nDA:1,1\r\nend_of_record\r\n`)).toEqual([[[`a.ts${sign}`], [1]]]);
  });

  test('of Cobertura names files by its sources', () => {
    const text = '<coverage><sources><source>src</source></sources><packages><package><classes><class filename="a.py"><methods/><lines><line number="1" hits="0"/><line number="2" hits="1" branch="true"/></lines></class></classes></package></packages></coverage>';
    expect(lines(text)).toEqual([[['a.py', 'src/a.py'], [-1, 2]]]);
  });

  test.each([
    ['nothing', '', 'covers no file'],
    ['a line of no file', 'DA:1,1\n', 'counts no line'],
    ['a file that does not end', 'SF:a\nDA:1,1\n', 'cut off'],
    ['words', 'hello world\n', 'neither lcov nor Cobertura'],
    ['a count that is none', 'SF:a\nDA:1,x\nend_of_record\n', 'counts no line'],
    ['XML of another kind', '<testsuite/>', 'not Cobertura'],
    ['more folders and files than names can be made of', `<coverage>${'<source>/a/b</source>'.repeat(2000)}${Array.from({ length: 2000 }, (_, at) => `<class filename="a${at}"/>`).join('')}</coverage>`, 'too many names'],
    ['a folder longer than a path', `<coverage><source>${'/'.repeat(5000)}x</source><class filename="a"/></coverage>`, 'more than 4096 characters'],
    ['a line without a number', '<coverage><class filename="a"><line hits="1"/></class></coverage>', 'no number'],
  ])('of %s is refused', (_, text, sentence) => {
    expect(() => lines(text)).toThrow(sentence);
  });
});

describe('SARIF', () => {
  const run = (results: unknown, more: object = {}, driver: object = {}) => ({ tool: { driver: { name: 'x', ...driver } }, results, ...more });
  const read = (...runs: readonly object[]) => readSarif(bytes(JSON.stringify({ version: '2.1.0', runs })));
  const at = (uri: string, more: object = {}) => ({ locations: [{ physicalLocation: { artifactLocation: { uri, ...more } } }] });
  const levels = (result: object, more: object = {}, driver: object = {}) => read(run([result], more, driver))[0]!.findings.map(({ level }) => level);

  test.each<[string, object, object, object, readonly string[]]>([
    ['is what the result says', { level: 'note' }, {}, {}, ['note']],
    ['is a warning where nothing says', {}, {}, {}, ['warning']],
    ['is its rule’s by index', { ruleIndex: 1 }, {}, { rules: [{ id: 'a' }, { id: 'b', defaultConfiguration: { level: 'error' } }] }, ['error']],
    ['is its rule’s by id, also of a part of it', { ruleId: 'b/1' }, {}, { rules: [{ id: 'b', defaultConfiguration: { level: 'note' } }] }, ['note']],
    ['is the gravest of two rules of one name', { ruleId: 'b' }, {}, { rules: [{ id: 'b', defaultConfiguration: { level: 'error' } }, { id: 'b', defaultConfiguration: { level: 'note' } }] }, ['error']],
    ['is the gravest where defaults are overridden', { ruleId: 'b' }, { invocations: [{ executionSuccessful: true, ruleConfigurationOverrides: [{}] }] }, {}, ['error']],
    ['is none of what passed', { kind: 'pass' }, {}, {}, []],
    ['is none of what was there before', { level: 'error', baselineState: 'unchanged' }, {}, {}, []],
    ['is kept of what changed', { level: 'error', baselineState: 'updated' }, {}, {}, ['error']],
    ['is none of what was accepted outside the source', { level: 'error', suppressions: [{ kind: 'external', status: 'accepted' }] }, {}, {}, []],
    ['is kept of what is under review', { level: 'error', suppressions: [{ kind: 'external', status: 'underReview' }] }, {}, {}, ['error']],
    ['is kept of what a comment suppresses', { level: 'error', suppressions: [{ kind: 'inSource' }] }, {}, {}, ['error']],
  ])('a level %s', (_, result, more, driver, expected) => {
    expect(levels(result, more, driver)).toEqual(expected);
  });

  test.each<[string, object, object, readonly string[]]>([
    ['as written, decoded', at('src/a%20b.ts'), {}, ['src/a b.ts']],
    ['below the folder it is relative to', at('a.ts', { uriBaseId: 'S' }), { originalUriBaseIds: { S: { uri: 'src/', uriBaseId: 'R' }, R: { uri: 'file:///w/' } } }, ['/w/src/a.ts', 'a.ts']],
    ['where a file lies', at('file:///w/a.ts'), {}, ['/w/a.ts']],
    ['by the list of artifacts', { locations: [{ physicalLocation: { artifactLocation: { index: 0 } } }] }, { artifacts: [{ location: { uri: 'a.ts' } }] }, ['a.ts']],
  ])('a place is found %s', (_, result, more, paths) => {
    expect(read(run([{ level: 'error', ...result }], more))[0]!.findings[0]!.places).toEqual([paths]);
  });

  test.each<[string, object, string]>([
    ['that failed', run([], { invocations: [{ executionSuccessful: false }] }), 'it failed'],
    ['that does not say', run([], { invocations: [{}] }), 'does not say'],
    ['that tells of errors', run([], { invocations: [{ executionSuccessful: true, toolExecutionNotifications: [{ level: 'error' }] }] }), 'an error of its own'],
    ['without results', run(undefined), 'nothing of results'],
  ])('a run %s has stopped', (_, one, sentence) => {
    expect(read(one)[0]!.stopped).toContain(sentence);
  });

  test.each<[string, string, string]>([
    ['a level there is not', JSON.stringify({ version: '2.1.0', runs: [run([{ level: 'fatal' }])] }), 'a level that SARIF does not have'],
    ['no tool', '{"version":"2.1.0","runs":[{"results":[]}]}', '.tool is not an object'],
    ['results in another file', JSON.stringify({ version: '2.1.0', runs: [run([], { externalPropertyFileReferences: { results: [] } })] }), 'in another file'],
    ['the end of its run in another file', JSON.stringify({ version: '2.1.0', runs: [run([], { externalPropertyFileReferences: { invocations: [] } })] }), 'keeps invocations in another file'],
    ['results beside its runs', JSON.stringify({ version: '2.1.0', runs: [run([])], inlineExternalProperties: [{ results: [] }] }), 'beside them'],
    ['a folder that lies in itself', JSON.stringify({ version: '2.1.0', runs: [run([at('a', { uriBaseId: 'S' })], { originalUriBaseIds: { S: { uri: 'a'.repeat(1000), uriBaseId: 'S' } } })] }), 'more than 4096 characters'],
    ['more runs than tools there are', JSON.stringify({ version: '2.1.0', runs: Array(257).fill(run([])) }), 'more than 256 runs'],
    ['a name of two lines', JSON.stringify({ version: '2.1.0', runs: [run([], {}, { name: 'a\nb' })] }), 'one line'],
    ['too many values', `{"version":"2.1.0","runs":[${'[],'.repeat(2_000_001)}1]}`, 'too many values'],
  ])('with %s is refused', (_, text, sentence) => {
    expect(() => readSarif(bytes(text))).toThrow(sentence);
  });
});

test('a mutation testing report that names its framework on two lines is refused', () => {
  expect(() => readMutation(bytes('{"schemaVersion":"2.0","framework":{"name":"a\\nb"},"files":{}}'))).toThrow('on one line');
});

test('whatever bytes come, a reader gives a value or one sentence, and nothing else', () => {
  const words = constantFrom('<testsuite>', '</testsuite>', '<testcase/>', '<coverage>', '<!DOCTYPE ', '[', ']', '>', '&lt;', '&#', '{"runs":[', '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[', '{"files":{', '}', '"', 'SF:a\n', 'DA:1,1\n', 'end_of_record\n', '<![CDATA[', '<?', '\u0000', '\ud800');
  const any = oneof(uint8Array({ maxLength: 200 }), array(oneof(words, string({ maxLength: 6 })), { maxLength: 30 }).map((parts) => bytes(parts.join(''))));
  check(
    property(any, (input) => {
      for (const read of [readJunit, readCoverage, readSarif, readMutation]) {
        try {
          expect(read(input)).toBeTypeOf('object');
        } catch (error) {
          expect(error).toBeInstanceOf(ReportProblem);
        }
      }
    }),
    { numRuns: 500 },
  );
});
