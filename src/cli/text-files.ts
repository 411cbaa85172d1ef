import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { decodeUtf8, Failure } from '../core/values/index.ts';
import type { TextFiles } from '../workflows/ports/index.ts';

/** Files and folders named on the command line. */
export const textFiles: TextFiles = {
  async readText(path) {
    try {
      return decodeUtf8(await readFile(path));
    } catch (error) {
      throw unreadable(path, error);
    }
  },
  async listYaml(folder) {
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name));
      return files.map((entry) => typed(join(entry.parentPath, entry.name))).toSorted();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOTDIR' || code === 'ENOENT') return null;
      throw unreadable(folder, error);
    }
  },
  beside: (from, path) => (isAbsolute(path) ? path : join(dirname(from), path)),
};

/** A path below the current folder as people type it there. */
function typed(path: string): string {
  const below = relative('.', path);
  return isAbsolute(path) && (below.startsWith(`..${sep}`) || isAbsolute(below)) ? path : below;
}

function unreadable(path: string, error: unknown): Failure {
  const { code } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
  return new Failure('file-unreadable', 'user', `\`${path}\` ${why}`);
}
