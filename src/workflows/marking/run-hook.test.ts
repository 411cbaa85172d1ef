import { describe, expect, test } from 'vitest';
import type { CommitWriter } from '../ports/index.ts';
import { answerAsValue, finishMessage, type HookCall } from './run-hook.ts';

/** A message that waits for its answer, and what became of it. The terminal itself is not here: the answer is given. */
async function answered(answer: string | null, message = 'Add totals\n'): Promise<{ message: string; said: readonly string[]; asked: number }> {
  let [text, asked] = [message, 0];
  const writer: Partial<CommitWriter> = {
    underWay: () => Promise.resolve(null),
    commentCharacter: () => Promise.resolve('#'),
    readMessageFile: () => Promise.resolve(text),
    writeMessageFile: (_, now) => ((text = now), Promise.resolve()),
  };
  const call = { writer, agent: null, args: ['.git/COMMIT_EDITMSG'], edited: true, ask: () => ((asked += 1), Promise.resolve(answer)) };
  const said = await finishMessage(call as unknown as HookCall);
  return { message: text, said, asked };
}

describe('the question, answered with', () => {
  test.each([
    ['a tool', 'Codex', 'Codex'],
    ['a tool and its model', ' Claude:opus 4 ', 'Claude:opus-4'],
    ['a name no reader knows', 'foo', 'foo [AI tool]'],
    ['n', 'n', 'none'],
    ['NONE', 'NONE', 'none'],
  ])('%s, marks the message', async (_, answer, value) => {
    expect(await answered(answer)).toEqual({ message: `Add totals\n\nAssisted-by: ${value}\n`, said: [], asked: 1 });
  });

  test.each([['nothing, in time', null], ['Enter', ''], ['blanks', '  ']])('%s, leaves it open without a word', async (_, answer) => {
    expect(await answered(answer)).toEqual({ message: 'Add totals\n', said: [], asked: 1 });
  });

  test.each([['y', 'y'], ['a colon', ':'], ['keys of the cursor', '\u001B[A'], ['what would break the trailer', '<<>>'], ['a page', 'x'.repeat(5000)]])(
    '%s, leaves it open and says that it names no tool',
    async (_, answer) => {
      expect(await answered(answer)).toEqual({ message: 'Add totals\n', said: [expect.stringContaining('names no tool')], asked: 1 });
      expect(answerAsValue(answer)).toBeNull();
    },
  );

  test.each([['an empty message', '# only comments\n'], ['one that says it already', 'Add\n\nAssisted-by: none\n']])('anything, is not asked of %s', async (_, message) => {
    expect(await answered('Codex', message)).toEqual({ message, said: [], asked: 0 });
  });
});
