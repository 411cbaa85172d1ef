import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CheckpointFile, checkpointFolder, claimOfSession, claimsOfHeader, earlyGitAiPrefix, noteFormats, parseAgentTraces, parseRecord, sessionFiles, tracesOfCommit,
} from '../index.ts';
import { encodeUtf8 } from '../../values/index.ts';
import type { EvidenceProblem } from '../claim.ts';
import { murmur3 } from './content-hash.ts';

const commit = 'c'.repeat(40);
const parent = 'd'.repeat(40);
const blob = 'b'.repeat(40);

function record(ref: string, json: unknown) {
  return parseRecord(typeof json === 'string' ? json : JSON.stringify(json), { ref, blob, commit });
}

describe('early git-ai records', () => {
  const ref = `${earlyGitAiPrefix}${commit}`;
  const file = (author: string, lines: unknown[], agent: unknown = null) => ({
    schema_version: 'authorship/0.0.1', files: { 'src/a.rs': { file: 'src/a.rs', authors: [{ author, lines, agent_metadata: agent }] } },
  });

  test('an author named like a tool is AI, with numbers and pairs as lines', () => {
    expect(record(ref, file('Claude', [22, [1, 14]]))).toMatchObject({
      claims: [{ class: 'ai', tool: 'Claude', rule: 'git-ai.early', quote: 'Claude', subject: { path: 'src/a.rs', ranges: [{ start: 1, end: 14 }, { start: 22, end: 22 }] } }], problems: [],
    });
  });

  test('any other author is a person, unless agent metadata stands beside', () => {
    expect(record(ref, file('Jo Doe', [1])).claims).toMatchObject([{ class: 'human', person: 'Jo Doe', tool: null }]);
    expect(record(ref, file('Jo Doe', [1], { tool: 'cursor', id: 's1' })).claims).toMatchObject([{ class: 'ai', tool: 'Cursor', session: 's1' }]);
  });

  test.each([
    ['no JSON', '{', 'is not a JSON object'],
    ['no version', { files: {} }, 'names no version'],
    ['a file that is no object', { files: { a: 1 } }, 'a file that is not an object'],
    ['an author without a name', { files: { a: { authors: [{}] } } }, 'an author without a name'],
    ['lines backwards', file('Claude', [[9, 3], -1, 'x', 1e99]), 'lines that are no range (line 1 and 3 more)'],
  ])('%s is reported', (_, json, sentence) => {
    expect(record(ref, json).problems.map((problem) => problem.sentence).join('\n')).toContain(sentence);
  });
});

describe('Qwen Code notes', () => {
  const ref = 'refs/notes/ai-attribution';

  test('a file with characters of the AI is claimed whole, one without is unknown', () => {
    const note = record(ref, { version: 1, generator: 'Qwen-Coder', files: { 'a.ts': { aiChars: 150, humanChars: 50 }, 'b.ts': { aiChars: 0, humanChars: 9 }, 'c.ts': { aiCharsAdded: 3 } } });
    expect(note.claims).toMatchObject([
      { class: 'ai', tool: 'Qwen Code', subject: { scope: 'file', path: 'a.ts' }, quote: '"generator":"Qwen-Coder"' }, { subject: { path: 'c.ts' } },
    ]);
    expect(note.problems).toEqual([]);
  });

  test.each([
    ['another tool’s JSON in the same ref', { attribution_state: 'measured', ai_lines: 3 }, 'lists no files'],
    ['no generator', { version: 1, files: {} }, 'names no `generator`'],
    ['a version of the future', { version: 2, generator: 'x', files: {} }, 'unknown one; it was read as version 1'],
    ['numbers that are none', { version: 1, generator: 'x', files: { a: { aiChars: 'many' }, b: { aiChars: -4 } } }, 'without a number of characters (line 1 and 1 more)'],
  ])('%s is reported and claims nothing', (_, json, sentence) => {
    const note = record(ref, json);
    expect(note.claims).toEqual([]);
    expect(note.problems.map((problem) => problem.sentence).join('\n')).toContain(sentence);
  });
});

