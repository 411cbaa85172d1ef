import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Failure } from '../../core/values/index.ts';

/** A file of ours as text; `null` where there is none. */
export async function readState(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw new Failure('file-unreadable', 'environment', `\`${path}\` cannot be read (${codeOf(error)})`, ['see who owns it']);
  }
}

/** Replaces a file whole, on the disk before it takes the place of what was there. */
export async function writeState(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'w', 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new Failure('file-unwritable', 'environment', `\`${path}\` cannot be written (${codeOf(error)})`, [
      'see who owns its folder, and whether the disk is full or read-only',
    ]);
  }
}

/** Milliseconds after which a lock is that of a process that was ended: none is held longer than one small write. */
const staleAfter = 1000;

/** Changes a file while nobody else does; whoever was ended while holding the lock holds up nobody for long. */
export async function changeState(path: string, change: (text: string | null) => string): Promise<void> {
  const lock = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true }).catch(() => undefined);
  for (let tries = 0; ; tries++) {
    try {
      const file = await open(lock, 'wx');
      try {
        await file.writeFile(String(process.pid)).finally(() => file.close());
      } catch (error) {
        await rm(lock, { force: true });
        throw error;
      }
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || tries > 400) {
        throw new Failure('file-unwritable', 'environment', `\`${lock}\` cannot be made (${codeOf(error)})`, ['see who owns its folder; if nobody is writing, remove that file']);
      }
      if (await isLeft(lock)) await rm(lock, { force: true });
      else await setTimeout(25);
    }
  }
  try {
    const before = await readState(path);
    const after = change(before);
    if (after !== before) await writeState(path, after);
  } finally {
    await rm(lock, { force: true });
  }
}

/** Whether whoever made a lock is gone. */
async function isLeft(lock: string): Promise<boolean> {
  const age = await stat(lock).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
  if (age > staleAfter) return true;
  const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
  // Empty: it is being made. Another machine's number may stand for anybody here, and then age decides.
  return owner > 0 && !runs(owner);
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}
