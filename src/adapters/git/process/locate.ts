import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { Failure } from '../../../core/values/index.ts';
import { unquotePath } from '../objects/bytes.ts';

/** Where a repository keeps what. Found by looking at files, because asking git would obey its configuration. */
export interface Location {
  /** Of this worktree: `HEAD` lives here. */
  readonly gitDir: string;
  /** Shared by all worktrees: objects, refs, configuration. */
  readonly commonDir: string;
  readonly bare: boolean;
  /** The folder people know it by. */
  readonly root: string;
  /** Every object store, the repository's own first, each with those it borrows from. */
  readonly objectDirs: readonly string[];
}

/** Finds the repository `path` lies in: a worktree or a folder below it, a linked worktree, a bare repository. */
export function locate(path: string, environment: NodeJS.ProcessEnv): Location {
  const start = realFolder(path);
  try {
    for (let folder = start; ; folder = dirname(folder)) {
      const found = gitDirOf(folder);
      if (found !== null) return describe(found, folder, environment);
      if (dirname(folder) === folder) break;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('not-a-repository', 'environment', `\`${path}\` cannot be read: ${(error as Error).message}`, [
      'run as a user who may read the repository',
    ]);
  }
  throw new Failure('not-a-repository', 'user', `\`${path}\` is not in a git repository`, [
    'give the path of a repository with `--repo PATH`',
  ]);
}

function realFolder(path: string): string {
  try {
    const real = realpathSync(path);
    return statSync(real).isDirectory() ? real : dirname(real);
  } catch {
    throw new Failure('not-a-repository', 'user', `there is no folder \`${path}\``, [
      'give the path of a repository with `--repo PATH`',
    ]);
  }
}

function gitDirOf(folder: string): string | null {
  const dotGit = join(folder, '.git');
  const kind = statSync(dotGit, { throwIfNoEntry: false });
  if (kind?.isDirectory() && isGitDir(dotGit)) return realpathSync(dotGit);
  if (kind?.isFile()) {
    const target = /^gitdir: (.*?)\r?\n?$/s.exec(readFileSync(dotGit, 'utf8'))?.[1];
    if (target !== undefined && isGitDir(resolve(folder, target))) return realpathSync(resolve(folder, target));
    throw new Failure('not-a-repository', 'user', `\`${dotGit}\` points at no git directory`, [
      'run `git worktree repair` or `git submodule update --init` there',
    ]);
  }
  return isGitDir(folder) ? folder : null;
}

function isGitDir(folder: string): boolean {
  if (!existsSync(join(folder, 'HEAD'))) return false;
  if (existsSync(join(folder, 'commondir'))) return true;
  return existsSync(join(folder, 'objects')) && existsSync(join(folder, 'refs'));
}

function describe(gitDir: string, folder: string, environment: NodeJS.ProcessEnv): Location {
  const pointer = join(gitDir, 'commondir');
  const commonDir = existsSync(pointer) ? realpathSync(resolve(gitDir, readFileSync(pointer, 'utf8').trim())) : gitDir;
  const bare = gitDir === folder && basename(folder) !== '.git';
  const root = bare || gitDir !== folder ? folder : dirname(folder);
  return { gitDir, commonDir, bare, root, objectDirs: objectStores(commonDir, environment) };
}

/**
 * All object stores with their absolute paths. Git itself ignores a relative path in the alternates of an
 * alternate, which is what the repository's own alternates are to the scratch repository.
 */
function objectStores(commonDir: string, environment: NodeJS.ProcessEnv): string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    if (depth > 6 || found.includes(folder) || !existsSync(folder)) return;
    found.push(folder);
    for (const line of linesOf(join(folder, 'info', 'alternates'))) {
      if (line.startsWith('#')) continue;
      const alternate = unquotePath(line);
      visit(isAbsolute(alternate) ? alternate : resolve(folder, alternate), depth + 1);
    }
  };
  if (environment.GIT_OBJECT_DIRECTORY) visit(resolve(environment.GIT_OBJECT_DIRECTORY), 0);
  const separator = process.platform === 'win32' ? ';' : ':';
  for (const folder of environment.GIT_ALTERNATE_OBJECT_DIRECTORIES?.split(separator) ?? []) {
    if (folder !== '') visit(resolve(unquotePath(folder)), 0);
  }
  visit(join(commonDir, 'objects'), 0);
  return found;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}
