import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** All of stdin, at most 64 MiB. */
export async function readInput(): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin as AsyncIterable<string>) {
    text += chunk;
    if (text.length > 64 * 1024 * 1024) break;
  }
  return text;
}

const typed: string[] = [];
const waiting: ((line: string | null) => void)[] = [];
let lines: import('node:readline').Interface | null = null;
let ended = false;

/** One question at the terminal and the line typed; `null` where the input ends. Ctrl-C stays the terminal's. */
export async function askOnce(text: string): Promise<string | null> {
  process.stderr.write(text);
  const { createInterface } = await import('node:readline');
  // `terminal: false`: the line discipline echoes and edits, and an interrupt reaches the process as a signal.
  lines ??= createInterface({ input: process.stdin, terminal: false })
    .on('line', (line) => {
      const done = waiting.shift();
      if (done === undefined) typed.push(line.trim());
      else done(line.trim());
    })
    .on('close', () => {
      ended = true;
      for (const done of waiting.splice(0)) done(null);
    });
  process.stdin.ref();
  const ahead = typed.shift();
  if (!ended) lines.resume();
  // After the end of the input nothing would ever answer.
  const line = ahead ?? (ended ? null : await new Promise<string | null>((done) => waiting.push(done)));
  // Between two questions, and after the last, nothing is read or waited for: ssh-keygen may ask at the same terminal.
  if (!ended) lines.pause();
  process.stdin.unref();
  return line;
}

/** A commit waits no longer than this for an answer; milliseconds. */
const patience = 20_000;

/**
 * Asks at the terminal whether an AI helped, once per branch: the branch is noted before the question, so that
 * whoever walks away is not asked again. `null` where there is no terminal or no answer in time.
 */
export async function askAtTerminal(path: string): Promise<string | null> {
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', path, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  let terminal: number;
  try {
    terminal = openSync('/dev/tty', constants.O_RDWR | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const folder = join(resolve(path, git('rev-parse', '--git-common-dir')), 'countersign');
    mkdirSync(folder, { recursive: true });
    appendFileSync(join(folder, 'asked'), `${git('symbolic-ref', 'HEAD')}\n`);
    writeSync(terminal, 'countersign: did an AI write any of this? TOOL:MODEL, or none; Enter leaves it open (asked once per branch) ');
    const { ReadStream } = await import('node:tty');
    const stream = new ReadStream(terminal);
    return await new Promise<string | null>((done) => {
      let typed = '';
      const end = (answer: string | null) => {
        clearTimeout(timer);
        stream.destroy();
        done(answer);
      };
      const timer = setTimeout(() => end(null), patience);
      stream.setEncoding('utf8').on('data', (text: string) => {
        typed += text;
        if (typed.includes('\n')) end(typed.slice(0, typed.indexOf('\n')));
      });
      stream.on('error', () => end(null)).on('end', () => end(null));
    });
  } catch {
    try {
      closeSync(terminal);
    } catch {
      // It is closed already.
    }
    return null;
  }
}
