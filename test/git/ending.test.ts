import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BuiltRepository, newFolder, reading, removeFolders } from './built-repository.ts';

afterAll(removeFolders);

const adapter = new URL('../../src/adapters/git/index.ts', import.meta.url).href;

/** A program that opens the repository, says what its git processes are, and then does `rest`. */
function program(path: string, rest: string): string {
  return `
    import { openRepository } from ${JSON.stringify(adapter)};
    const repository = await openRepository(${JSON.stringify(path)});
    const { commit } = await repository.resolve('HEAD');
    await repository.readFile(commit, 'a');
    console.log('ready');
    ${rest}
  `;
}

function filled(): BuiltRepository {
  const repository = BuiltRepository.init();
  repository.write('a', 'one\n').commit();
  return repository;
}

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout.split('\n').map(Number).filter((child) => child > 0);
}

/** Whether a process still does something: one that ended may wait for its parent to take note (state Z). */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

describe('however the process ends', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s leaves no scratch folder and no git behind', async (signal) => {
    const temporary = newFolder();
    const child = spawn(process.execPath, ['--input-type=module', '-e', program(filled().path, 'setInterval(() => {}, 1000);')], {
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.on('close', (_, by) => resolve(by)));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const children = childrenOf(child.pid!);
    expect(children.length).toBeGreaterThan(0);
    expect(readdirSync(temporary)).toHaveLength(1);
    child.kill(signal);
    expect(await ended).toBe(signal);
    await expect.poll(() => children.some(isRunning)).toBe(false);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it.each(['process.exit(0);', 'throw new Error("x");', ''])('so does %j', (rest) => {
    const temporary = newFolder();
    spawnSync(process.execPath, ['--input-type=module', '-e', program(filled().path, rest)], {
      env: { ...process.env, TMPDIR: temporary },
      timeout: 20_000,
    });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('a program that listens to the signal itself decides when to end', () => {
    const rest = `process.on('SIGTERM', () => { console.log('mine'); process.exit(7); }); process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);`;
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program(filled().path, rest)], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect([status, stdout]).toEqual([7, 'ready\nmine\n']);
  });
});

describe('the temporary folder', () => {
  it('may be unusable', async () => {
    const before = process.env.TMPDIR;
    const { path } = filled();
    process.env.TMPDIR = join(newFolder(), 'none');
    try {
      await expect(reading(path, (repository) => repository.facts())).rejects.toMatchObject({
        code: 'file-unreadable',
        kind: 'environment',
        hints: [expect.stringContaining('TMPDIR')],
      });
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});

describe('git itself', () => {
  async function withPath<T>(path: string, use: () => Promise<T>): Promise<T> {
    const before = process.env.PATH;
    process.env.PATH = path;
    try {
      return await use();
    } finally {
      process.env.PATH = before;
    }
  }

  it('may be absent', async () => {
    const { path } = filled();
    const opened = withPath(newFolder(), () => reading(path, (repository) => repository.facts()));
    await expect(opened).rejects.toMatchObject({ code: 'git-missing', kind: 'environment' });
  });

  it('may be too old', async () => {
    const { path } = filled();
    const folder = newFolder();
    writeFileSync(join(folder, 'git'), '#!/bin/sh\necho git version 2.30.9\n', { mode: 0o755 });
    const opened = withPath(`${folder}${delimiter}${process.env.PATH}`, () => reading(path, (repository) => repository.facts()));
    await expect(opened).rejects.toMatchObject({ code: 'git-too-old', kind: 'environment', message: expect.stringContaining('2.30.9') });
  });

  it('may be from before `cat-file --batch-command`', async () => {
    const { path } = filled();
    const folder = newFolder();
    const real = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
    const script = `#!/bin/sh\nfor a in "$@"; do case "$a" in version) echo git version 2.31.0; exit;; --batch-command|--since-as-filter*) exit 129;; esac; done\nexec '${real}' "$@"\n`;
    writeFileSync(join(folder, 'git'), script, { mode: 0o755 });
    const change = await withPath(`${folder}${delimiter}${process.env.PATH}`, () =>
      reading(path, async (repository) => {
        const { commit } = await repository.resolve('main');
        const query = { heads: [commit], not: [], since: 1_700_000_000, until: null, firstParent: false, files: 'lines' as const };
        expect(await repository.countHistory(query)).toBe(1);
        return repository.readChange('refs/heads/main', null, commit, true);
      }),
    );
    expect(change.files).toMatchObject([{ path: 'a', linesAdded: 1 }]);
  });
});
