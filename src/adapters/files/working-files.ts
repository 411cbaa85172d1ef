import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeUtf8, encodeUtf8, Failure } from '../../core/values/index.ts';
import type { WorkingFiles } from '../../workflows/ports/index.ts';

/** The files of the working tree whose root is `root`. */
export function openWorkingFiles(root: string): WorkingFiles {
  return {
    async read(path) {
      if ((await kindOf(root, path)) === 'nothing') return null;
      try {
        return decodeUtf8(await readFile(join(root, path)));
      } catch (error) {
        throw new Failure('file-unreadable', 'environment', `\`${path}\` cannot be read (${codeOf(error)})`, ['see who owns it']);
      }
    },
    async create(files) {
      for (const path of files.keys()) {
        if ((await kindOf(root, path)) === 'file') throw isThere(path);
      }
      const folders = new Set([...files.keys()].map((path) => dirname(path)));
      const [folder] = folders;
      if (folder !== undefined && folders.size === 1 && (await kindOf(root, folder)) === 'nothing') await createFolder(root, folder, files);
      else await createFiles(root, files);
    },
    async replace(path, before, text) {
      if ((await kindOf(root, path)) === 'nothing') throw changed(path);
      const file = join(root, path);
      // As git does: who has the lock file writes, and the lock file becomes the file.
      const lock = `${file}.lock`;
      await writeWhole(lock, text).catch((error: unknown) => {
        throw codeOf(error) === 'EEXIST' ? locked(path) : asFailure(path, error);
      });
      try {
        await chmod(lock, (await lstat(file)).mode & 0o777);
        if (decodeUtf8(await readFile(file)) !== before) throw changed(path);
        await rename(lock, file);
      } catch (error) {
        await rm(lock, { force: true });
        throw asFailure(path, error);
      }
    },
  };
}

/** One folder that is not there yet comes into being with all its files at once. */
async function createFolder(root: string, folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const temporary = join(root, `${folder}.${process.pid}.tmp`);
  try {
    await mkdir(dirname(join(root, folder)), { recursive: true });
    await mkdir(temporary);
    for (const [path, text] of files) await writeWhole(join(temporary, path.slice(folder.length + 1)), text);
    await rename(temporary, join(root, folder));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw asFailure(folder, error);
  }
}

/** Into folders that are there: all are on the disk before the first appears, and those that did go again where a later one cannot. */
async function createFiles(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  const ready: string[] = [];
  const made: string[] = [];
  let current = '';
  try {
    for (const [path, text] of files) {
      current = path;
      const temporary = `${join(root, path)}.${process.pid}.tmp`;
      await mkdir(dirname(temporary), { recursive: true });
      await writeWhole(temporary, text);
      ready.push(temporary);
    }
    for (const [index, path] of [...files.keys()].entries()) {
      current = path;
      const [temporary, file] = [ready[index]!, join(root, path)];
      // Unlike a rename, a link never takes the place of what somebody put there meanwhile.
      await link(temporary, file).catch((error: unknown) => {
        if (codeOf(error) === 'EEXIST') throw error;
        return copyFile(temporary, file, constants.COPYFILE_EXCL);
      });
      made.push(file);
    }
  } catch (error) {
    for (const file of made) await rm(file, { force: true });
    throw asFailure(current, error);
  } finally {
    for (const temporary of ready) await rm(temporary, { force: true });
  }
}

/** A new file with this text, on the disk; none where it cannot be written to its end. */
async function writeWhole(file: string, text: string): Promise<void> {
  // `wx`: never through a link or over a file that somebody else put there.
  const handle = await open(file, 'wx', 0o644);
  try {
    await handle.writeFile(encodeUtf8(text));
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** What is at a path of the working tree; refuses every symbolic link on the way to it. */
async function kindOf(root: string, path: string): Promise<'file' | 'folder' | 'nothing'> {
  const names = path.split('/');
  for (let depth = 1; depth <= names.length; depth++) {
    const part = names.slice(0, depth).join('/');
    const found = await lstat(join(root, part)).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw new Failure('file-unreadable', 'environment', `\`${part}\` cannot be looked at (${codeOf(error)})`, ['see who owns its folder']);
    });
    if (found === null) return 'nothing';
    if (found.isSymbolicLink()) {
      throw new Failure('file-unwritable', 'user', `\`${part}\` is a symbolic link: what is written through it would lie elsewhere`, [
        `replace it by a plain ${depth === names.length && /\.\w+$/.test(part) ? 'file' : 'folder'}; git would not follow it either`,
      ]);
    }
    const last = depth === names.length;
    if (last && found.isFile()) return 'file';
    if (last && found.isDirectory()) return 'folder';
    if (!found.isDirectory()) throw new Failure('file-unwritable', 'user', `\`${part}\` is ${found.isFile() ? 'a file where a folder must be' : 'no plain file'}`, ['move it away']);
  }
  return 'folder';
}

function isThere(path: string): Failure {
  return new Failure('file-unwritable', 'user', `\`${path}\` is there already; nothing was written`, ['move it away first, or edit it']);
}

function changed(path: string): Failure {
  return new Failure('file-unwritable', 'user', `\`${path}\` was changed meanwhile; nothing was written`, ['run the same command again']);
}

function locked(path: string): Failure {
  return new Failure('file-unwritable', 'user', `\`${path}.lock\` is there: somebody else is writing, or was ended while writing; nothing was written`, [
    'run the same command again; if nobody is writing, remove that file first',
  ]);
}

function asFailure(path: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (['EEXIST', 'ENOTEMPTY'].includes(codeOf(error))) return isThere(path);
  return new Failure('file-unwritable', 'environment', `\`${path}\` cannot be written (${codeOf(error)}); nothing has changed`, [
    'see who owns its folder, and whether the disk is full or read-only',
  ]);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}
