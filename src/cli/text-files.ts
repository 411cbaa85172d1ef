import { open, readdir, readFile, type FileHandle } from 'node:fs/promises';
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
  async readBytes(path, most) {
    try {
      const file = await open(path);
      try {
        return await bytesOf(file, path, most);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw error instanceof Failure ? error : unreadable(path, error);
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

/** What is no plain file says nothing of its size, and may never end. */
async function bytesOf(file: FileHandle, path: string, most: number): Promise<Uint8Array> {
  const { size } = await file.stat();
  if (size > most) throw tooLarge(path, most);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(1 << 20));
    if (bytesRead === 0) return Buffer.concat(chunks);
    length += bytesRead;
    if (length > most) throw tooLarge(path, most);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

function tooLarge(path: string, most: number): Failure {
  return new Failure('file-unreadable', 'user', `\`${path}\` is larger than ${most / 1024 / 1024} MB, and no more is read`);
}
