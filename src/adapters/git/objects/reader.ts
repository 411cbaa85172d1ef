import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../core/values/index.ts';
import { gitFailed } from '../process/failures.ts';
import { keepAlive, type GitProcess, type GitRunner } from '../process/runner.ts';
import { sha256Of } from './bytes.ts';

/** What a question about an object gave: `missing` and `corrupt` are answers, for only the caller knows the mend. */
export type ObjectAnswer =
  | { readonly state: 'found'; readonly id: string; readonly type: string; readonly size: number }
  | { readonly state: 'missing' | 'ambiguous' | 'corrupt'; readonly id: string };

/** Takes an object's bytes as they arrive. The chunks are only valid during the call. */
interface Sink {
  chunk(bytes: Buffer, whole: boolean): void;
}

interface Request {
  readonly name: string;
  readonly command: 'contents' | 'info';
  readonly sink: Sink | null;
  readonly settle: (answer: ObjectAnswer) => void;
  readonly fail: (error: unknown) => void;
}

/** Requests sent before git is told to answer; more would only make the first answer later. */
const flushEvery = 4096;
/** A damaged store could end git at each object; after so many it is the store that is unreadable. */
const restartsAtMost = 200;

/**
 * Objects by name through one lasting `git cat-file`, asked many at a time: requests made in the same turn
 * of the event loop are answered together. Nothing larger than a chunk is held unless the caller asks for it.
 */
export class ObjectReader {
  readonly #runner: GitRunner;
  readonly #objectDirs: readonly string[];
  readonly #command: string;
  readonly #arguments: readonly string[];
  readonly #batchCommand: boolean;
  #process: GitProcess | null = null;
  #pending: Request[] = [];
  #done = 0;
  #unsent: string[] = [];
  #scheduled = false;
  #rest: Buffer = Buffer.alloc(0);
  #body: { request: Request; answer: ObjectAnswer; left: number; whole: boolean } | null = null;
  #restarts = 0;
  #closed = false;

  constructor(runner: GitRunner, command: 'batch-command' | 'batch' | 'batch-check', objectDirs: readonly string[]) {
    this.#runner = runner;
    this.#objectDirs = objectDirs;
    this.#command = command;
    this.#batchCommand = command === 'batch-command';
    this.#arguments = ['cat-file', `--${command}`, ...(this.#batchCommand ? ['--buffer'] : [])];
  }

