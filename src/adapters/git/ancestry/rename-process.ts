import { randomBytes } from 'node:crypto';
import { textOf } from '../objects/bytes.ts';
import { gitFailed } from '../process/failures.ts';
import type { GitProcess, GitRunner } from '../process/runner.ts';

/**
 * A `git diff-tree` that stays open, for many commits one after another: each answer costs no start of a process.
 * What is no object id is echoed at once, so a line nobody can foretell marks the end of an answer.
 */
export class RenameProcess {
  readonly #scratch: GitRunner;
  readonly #args: readonly string[];
  readonly #mark = Buffer.from(`${randomBytes(16).toString('base64url')}-\n`);
  #process: (GitProcess & { readonly output: AsyncIterator<Buffer> }) | null = null;

  constructor(scratch: GitRunner, options: readonly string[]) {
    this.#scratch = scratch;
    this.#args = ['diff-tree', '--stdin', '-r', '--raw', '-z', '--no-abbrev', '--no-commit-id', ...options, '--ignore-submodules=none'];
  }

  /** What `commit` has otherwise than `parent`, as `--raw -z` gives it. Throws `object-missing` where a blob is not here. */
  async compare(commit: string, parent: string): Promise<string> {
    const running = (this.#process ??= this.#start());
    running.child.stdin.write(`${commit} ${parent}\n`);
    running.child.stdin.write(this.#mark);
    const chunks: Buffer[] = [];
    for (;;) {
      const { value, done } = await running.output.next();
      if (done === true) break;
      chunks.push(value);
      const all = chunks.length === 1 ? value : Buffer.concat(chunks);
      chunks.splice(0, chunks.length, all);
      if (all.subarray(-this.#mark.length).equals(this.#mark)) return textOf(all.subarray(0, -this.#mark.length));
    }
    this.#process = null;
    throw gitFailed(this.#args, (await running.end).stderr);
  }

  close(): void {
    this.#process?.child.kill('SIGKILL');
    this.#process = null;
  }

  #start(): GitProcess & { readonly output: AsyncIterator<Buffer> } {
    const started = this.#scratch.start(this.#args);
    return { ...started, output: (started.child.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]() };
  }
}