describe('whogitit notes', () => {
  const ref = 'refs/notes/whogitit';
  const line = (number: unknown, type: string) => ({ line_number: number, content: 'x', source: { type } });

  test('lines the AI wrote are its own though a person modified them; original lines say nothing', () => {
    const lines = [line(1, 'Original'), line(2, 'AI'), line(3, 'AIModified'), line(4, 'Human'), line(9, 'AI'), line(10, 'Unknown')];
    expect(record(ref, { version: 3, session: { session_id: 's', model: { id: 'claude-opus-4-5' } }, files: [{ path: 'a.rs', lines }] })).toMatchObject({
      claims: [
        { class: 'ai', tool: 'Claude', model: 'claude-opus-4-5', session: 's', subject: { ranges: [{ start: 2, end: 3 }, { start: 9, end: 9 }] }, quote: '"a.rs"' },
        { class: 'human', subject: { ranges: [{ start: 4, end: 4 }] } },
      ],
      problems: [],
    });
  });

  test.each([
    ['a file without a path', { version: 3, files: [{}] }, 'a file without a path'],
    ['a line without a number', { version: 3, files: [{ path: 'a', lines: [line('1', 'AI'), line(0, 'AI')] }] }, 'a line without its number'],
    ['a source of the future', { version: 3, files: [{ path: 'a', lines: [line(1, 'Robot')] }] }, 'lines of an unknown source'],
    ['another version', { version: 2, files: [] }, 'read as version 3'],
  ])('%s is reported', (_, json, sentence) => {
    expect(record(ref, json).problems.map((problem) => problem.sentence).join('\n')).toContain(sentence);
  });
});

describe('SourceTrace notes', () => {
  const ref = 'refs/notes/srctrace/attribution';

  test('agents and people have their lines', () => {
    expect(record(ref, { v: 1, f: { 'a.ts': [{ s: 'agent|cursor(gpt-5)', l: [1, '5-9'] }, { s: 'human', l: [2] }] } })).toMatchObject({
      claims: [
        { class: 'ai', tool: 'Cursor', model: 'gpt-5', subject: { ranges: [{ start: 1, end: 1 }, { start: 5, end: 9 }] }, quote: '"agent|cursor(gpt-5)"' },
        { class: 'human', subject: { ranges: [{ start: 2, end: 2 }] } },
      ],
      problems: [],
    });
  });

  test.each([
    [{ v: 1, f: { a: [{ s: 'alien', l: [1] }] } }, 'lines of an unknown source'],
    [{ v: 1, f: { a: [{ l: [1] }] } }, 'lines without their source'],
    [{ v: 1, f: { a: [{ s: 'human', l: ['9-3', 'x', 0] }] } }, 'lines that are no range (line 1 and 2 more)'],
    [{ f: {} }, 'read as version 1'],
  ])('%j is reported', (json, sentence) => {
    expect(record(ref, json).problems.map((problem) => problem.sentence).join('\n')).toContain(sentence);
  });
});

