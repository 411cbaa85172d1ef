import { describe, expect, test } from 'vitest';
import { briefInputs, sha256 } from '../../../test/policy-cases/brief-inputs.ts';
import { judge } from '../decision/index.ts';
import { answersTemplate, parseAnswers } from './answers-file.ts';
import { answerProblem, collectAnswers, readAnchor } from './answers.ts';
import { questionsOf, type Question } from './questions.ts';

const inputs = briefInputs(['services/checkout/reserve.ts']);
const { change, people } = inputs;
const questions = questionsOf(judge(inputs, sha256));
const ground = { change, people, lengths: new Map([['services/checkout/reserve.ts', 20]]) };
const asked = { questions, ...ground };
const question = (item: string): Question => questions.find((one) => one.item === item)!;

describe('an answer', () => {
  test.each([
    ['failure-modes', 'A retry is limited to three at services/checkout/reserve.ts:19', null],
    ['failure-modes', '', 'it has no answer, and the policy asks for one'],
    ['failure-modes', 'lgtm', '`lgtm` is a tick: at this tier an answer is a sentence'],
    ['failure-modes', '重試次數有上限', null],
    ['failure-modes', 'it breaks at services/other.ts:3', '`services/other.ts:3` is outside the change: it changes no file of that name'],
    ['failure-modes', 'it breaks at services/checkout/reserve.ts:19-21', '`services/checkout/reserve.ts:19-21` is outside the change: the file has 20 lines there'],
    ['failure-modes', 'asked at 12:30 on http://localhost:8080 too', null],
    ['owner', 'ana', null],
    ['owner', 'zoe', '`zoe` is nobody enrolled: ana, li, bo, tomas'],
  ])('%s: %s', (item, text, problem) => {
    expect(answerProblem(question(item), { text, anchors: [] }, ground)).toBe(problem);
  });

  test.each([
    ['src/a.ts:3', { path: 'src/a.ts', start: 3, end: 3 }],
    ['src/a b.ts:3-9', { path: 'src/a b.ts', start: 3, end: 9 }],
    ['src/a.ts:9-3', null],
    ['src/a.ts:0', null],
    ['src/a.ts', null],
    [':3', null],
  ])('anchor %s', (text, anchor) => {
    expect(readAnchor(text)).toEqual(anchor);
  });

  test('counts for its checklist only where every item has one', () => {
    const all = new Map(questions.map(({ item }) => [item, { text: 'it holds everywhere', anchors: [] }]));
    expect(collectAnswers(questions, all, change).checklists).toEqual(['ai-review']);
    all.delete('failure-modes');
    expect(collectAnswers(questions, all, change).checklists).toEqual([]);
  });
});

describe('an answers file', () => {
  const file = (parts: { readonly [key: string]: string | null } = {}): string => {
    const given: { [key: string]: string | null } = {
      change: `change: "${change.digest}"`,
      answers: 'answers:',
      context: '  context-blindness: callers were all looked at',
      system: '  system-level-thinking: one query instead of two',
      failure: '  failure-modes: { answer: it gives up after three, anchors: ["services/checkout/reserve.ts:3"] }',
      implicit: '  implicit-constraints: orders stay in sequence',
      edge: 'edge-cases: [none at all, "two, at once"]',
      rewrite: 'rewrite: kept because it is shorter',
      owner: 'owner: ana',
      ...parts,
    };
    return `${Object.values(given).filter((line) => line !== null).join('\n')}\n`;
  };
  const problemsOf = async (text: string) => (await parseAnswers(text, 'answers.yaml', asked)).problems.map(({ message, at }) => `${at.line}: ${message}`);

  test('gives every answer with its anchors', async () => {
    const { written, problems } = await parseAnswers(file(), 'answers.yaml', asked);
    expect(problems).toEqual([]);
    expect(collectAnswers(questions, written!, change)).toMatchObject({
      checklists: ['ai-review'],
      edgeCases: ['none at all', 'two at once'],
      owner: 'ana',
    });
    expect(written!.get('failure-modes')).toEqual({ text: 'it gives up after three', anchors: ['services/checkout/reserve.ts:3'] });
  });

  test.each<[string, Parameters<typeof file>[0], string]>([
    ['an unknown item', { implicit: '  implicit-constraint: orders stay in sequence' }, '6: unknown key `implicit-constraint` in `answers`; did you mean `implicit-constraints`?'],
    ['a missing answer', { failure: null }, '1: `failure-modes` has no answer, and the policy asks for one'],
    ['an empty answer', { failure: '  failure-modes: ""' }, '5: `failure-modes` is empty'],
    ['an anchor outside the change', { failure: '  failure-modes: { answer: it gives up after three, anchors: ["web/x.ts:3"] }' }, '5: `failure-modes`: `web/x.ts:3` is outside the change: it changes no file of that name'],
    ['an anchor behind the end of the file', { failure: '  failure-modes: { answer: it gives up after three, anchors: ["services/checkout/reserve.ts:30"] }' }, '5: `failure-modes`: `services/checkout/reserve.ts:30` is outside the change: the file has 20 lines there'],
    ['answers about another state of it', { change: `change: "${'0'.repeat(64)}"` }, `1: these answers are about the change 000000000000…, which is now ${change.digest.slice(0, 12)}…`],
    ['an owner who is nobody', { owner: 'owner: zoe' }, '9: `owner`: `zoe` is nobody enrolled: ana, li, bo, tomas'],
    ['a tick', { failure: '  failure-modes: ok' }, '5: `failure-modes`: `ok` is a tick: at this tier an answer is a sentence'],
    ['no edge case where the policy wants some', { edge: 'edge-cases: []' }, '7: `edge-cases`: it has no answer, and the policy asks for one'],
  ])('is refused for %s', async (_, parts, message) => {
    expect(await problemsOf(file(parts))).toContain(message);
    expect((await parseAnswers(file(parts), 'answers.yaml', asked)).written).toBe(null);
  });

  test('is printed to be filled in, and empty as it is it answers nothing', async () => {
    const template = answersTemplate(questions, change);
    expect(template).toMatchInlineSnapshot(`
      "# Answers for \`countersign sign --answers FILE\`. Anchors are path:line or path:first-last.
      change: "4f1c000000000000000000000000000000000000000000000000000000000000"   # the change they are about; another is refused
      answers:
        # Context blindness: what around this code could the AI not see (callers, data, conventions), and does the change hold there? In a sentence.
        context-blindness:
          answer: ""
          anchors: []
        # System-level thinking: what does it do to the whole, under load and with several instances at once? In a sentence.
        system-level-thinking:
          answer: ""
          anchors: []
        # Failure modes: how does it fail (time-outs, retries, half-done work), and what happens then? In a sentence.
        failure-modes:
          answer: ""
          anchors: []
        # Implicit constraints: which rule that stands nowhere (order, limits, rights, doing it twice) does it rely on or break? In a sentence.
        implicit-constraints:
          answer: ""
          anchors: []
      # Edge cases: which did you consider (the policy names nullish, concurrency)?
      edge-cases: []
      # Rewrite: did you rewrite the AI's lines, or why may they be kept?
      rewrite: ""
      # Owner: who answers for the AI-written lines from now on?
      owner: ""
      "
    `);
    expect((await problemsOf(template)).filter((one) => !/ is empty$|no answer/.test(one))).toEqual([]);
    const filled = template.replaceAll('answer: ""', 'answer: it holds everywhere').replace('rewrite: ""', 'rewrite: kept because it is clear').replace('owner: ""', 'owner: ana').replace('edge-cases: []', 'edge-cases: [none]');
    expect(await problemsOf(filled)).toEqual([]);
  });
});