  /** Starts git ahead of the first question. */
  start(): void {
    this.#process ??= this.#startProcess();
    keepAlive(this.#process, false);
  }

  /** Type and size, without reading the object. */
  info(name: string): Promise<ObjectAnswer> {
    return this.#ask(name, 'info', null);
  }

  /** The whole object, unless it is larger than `atMost` bytes: then `bytes` is `null` and none of it was kept. */
  async contents(name: string, atMost = Number.POSITIVE_INFINITY): Promise<ObjectAnswer & { bytes: Buffer | null }> {
    const chunks: Buffer[] = [];
    let held = 0;
    const answer = await this.#ask(name, 'contents', {
      chunk(bytes) {
        held += bytes.length;
        if (held > atMost) chunks.length = 0;
        else chunks.push(Buffer.from(bytes));
      },
    });
    if (answer.state !== 'found' || held > atMost) return { ...answer, bytes: null };
    return { ...answer, bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) };
  }

  /** SHA-256 of an object's bytes, in constant memory. */
  async sha256(name: string): Promise<ObjectAnswer & { sha256: string }> {
    const digest = { hash: null as ReturnType<typeof createHash> | null, value: '' };
    const answer = await this.#ask(name, 'contents', {
      chunk(bytes, whole) {
        if (whole) digest.value = sha256Of(bytes);
        else (digest.hash ??= createHash('sha256')).update(bytes);
      },
    });
    return { ...answer, sha256: digest.hash === null ? digest.value : digest.hash.digest('hex') };
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#process !== null) keepAlive(this.#process, true);
    this.#process?.child.stdin.end();
    await this.#process?.end.catch(() => undefined);
  }

  #ask(name: string, command: 'contents' | 'info', sink: Sink | null): Promise<ObjectAnswer> {
    if (/[\n\r]/.test(name)) throw new RangeError('an object name holds a line break');
    return new Promise((settle, fail) => this.#send({ name, command, sink, settle, fail }));
  }

  #send(request: Request): void {
    if (this.#closed) return request.fail(new Failure('internal', 'internal', 'the repository is closed'));
    this.#pending.push(request);
    this.#unsent.push(this.#batchCommand ? `${request.command} ${request.name}` : request.name);
    if (this.#unsent.length >= flushEvery) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      // After the promise jobs of this turn: they often ask for more.
      setImmediate(() => this.#flush());
    }
  }

  #flush(): void {
    this.#scheduled = false;
    if (this.#unsent.length === 0) return;
    if (this.#batchCommand) this.#unsent.push('flush');
    const text = `${this.#unsent.join('\n')}\n`;
    this.#unsent = [];
    try {
      this.#process ??= this.#startProcess();
      keepAlive(this.#process, true);
      this.#process.child.stdin.write(text);
    } catch (error) {
      this.#failAll(error);
    }
  }

  #startProcess(): GitProcess {
    const process = this.#runner.start(this.#arguments);
    process.child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    process.end.then(
      ({ stderr }) => this.#ended(stderr),
      (error) => this.#failAll(error),
    );
    return process;
  }

  #receive(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = Buffer.alloc(0);
    while (bytes.length > 0) {
      if (this.#body !== null) bytes = this.#receiveBody(bytes);
      else {
        const end = bytes.indexOf(10);
        if (end < 0) break;
        this.#receiveHeader(bytes.toString('latin1', 0, end));
        bytes = bytes.subarray(end + 1);
      }
    }
    if (bytes.length > 0) this.#rest = Buffer.from(bytes);
  }

  #receiveHeader(header: string): void {
    const request = this.#pending[this.#done];
    if (request === undefined) return;
    // The name asked for stands before `missing`; a found object's header is `<id> <type> <size>`.
    const failed = /^.* (missing|ambiguous|submodule|dangling|loop|notdir)(?: \d+)?$/.exec(header)?.[1];
    const found = /^([0-9a-f]+) ([a-z]+) (\d+)$/.exec(header);
    if (found === null) {
      const state = failed === 'ambiguous' ? 'ambiguous' : this.#isStored(request.name) ? 'corrupt' : 'missing';
      this.#finish(request, { state, id: request.name });
      return;
    }
    const answer: ObjectAnswer = { state: 'found', id: found[1]!, type: found[2]!, size: Number(found[3]) };
    if (request.command === 'info' && this.#command !== 'batch') this.#finish(request, answer);
    else this.#body = { request, answer, left: answer.size + 1, whole: true };
  }

  /** Git says `missing` also of a loose object whose first bytes are damaged; then its file is there. */
  #isStored(id: string): boolean {
    if (!/^[0-9a-f]{40,64}$/.test(id)) return false;
    return this.#objectDirs.some((folder) => existsSync(join(folder, id.slice(0, 2), id.slice(2))));
  }

  /** Hands on what has come of the body, which is followed by one line feed; gives back what is after it. */
  #receiveBody(bytes: Buffer): Buffer {
    const body = this.#body!;
    const part = bytes.subarray(0, Math.min(bytes.length, Math.max(0, body.left - 1)));
    const taken = Math.min(bytes.length, body.left);
    const complete = taken === body.left;
    const whole = body.whole && part.length === body.left - 1;
    if (part.length > 0 || whole) body.request.sink?.chunk(part, whole);
    body.whole = false;
    body.left -= taken;
    if (complete) {
      this.#body = null;
      this.#finish(body.request, body.answer);
    }
    return bytes.subarray(taken);
  }

  #finish(request: Request, answer: ObjectAnswer): void {
    this.#done += 1;
    if (this.#done === this.#pending.length) {
      this.#pending = [];
      this.#done = 0;
      if (this.#process !== null) keepAlive(this.#process, false);
    } else if (this.#done > 10_000) {
      this.#pending = this.#pending.slice(this.#done);
      this.#done = 0;
    }
    request.settle(answer);
  }

  /** Git ends at an object it cannot unpack: that one is corrupt, the others are asked again. */
  #ended(stderr: string): void {
    const waiting = this.#pending.slice(this.#done);
    this.#process = null;
    this.#rest = Buffer.alloc(0);
    this.#body = null;
    this.#pending = [];
    this.#done = 0;
    this.#unsent = [];
    const [first, ...others] = waiting;
    if (first === undefined) return;
    this.#restarts += 1;
    if (this.#restarts > restartsAtMost || /not a git repository|unknown option|usage:/.test(stderr)) {
      for (const request of waiting) request.fail(gitFailed(this.#arguments, stderr));
      return;
    }
    first.settle({ state: 'corrupt', id: first.name });
    for (const request of others) this.#send(request);
  }

  #failAll(error: unknown): void {
    const waiting = this.#pending.slice(this.#done);
    this.#pending = [];
    this.#done = 0;
    this.#unsent = [];
    for (const request of waiting) request.fail(error);
  }
}