describe('Agent Trace', () => {
  const source = { commit, path: '.agent-trace/traces.jsonl' };
  const row = (extra: object = {}, contributor: object = { type: 'ai', model_id: 'anthropic/claude-opus-4-5' }) =>
    JSON.stringify({
      version: '0.1.0', id: '01', timestamp: '2026-01-01T00:00:00Z', vcs: { type: 'git', revision: parent }, tool: { name: 'cursor' },
      files: [{ path: 'a.ts', conversations: [{ url: 'file:///elsewhere/x', contributor, ranges: [{ start_line: 3, end_line: 7 }] }] }], ...extra,
    });

  test('a record is about the next commit that touches the file', () => {
    const { lines, problems } = parseAgentTraces(`${row()}\n`, source);
    expect(problems).toEqual([]);
    const next = { id: commit, parents: [parent], paths: new Set(['a.ts']) };
    expect(tracesOfCommit(lines, { ...next, paths: new Set(['b.ts']) }, new Set())).toEqual([]);
    expect(tracesOfCommit(lines, next, new Set())).toMatchObject([
      { class: 'ai', tool: 'Cursor', rule: 'agent-trace.lines', subject: { scope: 'lines', commit, path: 'a.ts', ranges: [{ start: 3, end: 7 }] }, source: { in: 'file', line: 1 } },
    ]);
  });

  test('a record that names the commit itself is taken where no later commit took it', () => {
    const { lines } = parseAgentTraces(row({ vcs: { type: 'git', revision: commit } }), source);
    const placed = new Set<(typeof lines)[number]>();
    const paths = new Set(['a.ts']);
    expect(tracesOfCommit(lines, { id: 'e'.repeat(40), parents: [commit], paths }, placed)).toHaveLength(1);
    expect(tracesOfCommit(lines, { id: commit, parents: [parent], paths }, placed)).toEqual([]);
  });

  test('what people wrote is weak, what nobody knows says nothing, and mixed lines are the AI’s', () => {
    const of = (type: string) => parseAgentTraces(row({}, { type }), source).lines.map(({ claim }) => `${claim.class} ${claim.strength}`);
    expect([of('human'), of('unknown'), of('mixed')]).toEqual([['human weak'], [], ['ai strong']]);
  });

  test.each([
    ['a broken row between good ones', `${row()}\n{"version":\n${row()}`, 2, 'rows that are not a JSON object (line 2)'],
    ['the version the reference writer writes', row({ version: '1.0' }), 1, 'the unknown version `1.0`'],
    ['no revision', row({ vcs: undefined }), 1, 'records that name no commit'],
    ['no id', row({ id: undefined }), 1, 'records without an id'],
    ['a row too long to read', `{"a":"${'x'.repeat(1_100_000)}"}\n${row()}`, 1, 'rows too long to be read'],
    ['a line backwards', row({ files: [{ path: 'a', conversations: [{ contributor: { type: 'ai' }, ranges: [{ start_line: 9, end_line: 3 }] }] }] }), 0, 'lines that are no range'],
    ['a line no file reaches', row({ files: [{ path: 'a', conversations: [{ contributor: { type: 'ai' }, ranges: [{ start_line: 1, end_line: 9e12 }] }] }] }), 1, 'line numbers no file reaches'],
    ['a contributor of no kind', row({}, {}), 0, 'lines of an unknown contributor'],
  ])('%s is reported and the rest is read', (_, text, lines, sentence) => {
    const traces = parseAgentTraces(text, source);
    expect(traces.lines).toHaveLength(lines);
    expect(traces.problems.map((problem) => problem.sentence).join('\n')).toContain(sentence);
  });

  describe('with a hash of the lines', () => {
    const text = ['import x;', 'const one = 1;', 'const two = 2;', 'one + two;', 'end();'];
    const place = (content_hash: string, start_line: number, end_line: number) => {
      const files = [{ path: 'a.ts', conversations: [{ contributor: { type: 'ai' }, ranges: [{ start_line, end_line, content_hash }] }] }];
      const deviations: EvidenceProblem[] = [];
      const claims = tracesOfCommit(parseAgentTraces(row({ files }), source).lines, { id: commit, parents: [parent], paths: new Set(['a.ts']), texts: new Map([['a.ts', text]]) }, new Set(), deviations);
      const ranges = claims.flatMap(({ subject }) => (subject.scope === 'lines' ? subject.ranges : []));
      return [ranges.map(({ start, end }) => `${start}-${end}`).join(), deviations.map((one) => one.sentence).join()] as const;
    };
    const hash = `murmur3:${murmur3(encodeUtf8('const one = 1;\nconst two = 2;'))}`;

    test.each(['', '\n'])('they are proved where they stand, %j at the end or not', (end) => {
      expect(place(`murmur3:${murmur3(encodeUtf8(`const one = 1;\nconst two = 2;${end}`))}`, 2, 3)).toEqual(['2-3', '']);
    });

    test('they are found where they moved to, and that is a deviation', () => {
      expect(place(hash, 1, 2)).toEqual(['2-3', '.agent-trace/traces.jsonl row 1 gives a hash that is not that of lines 1-2 of `a.ts` at ccccccc, and stands at lines 2-3, which were taken.']);
    });

    test.each([
      ['a text that is not there', 'murmur3:00000000', 2, 3, 'nor of other lines of the file; the lines were taken as recorded'],
      ['another kind of hash', 'crc32:9f2e8a1b', 2, 3, 'in an unknown way (`crc32:9f2e8a1b`); the lines were taken unchecked'],
      ['lines beyond the file', hash, 7, 99, 'nor of other lines of the file'],
    ])('%s is a deviation and lowers nothing', (_, wanted, start, end, sentence) => {
      const [ranges, said] = place(wanted, start, end);
      expect(ranges).toBe(`${start}-${end}`);
      expect(said).toContain(sentence);
    });

    // Test vectors of the reference implementation.
    test.each([['', '00000000'], ['test', 'ba6bd213'], ['Hello, world!', 'c0363e43'], ['The quick brown fox jumps over the lazy dog', '2e4ff723']])('murmur3 of %j is %s', (of, wanted) => {
      expect(murmur3(encodeUtf8(of))).toBe(wanted);
    });
  });

  test('commands and sessions that stand in place of files are passed over', () => {
    expect(parseAgentTraces(row({ files: [{ path: '.shell-history', conversations: [{ ranges: [{ start_line: 1 }] }] }] }), source).lines).toEqual([]);
  });
});

