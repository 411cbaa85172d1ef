import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Environment for every process of a bench: the user's git configuration plays no part. */
export const benchEnv: NodeJS.ProcessEnv = {
  get PATH() {
    return process.env['PATH'];
  },
  HOME: process.env['HOME'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  LC_ALL: 'C',
  get XDG_CACHE_HOME() {
    return process.env['XDG_CACHE_HOME'];
  },
};

/** Runs a command to its end with its output thrown away; throws when it fails with a code not in `expected`. */
export async function run(command: string, args: readonly string[], expected: readonly number[] = [0], stdin = ''): Promise<void> {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'inherit'], env: benchEnv });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === null || !expected.includes(code)) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}

/** Runs a command and gives what it printed. */
export async function capture(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: benchEnv });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  return Buffer.concat(chunks).toString();
}
