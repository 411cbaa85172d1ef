import { Failure } from '../../core/values/index.ts';
import { span, wrap, type Line } from '../terminal/spans.ts';
import type { Outcome, Session } from './command.ts';
import { topics } from './help-topics.ts';

/** `countersign help TOPIC` */
export async function help({ terminal }: Session, topic: string): Promise<Outcome> {
  const text = Object.hasOwn(topics, topic) ? topics[topic] : undefined;
  if (text === undefined) {
    throw new Failure('usage', 'user', `there is no command and no topic \`${topic}\``, [
      `the topics are ${Object.keys(topics).join(', ')}`,
      'countersign --help lists the commands',
    ]);
  }
  await terminal.answer(text.split('\n').flatMap((line) => topicLine(line, terminal.manner.width)));
  return 'ok';
}

/** A line that ends with no stop and stands alone is a title; an indented one keeps its column when it wraps. */
function topicLine(line: string, width: number): Line[] {
  if (line === '') return [[]];
  const columns = /^( +\S+(?: \S+)* {2,})(.*)$/.exec(line);
  if (columns !== null) return wrap([columns[1]!], [columns[2]!], width, columns[1]!.length);
  return /[.:]$/.test(line) ? wrap([], [line], width, 0) : [[span('strong', line)]];
}
