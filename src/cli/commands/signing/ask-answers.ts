import { answerProblem, type Asked, type WrittenAnswer } from '../../../core/brief/index.ts';
import { safeText } from '../../terminal/foreign.ts';
import { span, wrap } from '../../terminal/spans.ts';
import type { Session } from '../command.ts';
import { atTerminal, type Asking } from './asking.ts';

/** Asks each question until its answer will do; Enter passes over what the policy does not ask for. */
export async function askAnswers({ terminal }: Pick<Session, 'terminal'>, asking: Asking, asked: Asked): Promise<ReadonlyMap<string, WrittenAnswer>> {
  const written = new Map<string, WrittenAnswer>();
  const { width } = terminal.manner;
  const { questions } = asked;
  if (questions.length > 0) terminal.aside([[], ...wrap([], ['Answer in your own words; name lines as path:line. What you write is signed with your name.'], width, 0)]);
  for (const [index, question] of questions.entries()) {
    const hint = question.required ? '' : ' (Enter: nothing to say)';
    terminal.aside([[], ...wrap([span('strong', `${index + 1}/${questions.length} `)], [safeText(`${question.text}${hint}`)], width, 4)]);
    for (;;) {
      const answer = { text: await atTerminal(asking, '  > '), anchors: [] };
      const problem = answerProblem(question, answer, asked);
      if (problem === null) {
        if (answer.text !== '') written.set(question.item, answer);
        break;
      }
      terminal.aside(wrap([span('pending', '◐ ')], [safeText(problem)], width, 2));
    }
  }
  return written;
}
