import { PatchReader, type PatchHandler } from '../patch.ts';
import { gitFailed } from './failures.ts';
import { keepAlive, type GitProcess, type GitRunner } from './runner.ts';

interface Request {
  readonly lines: string;
  readonly handler: PatchHandler;
  readonly settle: (whole: boolean) => void;
  readonly fail: (error: unknown) => void;
  /** Bytes of its patch that came so far. */
  length: number;
}

/** Git repeats a line that names no object, and says at once all it has: so ends each answer. */
const mark = 'commit -';

/**
 * Patches through one lasting `git diff-tree --stdin`, one question after the other: starting git takes longer than
 * most patches. What ends git fails the question it was at; the others are asked again.
 */
export class LastingDiff {
  readonly #runner: GitRunner;
  readonly #arguments: readonly string[];
  readonly #keepLines: boolean;
  readonly #longest: number;
  #process: GitProcess | null = null;
  #reader: PatchReader | null = null;
  #pending: Request[] = [];

  /** `longest`: bytes after which a patch is given up. */
  constructor(runner: GitRunner, options: { readonly arguments: readonly string[]; readonly keepLines: boolean; readonly longest: number }) {
    this.#runner = runner;
    this.#arguments = ['diff-tree', '--stdin', ...options.arguments];
    this.#keepLines = options.keepLines;
    this.#longest = options.longest;
  }

  /** The patches of these lines of input, told to `handler`; `false` where they are longer than is read, and their last file is not told. */
  ask(lines: readonly string[], handler: PatchHandler): Promise<boolean> {
    return new Promise((settle, fail) => this.#send({ lines: `${lines.join('\n')}\n${mark}\n`, handler, settle, fail, length: 0 }));
  }

  #send(request: Request): void {
    try {
      const process = (this.#process ??= this.#start());
      this.#pending.push(request);
      keepAlive(process, true);
      process.child.stdin.write(request.lines);
    } catch (error) {
      request.fail(error);
    }
  }

  #start(): GitProcess {
    const process = this.#runner.start(this.#arguments);
    const reader = new PatchReader({
      commit: (id) => (id === '-' ? this.#finish() : this.#pending[0]?.handler.commit?.(id)),
      section: (section) => this.#pending[0]?.handler.section(section),
    }, this.#keepLines);
    this.#reader = reader;
    process.child.stdout.on('data', (chunk: Buffer) => this.#receive(process, chunk));
    process.end.then(
      ({ stderr }) => this.#ended(process, gitFailed(this.#arguments, stderr)),
      (error: unknown) => {
        if (this.#process !== process) return;
        this.#process = null;
        for (const request of this.#pending.splice(0)) request.fail(error);
      },
    );
    return process;
  }

  #receive(process: GitProcess, chunk: Buffer): void {
    if (this.#process !== process) return;
    try {
      this.#reader?.push(chunk);
    } catch (error) {
      process.child.kill('SIGKILL');
      return this.#ended(process, error);
    }
    const [first] = this.#pending;
    if (first === undefined) return;
    first.length += chunk.length;
    if (first.length <= this.#longest) return;
    process.child.kill('SIGKILL');
    this.#pending.shift();
    first.settle(false);
    this.#again(process);
  }

  #finish(): void {
    const request = this.#pending.shift();
    if (this.#pending.length === 0 && this.#process !== null) keepAlive(this.#process, false);
    request?.settle(true);
  }

  /** Git ended, or what it said made no sense: the question it was at has no answer. */
  #ended(process: GitProcess, error: unknown): void {
    if (this.#process !== process) return;
    this.#pending.shift()?.fail(error);
    this.#again(process);
  }

  #again(process: GitProcess): void {
    keepAlive(process, false);
    this.#process = null;
    this.#reader = null;
    for (const request of this.#pending.splice(0)) this.#send(request);
  }
}
