import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/countersign.cjs', import.meta.url));

/** What one command printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command and lets it speak to the terminal itself, progress included; a blank line follows. */
export function show(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => {
      process.stdout.write('\n');
      resolve(code ?? 70);
    });
  });
}

/** Runs a command and keeps what it prints. */
export function capture(args: readonly string[]): Promise<Ended> {
  return collect([program, ...args]);
}

function collect(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 70, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }));
  });
}

/** The walkthrough, begun in the background: it works in a folder of its own, and nothing here waits for it. */
export function beginWalkthrough(colour: boolean): Promise<Ended> {
  return collect([fileURLToPath(new URL('../walkthrough.ts', import.meta.url)), '--brief', ...(colour ? ['--color'] : [])]);
}

/** Runs commands two at a time and hands each result on in the order asked for, as soon as it can be shown. */
export async function captureEach(commands: readonly (readonly string[])[], each: (ended: Ended, index: number) => void): Promise<void> {
  const running: Promise<Ended>[] = [];
  const start = (index: number): void => {
    const command = commands[index];
    if (command !== undefined) running[index] = capture(command);
  };
  start(0);
  start(1);
  for (let index = 0; index < commands.length; index += 1) {
    each(await (running[index] as Promise<Ended>), index);
    start(index + 2);
  }
}
