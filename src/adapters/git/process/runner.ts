import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { gitEnvironment, gitSettings } from './environment.ts';
import { gitFailed, gitMissing, interrupted } from './failures.ts';

/** How a git process ended. */
export interface GitEnd {
  readonly code: number;
  /** At most 64 KiB of what it said. */
  readonly stderr: string;
}

/** A running git process whose output is read as it comes. */
export interface GitProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly end: Promise<GitEnd>;
}

/** Starts git in one git directory, always with the scrubbed environment; remembers its children to end them. */
export class GitRunner {
  readonly gitDir: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #children = new Set<ChildProcessWithoutNullStreams>();
  #stopped = false;

  constructor(gitDir: string, inherited: NodeJS.ProcessEnv = {}) {
    this.gitDir = gitDir;
    this.#environment = gitEnvironment(gitDir, inherited);
  }

  start(args: readonly string[]): GitProcess {
    if (this.#stopped) throw interrupted();
    const child = spawn('git', [...gitSettings, ...args], {
      cwd: this.gitDir,
      env: this.#environment,
      stdio: 'pipe',
      windowsHide: true,
    });
    this.#children.add(child);
    // A process that dies while it is written to says so in its exit code; EPIPE adds nothing.
    child.stdin.on('error', () => undefined);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < 65_536) stderr += text;
    });
    const end = new Promise<GitEnd>((resolve, reject) => {
      child.on('error', (error: NodeJS.ErrnoException) => {
        this.#children.delete(child);
        // A folder to start in that is gone gives the same code as a program that is.
        reject(error.code === 'ENOENT' && existsSync(this.gitDir) ? gitMissing() : gitFailed(args, error.message));
      });
      child.on('close', (code) => {
        this.#children.delete(child);
        if (this.#stopped) reject(interrupted());
        else resolve({ code: code ?? 128, stderr });
      });
    });
    // Whoever reads the output may stop before looking at the end.
    end.catch(() => undefined);
    return { child, end };
  }

  /** Runs to the end and gives all output. Throws `git-failed` unless it exits with 0 or one of `accepted`. */
  async run(args: readonly string[], accepted: readonly number[] = [], input: string | Uint8Array = ''): Promise<{ code: number; stdout: Buffer }> {
    const { child, end } = this.start(args);
    child.stdin.end(input);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const { code, stderr } = await end;
    if (code !== 0 && !accepted.includes(code)) throw gitFailed(args, stderr);
    return { code, stdout: Buffer.concat(chunks) };
  }

  /** Ends every child at once; later calls fail as interrupted. */
  stop(): void {
    this.#stopped = true;
    for (const child of this.#children) child.kill('SIGKILL');
  }
}

/** Whether a git version (`2.39.5`) is at least `major.minor`. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [x = 0, y = 0] = version.split('.').map(Number);
  return x > major || (x === major && y >= minor);
}

/** A git that waits for questions must not keep our process from ending. */
export function keepAlive({ child }: GitProcess, wanted: boolean): void {
  const method = wanted ? 'ref' : 'unref';
  child[method]();
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as Socket)[method]();
}
