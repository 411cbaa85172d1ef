import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readStrictly } from '../../../../test/marking/strict-note-reader.ts';
import {
  agentVariables, assistedByValue, claimsOfCommit, disclosesAssistance, fitsInNote, markMessage, moveRanges, moveRecords, parseGitAiNote,
  readGitAiRecord, runningAgent, sessionRecord, writeGitAiNote,
} from '../index.ts';

const trailer = 'Assisted-by: Copilot:gpt-5.2';
const edited = { comment: '#' };

describe('the trailer joins the message and nothing else changes:', () => {
  test.each([
    ['a subject alone', 'Fix\n', `Fix\n\n${trailer}\n`],
    ['a subject that looks like a trailer', 'fix: it\n', `fix: it\n\n${trailer}\n`],
    ['no line end', 'Fix', `Fix\n\n${trailer}`],
    ['a body', 'Fix\n\nWhy.\n', `Fix\n\nWhy.\n\n${trailer}\n`],
    ['a block of trailers', 'Fix\n\nCo-authored-by: A <a@b.c>\n', `Fix\n\nCo-authored-by: A <a@b.c>\n${trailer}\n`],
    ['a folded trailer', 'Fix\n\nReviewed-by: A\n  and B\n', `Fix\n\nReviewed-by: A\n  and B\n${trailer}\n`],
    ['CRLF', 'Fix\r\n\r\nWhy.\r\n', `Fix\r\n\r\nWhy.\r\n\r\n${trailer}\r\n`],
    ['blank lines at the end', 'Fix\n\n\n', `Fix\n\n${trailer}\n\n\n`],
    ['a finished message with #', '# Fix\n', `# Fix\n\n${trailer}\n`],
    ['bytes that are not UTF-8', 'Caf\udce9\n', `Caf\udce9\n\n${trailer}\n`],
  ])('%s', (_, message, marked) => {
    expect(markMessage(message, trailer)).toBe(marked);
  });

  test.each([
    ['comments', 'Fix\n\n# Please enter\n# more\n', `Fix\n\n${trailer}\n\n# Please enter\n# more\n`],
    [
      'the cut of commit -v',
      'Fix\n# a\n# ------------------------ >8 ------------------------\n# b\ndiff --git a/x b/x\n+Assisted-by: Codex\n',
      `Fix\n\n${trailer}\n# a\n# ------------------------ >8 ------------------------\n# b\ndiff --git a/x b/x\n+Assisted-by: Codex\n`,
    ],
  ])('in a draft, before %s', (_, message, marked) => {
    expect(markMessage(message, trailer, edited)).toBe(marked);
  });

  test('what git drops says nothing', () => {
    expect(disclosesAssistance('Fix\n# Assisted-by: Codex\n', edited)).toBe(false);
    expect(disclosesAssistance('Fix\n\nAssisted-by: Codex\n', edited)).toBe(true);
  });

  test('whatever the message, taking the added piece out gives it back, and the reader finds it', () => {
    const fragment = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('\n', '\r\n', 'Key: value\n', '# c\n', '  more\n', '\n\n'));
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 20 }), (parts) => {
        const message = parts.join('');
        const marked = markMessage(message, trailer);
        const at = marked.lastIndexOf(trailer);
        const head = marked.slice(0, at);
        const tail = marked.slice(at + trailer.length).replace(/^\r?\n/, '');
        expect(message.startsWith(head.replace(/(?:\r?\n){0,2}$/, ''))).toBe(true);
        expect(message.endsWith(tail)).toBe(true);
        expect(disclosesAssistance(marked) || message.includes('<!--')).toBe(true);
      }),
    );
  });
});

const who = { name: 'Bo', email: 'bo@example.com' };
const commitSaying = (message: string) => ({ id: 'c'.repeat(40), parents: [], author: who, committer: who, authoredAt: 0, committedAt: 0, message });

describe('agents that run here', () => {
  test.each(agentVariables.map((known) => [known.variable, known] as const))('%s names one, and our reader knows it by that name', (variable, known) => {
    const agent = runningAgent({ [variable]: known.value ?? 'x' });
    expect(agent).toMatchObject({ tool: known.tool, id: known.id });
    const [claim] = claimsOfCommit(commitSaying(`Fix\n\nAssisted-by: ${assistedByValue(agent!.tool, null, [])}\n`));
    expect(claim).toMatchObject({ class: 'ai', kind: 'declared', tool: known.tool });
  });

  test.each([
    ['nothing', {}],
    ['a variable that is off', { CLAUDECODE: '0' }],
    ['the terminal of an editor', { CURSOR_TRACE_ID: 'abc', TERM_PROGRAM: 'vscode' }],
    ['settings', { CODEX_HOME: '/x', GEMINI_API_KEY: 'k' }],
    ['another AGENT', { AGENT: 'ssh' }],
  ])('%s is no agent', (_, env) => {
    expect(runningAgent(env)).toBeNull();
  });

  test('the general variable names known ones, and strangers as what they are', () => {
    expect(runningAgent({ AI_AGENT: 'claude-code@2.1' })).toMatchObject({ tool: 'Claude' });
    expect(assistedByValue(runningAgent({ AI_AGENT: 'newcomer' })!.tool, null, [])).toBe('newcomer [AI tool]');
    expect(runningAgent({ AI_AGENT: 'x\nSigned-off-by: me' })?.tool).toBe('xsigned-off-byme');
  });

  test.each([
    ['Copilot', 'gpt-5.2', ['eslint'], 'Copilot:gpt-5.2 [eslint]'],
    ['Claude', null, [], 'Claude'],
    ['Foo', 'bar-1', [], 'Foo:bar-1 [AI tool]'],
    ['Gemini CLI', 'gemini-3-pro', [], 'Gemini-CLI:gemini-3-pro'],
  ])('%s and %s are written so that they are read', (tool, model, others, value) => {
    expect(assistedByValue(tool, model, others)).toBe(value);
    expect(claimsOfCommit(commitSaying(`Fix\n\nAssisted-by: ${value}\n`))).toMatchObject([{ class: 'ai', kind: 'declared' }]);
  });
});

