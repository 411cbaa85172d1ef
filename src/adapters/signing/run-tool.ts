import { spawn } from 'node:child_process';
import { Failure } from '../../core/values/index.ts';

/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** Empty where it went to the terminal. */
  readonly stderr: string;
}

/** Where a program's prompts go. */
export type Prompts =
  /** To nobody: it is cut off from any terminal, so that it fails instead of waiting. */
  | 'nobody'
  /** It may ask for a passphrase at the terminal. */
  | 'terminal'
  /** It also writes to the terminal, as for "touch your key now". */
  | 'shown';

/** Runs a program of OpenSSH with the user's own environment, to the end. Throws `key-unusable` where there is none. */
export function runTool(program: 'ssh-keygen' | 'ssh-add', args: readonly string[], env: Readonly<Record<string, string | undefined>>, prompts: Prompts): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      // A session of its own has no controlling terminal: /dev/tty cannot be opened there.
      detached: prompts === 'nobody',
      stdio: [prompts === 'nobody' ? 'ignore' : 'inherit', 'pipe', prompts === 'shown' ? 'inherit' : 'pipe'],
      env: { ...env, LC_ALL: 'C' },
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const stop = (): void => void child.kill();
    process.once('exit', stop);
    const done = (settle: () => void): void => {
      process.off('exit', stop);
      settle();
    };
    child.on('error', (error: NodeJS.ErrnoException) => done(() => reject(notStarted(program, error))));
    child.on('close', (code) => done(() => resolve({ code: code ?? -1, stdout, stderr })));
  });
}

function notStarted(program: string, error: NodeJS.ErrnoException): Failure {
  const why = error.code === 'ENOENT' ? 'was not found on the PATH' : `could not be started (${error.code ?? error.message})`;
  return new Failure('key-unusable', 'environment', `${program} ${why}`, ['install OpenSSH 8.2 or newer: it signs for you']);
}
