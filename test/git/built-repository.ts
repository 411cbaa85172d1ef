import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Change } from '../../src/core/change/index.ts';
import { openRepository, type OpenOptions } from '../../src/adapters/git/index.ts';
import type { Repository } from '../../src/workflows/ports/repository.ts';

const made: string[] = [];

/** A new folder that `removeFolders` takes away. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-test-'));
  made.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

const environment = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada Author',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Carl Committer',
  GIT_COMMITTER_EMAIL: 'carl@example.com',
};

/** A real repository built by script; commits are one minute apart, so that ids are always the same. */
export class BuiltRepository {
  readonly path: string;
  #minutes = 0;

  constructor(path: string) {
    this.path = path;
  }

  static init(...options: string[]): BuiltRepository {
    const repository = new BuiltRepository(newFolder());
    repository.git('init', '-q', '-b', 'main', ...options, '.');
    return repository;
  }

  /** The same once more, in a folder of its own: files, history and clock. */
  copy(): BuiltRepository {
    return new BuiltRepository(newFolder()).become(this);
  }

  /** Makes an empty repository what another one is. */
  become(other: BuiltRepository): this {
    cpSync(other.path, this.path, { recursive: true, preserveTimestamps: true });
    this.#minutes = other.#minutes;
    return this;
  }

  git(...args: string[]): string {
    return this.gitWith('', ...args);
  }

  gitWith(input: string | Buffer, ...args: string[]): string {
    const date = `${1_700_000_000 + this.#minutes * 60} +0000`;
    return execFileSync('git', args, {
      cwd: this.path,
      input,
      env: { ...environment, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    }).toString('latin1').trimEnd();
  }

  write(path: string, content: string | Buffer): this {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), content);
    return this;
  }

  /** Commits everything in the worktree and gives the id. */
  commit(message = 'Change something'): string {
    this.#minutes += 1;
    this.git('add', '-A');
    this.gitWith(message, 'commit', '-q', '--allow-empty', '--cleanup=verbatim', '-F', '-');
    return this.git('rev-parse', 'HEAD');
  }

  /** A commit whose tree holds exactly these entries, whatever a file system could hold. */
  commitTree(entries: readonly { mode: string; path: Buffer | string; content: string | Buffer }[], ...parents: string[]): string {
    this.#minutes += 1;
    const lines = entries.map(({ mode, path, content }) => {
      const id = mode === '160000' ? String(content) : this.gitWith(content, 'hash-object', '-w', '--stdin');
      return Buffer.concat([Buffer.from(`${mode} ${id}\t`), Buffer.from(path), Buffer.from([0])]);
    });
    this.git('read-tree', '--empty');
    this.gitWith(Buffer.concat(lines), 'update-index', '-z', '--index-info');
    return this.git('commit-tree', '-m', 'Tree', ...parents.flatMap((parent) => ['-p', parent]), this.git('write-tree'));
  }
}

/** Opens, lets `use` read, and closes in any case. */
export async function reading<T>(path: string, use: (repository: Repository) => Promise<T>, options: OpenOptions = {}): Promise<T> {
  const repository = await openRepository(path, options);
  try {
    return await use(repository);
  } finally {
    await repository.close();
  }
}

/** The change between two revisions. */
export function changeOf(path: string, base: string | null, head = 'HEAD', options: OpenOptions = {}): Promise<Change> {
  return reading(path, async (repository) => {
    const from = base === null ? null : (await repository.resolve(base)).commit;
    return repository.readChange('refs/heads/main', from, (await repository.resolve(head)).commit, true);
  }, options);
}
