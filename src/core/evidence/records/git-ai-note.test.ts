import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NoteClaims, parseGitAiNote } from '../index.ts';

const commit = 'c'.repeat(40);
const source = { ref: 'refs/notes/ai', blob: 'b'.repeat(40), commit };
const metadata = {
  schema_version: 'authorship/3.0.0',
  base_commit_sha: commit,
  prompts: { abcd1234abcd1234: { agent_id: { tool: 'cursor', id: 'uuid-2', model: 'default' } } },
  humans: { h_31dce776f88375: { author: 'Jo <jo@example.org>' } },
  sessions: {
    s_c9883b05a2487d: { agent_id: { tool: 'claude', id: 'uuid-1', model: 'claude-opus-4-6' } },
    s_00000000000000: { agent_id: { tool: 'mock_ai', id: 'uuid-3', model: 'unknown' } },
  },
};

function parse(attestations: string, json: unknown = metadata): NoteClaims {
  return parseGitAiNote(`${attestations}---\n${JSON.stringify(json)}`, source);
}

function sentences(note: NoteClaims): readonly string[] {
  return note.problems.map((problem) => problem.sentence);
}

test('the specification’s own example gives a claim per entry and no problem', () => {
  const note = parse('src/main.rs\n  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15-20\n  h_31dce776f88375 42-50\n"src/my file.rs"\n  abcd1234abcd1234 7\n');
  expect(note).toMatchObject({
    claims: [
      {
        class: 'ai', kind: 'recorded', strength: 'strong', tool: 'Claude', model: 'claude-opus-4-6', session: 'uuid-1',
        subject: { scope: 'lines', commit, path: 'src/main.rs', ranges: [{ start: 1, end: 10 }, { start: 15, end: 20 }] },
        source: { in: 'note', ref: 'refs/notes/ai', line: 2 },
        quote: '  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15-20',
      },
      { class: 'human', kind: 'recorded', tool: null, rule: 'git-ai.human', subject: { path: 'src/main.rs', ranges: [{ start: 42, end: 50 }] } },
      { class: 'ai', tool: 'Cursor', model: null, session: 'uuid-2', subject: { path: 'src/my file.rs', ranges: [{ start: 7, end: 7 }] } },
    ],
    problems: [],
  });
});

test('unsorted and overlapping lines are merged and reported', () => {
  const note = parse('a\n  s_c9883b05a2487d::t_9f8e7d6c5b4a32 241,241-250,245-250,3-4\n');
  expect(note.claims[0]?.subject).toMatchObject({ ranges: [{ start: 3, end: 4 }, { start: 241, end: 250 }] });
  expect(sentences(note)).toEqual(['The git-ai note on ccccccc has unsorted or overlapping lines, which were merged (line 2).']);
});

test('a note that records nothing claims no AI, and is kept to be shown beside a marker', () => {
  expect(parse('')).toMatchObject({ claims: [{ class: 'human', strength: 'weak', rule: 'git-ai.no-lines', quote: '---' }], problems: [] });
});

