import { createColors } from 'picocolors';

const forced = process.env['FORCE_COLOR'];

// As the commands that the tour runs decide for themselves.
/** Whether the tour speaks in colours. */
export const isColoured =
  (process.env['NO_COLOR'] ?? '') === '' &&
  (forced !== undefined ? forced !== '0' && forced !== 'false' : process.stdout.isTTY === true && process.env['TERM'] !== 'dumb');

const paint = createColors(isColoured);

/** Prints lines of the tour. */
export function say(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => line + '\n').join(''));
}

/** A short heading, a question where there is one, with the command that answers it. */
export function heading(title: string, command?: string): void {
  say(paint.bold(title), ...(command === undefined ? [] : [paint.dim('$ countersign ' + command)]), '');
}

/** Commands to try next, each with what it is for. */
export function tryNext(commands: readonly (readonly [command: string, what: string])[]): void {
  const width = Math.max(...commands.map(([command]) => command.length));
  say(paint.bold('What to try next'));
  const oneLine = width <= 64;
  for (const [command, what] of commands) {
    if (oneLine) say(`  ${paint.blue(command.padEnd(width))}   ${paint.dim(what)}`);
    else say(`  ${paint.blue(command)}`, `      ${paint.dim(what)}`);
  }
}

/** Inks of the command line: ink blue act, red refused, ochre pending, green met, magenta AI. */
export type Ink = 'blue' | 'red' | 'yellow' | 'green' | 'magenta' | 'dim';

/** Words in one ink. */
export function ink(colour: Ink, words: string): string {
  return paint[colour](words);
}

/** A name that stands out, padded to a column. */
export function strong(words: string, width = 0): string {
  return paint.bold(words) + ' '.repeat(Math.max(0, width - words.length));
}

/** A sentence in lines as wide as the terminal, at most 100, all indented. */
export function wrap(sentence: string, indent: number): string[] {
  const width = Math.min(process.stdout.columns ?? 80, 100) - indent;
  const lines: string[] = [];
  for (const word of sentence.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}