describe('Entire checkpoints', () => {
  const file = (json: unknown): CheckpointFile => ({ id: '00c9e2351016', commit: blob, path: '00/c9e2351016/0/metadata.json', text: JSON.stringify(json, null, 2) });

  test('ids of both backends lead to a folder, others to none', () => {
    expect(['00c9e2351016', '01J9Z3K4M5N6P7Q8R9S0T1V2W3', '../../etc', 'latest'].map(checkpointFolder)).toEqual(['00/c9e2351016', '01/J9Z3K4M5N6P7Q8R9S0T1V2W3', null, null]);
  });

  test('a checkpoint names the metadata of its sessions, which are not always numbered in order', () => {
    const sessions = [{ metadata: '/00/c9e2351016/0/metadata.json' }, { metadata: '/00/c9e2351016/2/metadata.json' }, {}];
    expect(sessionFiles(file({ sessions }))).toEqual(['0/metadata.json', '2/metadata.json', '2/metadata.json']);
    expect(sessionFiles({ ...file({}), text: '[' })).toEqual([]);
  });

  test('a session is a recorded claim about the commit, whatever percentage it names', () => {
    const { claim, problems } = claimOfSession(file({ session_id: 's', agent: 'Claude Code', initial_attribution: { agent_percentage: 0, total_committed: 33 } }), commit);
    expect(claim).toMatchObject({ class: 'ai', kind: 'recorded', strength: 'strong', tool: 'Claude', session: 's', subject: { scope: 'commit', commit }, quote: '"agent": "Claude Code"', source: { line: 3 } });
    expect(problems.map((problem) => problem.sentence)).toEqual(['The Entire checkpoint `00c9e2351016` of ccccccc says 0 % of committed lines; that lowers nothing.']);
  });

  test.each([
    ['the placeholder agent', { session_id: 's', agent: 'Agent' }, 'does not say which agent'],
    ['no agent', { session_id: 's' }, 'does not say which agent'],
    ['a share beyond 100 %', { session_id: 's', agent: 'Cursor', initial_attribution: { agent_percentage: 140 } }, 'outside 0 to 100 %'],
  ])('%s is reported and stays a claim', (_, json, sentence) => {
    const { claim, problems } = claimOfSession(file(json), commit);
    expect(claim).toMatchObject({ class: 'ai' });
    expect(problems[0]?.sentence).toContain(sentence);
  });
});

