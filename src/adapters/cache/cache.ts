import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

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
  const folder = join(cacheRoot(env), 'countersign', name);
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

function cacheRoot(env: NodeJS.ProcessEnv): string {
  if (env['XDG_CACHE_HOME']) return env['XDG_CACHE_HOME'];
  if (env['LOCALAPPDATA']) return env['LOCALAPPDATA'];
  return join(homedir(), '.cache');
}
