import { Failure } from '../../../core/values/index.ts';
import type { Session } from '../command.ts';

/** Somebody at the terminal who answers. */
export type Asking = NonNullable<Session['question']>;

/** Who answers: the person at the terminal, or with `--yes` nobody (`null`). Throws where neither is. */
export function answeredBy(session: Pick<Session, 'question'>, { yes, answersTemplate }: { readonly yes?: boolean; readonly answersTemplate?: boolean }, instead: string): Asking | null {
  if (yes === true || answersTemplate === true) return null;
  if (session.question !== null) return session.question;
  throw new Failure('no-terminal', 'user', 'nobody sits at a terminal here who could answer', [`say it with flags: ${instead}`]);
}

/** One line; the end of the input is nobody's answer and signs nothing. */
export async function atTerminal(asking: Asking, text: string): Promise<string> {
  const line = await asking(text);
  if (line === null) throw new Failure('interrupted', 'user', 'the input ended before the last answer; nothing was signed');
  return line;
}

/** One line that is not empty, asked until there is one. */
export async function something(asking: Asking, text: string): Promise<string> {
  for (;;) {
    const line = await atTerminal(asking, text);
    if (line !== '') return line;
  }
}

/** A word of a command that can be pasted. */
export function quoted(word: string | null): string {
  if (word === null) return 'HEAD';
  return /^[\w./:@~^{}+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