describe('departures are reported and the rest is read', () => {
  const entry = 's_c9883b05a2487d::t_9f8e7d6c5b4a32';
  test.each([
    ['a key the metadata lacks', parse('a\n  s_11111111111111::t_9f8e7d6c5b4a32 1\n'), 1, 'keys its metadata does not explain'],
    ['an old key of five digits', parse('a\n  abcde 1\n', { ...metadata, prompts: { abcde: {} } }), 1, 'keys of an unknown form'],
    ['a test tool', parse('a\n  s_00000000000000::t_9f8e7d6c5b4a32 1\n'), 1, 'names the test tool `mock_ai`'],
    ['an unknown version', parse(`a\n  ${entry} 1\n`, { ...metadata, schema_version: 'authorship/9' }), 1, 'the unknown version `authorship/9`'],
    ['no version', parse(`a\n  ${entry} 1\n`, { ...metadata, schema_version: 3 }), 1, 'names no version'],
    ['another commit', parse(`a\n  ${entry} 1\n`, { ...metadata, base_commit_sha: 'd'.repeat(40) }), 1, 'written for the commit ddddddd'],
    ['no prompts', parse(`a\n  ${entry} 1\n`, { ...metadata, prompts: undefined }), 1, 'lacks the required map `prompts`'],
    ['metadata that is no object', parse(`a\n  ${entry} 1\n`, []), 1, 'not a JSON object'],
    ['broken JSON', parseGitAiNote(`a\n  ${entry} 1\n---\n{`, source), 1, 'not a JSON object'],
    ['no metadata', parseGitAiNote(`a\n  ${entry} 1\n`, source), 1, 'has no metadata'],
    ['no divider', parseGitAiNote(`a\n  ${entry} 1\n${JSON.stringify(metadata)}`, source), 1, 'has no `---`'],
    ['an entry before a path', parse(`  ${entry} 1\na\n  ${entry} 1\n`), 1, 'entries before any path'],
    ['one space of indentation', parse(`a\n ${entry} 1\n`), 1, 'not indented by two spaces'],
    ['an entry without lines', parse(`a\n  ${entry}\n  ${entry} 1\n`), 1, 'an entry without lines'],
    ['a range backwards', parse(`a\n  ${entry} 9-3,1\n`), 1, 'lines that are no range'],
    ['line 0', parse(`a\n  ${entry} 0,1\n`), 1, 'lines that are no range'],
    ['a line no file reaches', parse(`a\n  ${entry} 1-4000000000\n`), 1, 'line numbers no file reaches'],
    ['an open quotation mark', parse(`"a b\n  ${entry} 1\n`), 1, 'unmatched quotation mark'],
    ['an empty note', parseGitAiNote(' \n', source), 0, 'is empty'],
    ['a note too long to read', parseGitAiNote('x'.repeat(17 * 1024 * 1024), source), 0, 'too long'],
  ])('%s', (_, note, ofLines, sentence) => {
    expect(note.claims.filter((claim) => claim.subject.scope === 'lines')).toHaveLength(ofLines);
    expect(sentences(note).some((one) => one.includes(sentence))).toBe(true);
  });

  test('a test tool’s record is weak', () => {
    expect(parse('a\n  s_00000000000000::t_9f8e7d6c5b4a32 1\n').claims).toMatchObject([{ class: 'ai', strength: 'weak' }]);
  });

  test('a range of four thousand million lines stays one range', () => {
    expect(parse(`a\n  ${entry} 1-4000000000\n`).claims[0]?.subject).toMatchObject({ ranges: [{ start: 1, end: 2_147_483_647 }] });
  });

  test('ten thousand departures of one kind are one sentence with their number', () => {
    expect(sentences(parse(`a\n${`  ${entry}\n`.repeat(10_000)}`))).toEqual([
      'The git-ai note on ccccccc has an entry without lines (line 2 and 9999 more).',
    ]);
  });
});

test('CRLF notes read like others', () => {
  const note = parseGitAiNote(`a\r\n  abcd1234abcd1234 1\r\n---\r\n${JSON.stringify(metadata)}`, source);
  expect(note).toMatchObject({ claims: [{ tool: 'Cursor', quote: '  abcd1234abcd1234 1' }], problems: [] });
});

test('whatever the text, reading ends, ranges are in order and within bounds, and quotes stand in their line', () => {
  const fragment = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('\n', '\r\n', '  ', 'src/a.ts\n', '"b c"\n', 's_c9883b05a2487d::t_9f8e7d6c5b4a32 ', 'h_31dce776f88375 ', 'abcd1234 ', '---\n', '{', '}', ',', '-', JSON.stringify(metadata), '__proto__ 1\n'),
    fc.nat({ max: 5_000_000_000 }).map(String),
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
      const text = fragments.join('');
      const lines = text.split('\n');
      const { claims, problems } = parseGitAiNote(text, source);
      for (const { subject, source: at, quote } of claims) {
        expect('line' in at && lines[at.line - 1]!.startsWith(quote)).toBe(true);
        if (subject.scope !== 'lines') continue;
        let previous = 0;
        for (const { start, end } of subject.ranges) {
          expect(start > previous && start <= end && end <= 2_147_483_647).toBe(true);
          previous = end;
        }
      }
      expect(claims.length + problems.length).toBeGreaterThan(0);
    }),
  );
});
