import { spawn } from 'node:child_process';
import { gitMissing } from '../process/failures.ts';

/** How a git of the user's ended. */
export interface UserGitEnd {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Variables that would send git to another repository or index than the one that was named. */
const elsewhere = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_PREFIX', 'GIT_OBJECT_DIRECTORY', 'GIT_NAMESPACE'];

/**
 * Git as the user runs it: their configuration, identity, hooks, signing program and environment. Reading never
 * goes this way. `shown`: what git and its hooks say on either channel goes to the user's stderr as it comes.
 */
export function userGit(folder: string, args: readonly string[], input: string | Uint8Array = '', shown = false, more: NodeJS.ProcessEnv = {}): Promise<UserGitEnd> {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of elsewhere) delete env[name];
  Object.assign(env, more);
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...args], { cwd: folder, env, stdio: ['pipe', shown ? 2 : 'pipe', shown ? 'inherit' : 'pipe'] });
    const out: Buffer[] = [];
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin!.on('error', () => undefined);
    child.on('error', () => reject(gitMissing()));
    child.on('close', (code) => resolve({ code: code ?? 128, stdout: Buffer.concat(out), stderr }));
    child.stdin!.end(input);
  });
}