describe('file headers', () => {
  const read = (line: string) => claimsOfHeader(`#!/bin/sh\n${line}\n`, { commit, path: 'a' });

  test.each([
    ['# SPDX-FileContributor: Claude Opus 4.6', 'Claude', 'header.spdx'],
    ['// Generated by GitHub Copilot', 'Copilot', 'header.generated-by'],
    [' * This file was partially generated with ChatGPT', 'ChatGPT', 'header.generated-by'],
    ['// AI-generated', null, 'header.ai-generated'],
    ['<!-- AI-generated content -->', null, 'header.ai-generated'],
    ['# Assisted-by: Claude:claude-opus-4-6', 'Claude', 'header.disclosure'],
    ['// Generated by GitHub Copilot\u2028', 'Copilot', 'header.generated-by'],
    ['//\r Generated by GitHub Copilot', 'Copilot', 'header.generated-by'],
    ['# Assisted-by: Claude\u2029 ', 'Claude', 'header.disclosure'],
  ])('`%s` declares the file', (line, tool, rule) => {
    expect(read(line)).toMatchObject([{ class: 'ai', kind: 'declared', tool, rule, quote: line, subject: { scope: 'file' }, source: { line: 2 } }]);
  });

  test.each([
    '# SPDX-FileContributor: Jules Verne <jules@example.org>', '// Code generated by protoc-gen-go. DO NOT EDIT.', '// Generated by Claude Dupont', '# Written by Devin', 'const label = "AI-generated";',
    '# Detects AI-generated text', '// Assisted-by: none', '# Generated by: [Tool Name]',
  ])('`%s` says nothing', (line) => {
    expect(read(line)).toEqual([]);
  });

  test.each([
    ['a heading', 'docs/a.md', '# AI-generated code'],
    ['a list', 'docs/a.md', '* Generated by Claude Code'],
    ['prose', 'README.md', 'authored by an AI agent (Claude, Claude Code, or any bot identity you'],
    ['a link', 'site/index.html', 'created using <a href="https://aider.chat">aider</a>.'],
    ['a line without a sign', 'a.py', 'Generated by Claude Code'],
    ['one of several cases', 'bot.yml', '# Created by a bot, LLM, or agent'],
    ['the start of another sentence', 'bot.yml', '# Created by an LLM. Will comment and close automatically'],
  ])('%s is no declaration', (_, path, line) => {
    expect(claimsOfHeader(`${line}\n`, { commit, path })).toEqual([]);
  });

  test('a line that goes on from another is no declaration, and one that begins is', () => {
    const of = (text: string) => claimsOfHeader(text, { commit, path: 'a.yml' }).length;
    expect(of('# Closes what was\n# generated by ChatGPT\n')).toBe(0);
    expect(of('# Closes it.\n#\n# generated by ChatGPT\n')).toBe(1);
    expect(claimsOfHeader('<!-- Generated by Claude Code -->\n# Title\n', { commit, path: 'a.md' })).toHaveLength(1);
  });

  test('only the top of a file is a header', () => {
    expect(claimsOfHeader(`${'\n'.repeat(30)}// AI-generated\n`, { commit, path: 'a' })).toEqual([]);
  });
});

test('whatever the bytes, every reader ends, keeps ranges in order and within bounds, and quotes what stands there', () => {
  const json = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constantFrom('{"version":3,"files":[{"path":"a","lines":[{"line_number":1,"source":{"type":"AI"}}]}]}', '{"v":1,"f":{"__proto__":[{"s":"agent|x","l":[3,1,"2-9"]}]}}', '{"files":{"\\u202e":{"authors":[{"author":"Cursor","lines":[[5,9],2]}]}}}', '{"files":[{"path":"a","conversations":[{"contributor":{"type":"ai"},"ranges":[{"start_line":5}]}]}]}'));
  const refs = [...noteFormats.map((format) => format.ref), `${earlyGitAiPrefix}${commit}`, 'refs/notes/commits'];
  fc.assert(
    fc.property(fc.array(json, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('\n')), fc.constantFrom(...refs), (text, ref) => {
      const traced = parseAgentTraces(text, { commit, path: 'x' }).lines.map((lines) => ({ ...lines.claim, subject: { scope: 'lines' as const, commit, path: lines.path, ranges: lines.ranges } }));
      for (const { subject, quote, source } of [...record(ref, text).claims, ...traced, ...claimsOfHeader(text, { commit, path: 'x' })]) {
        expect('line' in source && text.split('\n').slice(source.line - 1).join('\n').includes(quote)).toBe(true);
        if (subject.scope !== 'lines') continue;
        let previous = 0;
        for (const { start, end } of subject.ranges) {
          expect(start > previous && start <= end && end <= 2_147_483_647).toBe(true);
          previous = end;
        }
      }
      expect(claimOfSession({ id: 'x', commit, path: 'x', text }, commit).problems.length).toBeGreaterThanOrEqual(0);
    }),
  );
});