const sha256 = (chunks: Iterable<Uint8Array | string>) => [...chunks].reduce((hash, chunk) => hash.update(chunk), createHash('sha256')).digest('hex');
const path = fc.stringMatching(/^[a-z"][a-z "./é-]{0,12}$/).filter(fitsInNote);
const range = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.nat({ max: 20 })).map(([start, more]) => ({ start, end: start + more }));
const files = fc.uniqueArray(fc.record({ path, ranges: fc.array(range, { minLength: 1, maxLength: 6 }) }), { selector: (file) => file.path, maxLength: 5 });
const recordOf = (lines: readonly { path: string; ranges: readonly { start: number; end: number }[] }[], session = 'abc') =>
  sessionRecord({ commit: 'c'.repeat(40), agent: { tool: 'Claude', id: 'claude', model: null, session }, human: 'Bo <bo@example.com>', files: lines, version: '1' }, sha256);

test('a record we write is read back by our reader without a problem, by a strict one too, and by the one that moves it', () => {
  fc.assert(
    fc.property(files, (lines) => {
      const record = recordOf(lines);
      const text = writeGitAiNote(record);
      const { claims, problems } = parseGitAiNote(text, { ref: 'refs/notes/ai', blob: 'b'.repeat(40), commit: 'c'.repeat(40) });
      expect(problems).toEqual([]);
      expect(claims.filter((claim) => claim.subject.scope === 'lines')).toHaveLength(lines.length);
      expect(Object.keys(readStrictly(text).files).toSorted()).toEqual(lines.map((file) => file.path).toSorted());
      const again = readGitAiRecord(text)!;
      expect(writeGitAiNote(again)).toBe(text);
    }),
  );
});

describe('lines move', () => {
  test.each([
    ['down past an insertion', [{ oldStart: 1, oldCount: 0, newStart: 2, newCount: 3 }], [{ start: 5, end: 8 }]],
    ['apart around an insertion', [{ oldStart: 3, oldCount: 0, newStart: 4, newCount: 2 }], [{ start: 2, end: 3 }, { start: 6, end: 7 }]],
    ['and those that changed are gone', [{ oldStart: 3, oldCount: 1, newStart: 3, newCount: 1 }], [{ start: 2, end: 2 }, { start: 4, end: 5 }]],
    ['up past a removal', [{ oldStart: 1, oldCount: 1, newStart: 0, newCount: 0 }], [{ start: 1, end: 4 }]],
    ['nowhere without a difference', [], [{ start: 2, end: 5 }]],
  ])('%s', (_, moves, moved) => {
    expect(moveRanges([{ start: 2, end: 5 }], moves)).toEqual(moved);
  });

  test('as their text does, whatever the edit', () => {
    const edit = fc.array(fc.record({ keep: fc.integer({ min: 1, max: 4 }), drop: fc.nat({ max: 3 }), add: fc.nat({ max: 3 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(edit, fc.array(range, { maxLength: 5 }), (steps, ranges) => {
        const moves = [];
        const place = new Map<number, number>();
        let [before, after] = [0, 0];
        for (const { keep, drop, add } of [...steps, { keep: 600, drop: 0, add: 0 }]) {
          for (let n = 0; n < keep; n++) place.set(++before, ++after);
          if (drop + add > 0) moves.push({ oldStart: drop === 0 ? before : before + 1, oldCount: drop, newStart: add === 0 ? after : after + 1, newCount: add });
          before += drop;
          after += add;
        }
        const numbers = (all: readonly { start: number; end: number }[]) => new Set(all.flatMap(({ start, end }) => Array.from({ length: end - start + 1 }, (_, n) => start + n)));
        const expected = [...numbers(ranges)].map((line) => place.get(line)).filter((line) => line !== undefined);
        expect([...numbers(moveRanges(ranges, moves))].toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
      }),
    );
  });

  test('several records into one keep every session, and the last one has a line both name', () => {
    const one = recordOf([{ path: 'a', ranges: [{ start: 1, end: 4 }] }], 'one');
    const two = recordOf([{ path: 'a', ranges: [{ start: 3, end: 6 }] }], 'two');
    const still = new Map();
    const united = moveRecords([{ record: one, moves: still }, { record: two, moves: still }], 'd'.repeat(40), new Map([['a', [{ start: 1, end: 5 }]]]));
    const strict = readStrictly(writeGitAiNote(united));
    expect(Object.values(strict.files['a']!)).toEqual([[1, 2], [3, 4, 5]]);
    expect(Object.values(strict.metadata.sessions).map((session) => session.agent_id.id)).toEqual(['one', 'two']);
    expect(strict.metadata.base_commit_sha).toBe('d'.repeat(40));
  });

  test('a note that is not of the format is not written again', () => {
    for (const text of ['', 'free words', 'a\n  key x\n---\n{}', 'a\n  key 1\n---\n[', '  key 1\n---\n{}']) expect(readGitAiRecord(text)).toBeNull();
  });
});
