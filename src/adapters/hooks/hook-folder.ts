import { execFile } from 'node:child_process';
import { constants, existsSync, realpathSync, statSync } from 'node:fs';
import { access, chmod, copyFile, lstat, mkdir, readFile, readlink, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { decodeUtf8, encodeUtf8, Failure } from '../../core/values/index.ts';
import type { HookFolder, HookPlace } from '../../workflows/ports/index.ts';

const lefthookFiles = ['lefthook', '.lefthook', '.config/lefthook'].flatMap((name) => ['.yml', '.yaml', '.toml', '.json'].map((end) => name + end));

/** The hooks of the repository `path` lies in. `program`: how to start this program again. */
export function openHookFolder(path: string, program: readonly string[]): HookFolder {
  return {
    program,
    place: () => place(path),
    async read(file) {
      try {
        const [bytes, executable] = await Promise.all([readFile(file), access(file, constants.X_OK).then(() => true, () => false)]);
        return { text: decodeUtf8(bytes), executable };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
        throw unreadable(file, error);
      }
    },
    exists: (file) => Promise.resolve(existsSync(file)),
    async write(file, text, executable) {
      await inFolder(file, async (temporary) => {
        await writeFile(temporary, encodeUtf8(text));
        await chmod(temporary, executable ? 0o755 : ((await stats(file))?.mode ?? 0o644) & 0o777);
        await rename(temporary, file);
      });
    },
    async copy(from, to) {
      await inFolder(to, async (temporary) => {
        if ((await lstat(from)).isSymbolicLink()) await symlink(await readlink(from), temporary);
        else {
          await copyFile(from, temporary);
          await chmod(temporary, (await lstat(from)).mode & 0o7777);
        }
        await rename(temporary, to);
      });
    },
    async move(from, to) {
      await rename(from, to);
      await rmdir(dirname(from)).catch(() => undefined);
    },
    async remove(file) {
      await rm(file, { force: true });
      await rmdir(dirname(file)).catch(() => undefined);
    },
  };
}

/** Does the work beside `file` and leaves nothing there when it fails. */
async function inFolder(file: string, work: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${file}.countersign-${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await work(temporary);
  } catch (error) {
    await rm(temporary, { force: true });
    throw unreadable(file, error);
  }
}

function stats(file: string) {
  return lstat(file).catch(() => null);
}

function unreadable(file: string, error: unknown): Failure {
  return new Failure('file-unreadable', 'environment', `\`${file}\` could not be read or written: ${(error as Error).message}`, [
    'see who owns it and whether its folder may be written to',
  ]);
}

/** Git is asked, under the user's configuration: it is what decides which hooks run. */
async function place(path: string): Promise<HookPlace> {
  const [common, hooks, bare, top, superproject, gitDir] = await Promise.all([
    git(path, 'rev-parse', '--path-format=absolute', '--git-common-dir'),
    git(path, 'rev-parse', '--path-format=absolute', '--git-path', 'hooks'),
    git(path, 'rev-parse', '--is-bare-repository'),
    git(path, 'rev-parse', '--show-toplevel').catch(() => ''),
    git(path, 'rev-parse', '--show-superproject-working-tree').catch(() => ''),
    git(path, 'rev-parse', '--path-format=absolute', '--git-dir'),
  ]);
  const hooksPath = await git(path, 'config', '--get', 'core.hooksPath').catch(() => null);
  const commonDir = real(common);
  const root = bare === 'true' || top === '' ? null : real(top);
  const kind = superproject !== '' ? 'submodule' : real(gitDir) !== commonDir ? 'worktree' : 'main';
  const folder = real(hooks);
  const parts = { folder, commonDir, root, kind, hooksPath } as const;
  if (root !== null && folder.startsWith(join(root, '.husky'))) {
    // Husky 9 has git look in `.husky/_` and calls the scripts one folder up.
    return { ...parts, folder: basename(folder) === '_' ? dirname(folder) : folder, kept: 'husky' };
  }
  if (root !== null && lefthookFiles.some((name) => existsSync(join(root, name)))) return { ...parts, kept: 'lefthook' };
  const own = [commonDir, root].some((home) => home !== null && (folder === home || folder.startsWith(`${home}/`)));
  return { ...parts, kept: own ? 'plain' : 'foreign' };
}

/** With links resolved, also where the last parts do not exist yet. */
function real(path: string): string {
  const absolute = resolve(path);
  if (statSync(absolute, { throwIfNoEntry: false }) !== undefined) return realpathSync(absolute);
  return dirname(absolute) === absolute ? absolute : join(real(dirname(absolute)), basename(absolute));
}

async function git(path: string, ...args: readonly string[]): Promise<string> {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C' };
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']) delete env[name];
  try {
    return (await promisify(execFile)('git', ['-C', path, ...args], { env })).stdout.replace(/\n$/, '');
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new Failure('git-missing', 'environment', 'git was not found on the PATH', ['install git 2.31 or newer']);
    if (/not a git repository|cannot change to/.test(stderr ?? '')) {
      throw new Failure('not-a-repository', 'user', `\`${path}\` is not in a git repository`, ['give the path of a repository with `--repo PATH`']);
    }
    throw new Failure('git-failed', 'environment', `git ${args[0]} failed: ${(stderr ?? '').trim().split('\n')[0]}`);
  }
}
