import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** JSON values by key in the user's cache folder. Whatever is wrong with it, the program goes on without. */
export interface Cache {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
}

/**
 * A cache named `name` under `$XDG_CACHE_HOME/countersign` (`~/.cache/countersign`, on Windows `%LOCALAPPDATA%`).
 * Keys are hex digests. Entries are written whole or not at all: to a temporary file, then renamed over.
 */
export function openCache(name: string, env: NodeJS.ProcessEnv): Cache {
  const root = cacheRoot(env);
  if (root === null) return { read: () => Promise.resolve(null), write: () => Promise.resolve() };
  const folder = join(root, 'countersign', name);
  return {
    async read(key) {
      try {
        return JSON.parse(await readFile(join(folder, `${key}.json`), 'utf8')) as unknown;
      } catch {
        return null;
      }
    },
    async write(key, value) {
      const file = join(folder, `${key}.json`);
      const temporary = `${file}.${process.pid}.tmp`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(temporary, JSON.stringify(value), { mode: 0o600 });
        await rename(temporary, file);
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** `null`: there is none. Never a relative folder, which would be one of the repository that is looked at. */
function cacheRoot(env: NodeJS.ProcessEnv): string | null {
  for (const named of [env['XDG_CACHE_HOME'], env['LOCALAPPDATA']]) if (named && isAbsolute(named)) return named;
  try {
    const home = homedir();
    return isAbsolute(home) ? join(home, '.cache') : null;
  } catch {
    // A user without an entry in the system's list, as in many containers, has no home folder.
    return null;
  }
}
