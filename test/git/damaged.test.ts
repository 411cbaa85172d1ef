import { chmodSync, copyFileSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { HistoryCommit } from '../../src/workflows/ports/repository.ts';
import { BuiltRepository, changeOf, newFolder, reading, removeFolders } from './built-repository.ts';

afterAll(removeFolders);

function threeCommits(): BuiltRepository {
  const repository = BuiltRepository.init();
  repository.write('a/f', 'one\n').write('b', 'b\n').commit('One');
  repository.write('a/f', 'one\ntwo\n').commit('Two');
  repository.write('a/f', 'one\ntwo\nthree\n').commit('Three');
  return repository;
}

function looseFile(repository: BuiltRepository, revision: string): string {
  const id = repository.git('rev-parse', revision);
  return join(repository.path, '.git', 'objects', id.slice(0, 2), id.slice(2));
}

function lose(repository: BuiltRepository, revision: string): void {
  rmSync(looseFile(repository, revision));
}

function damage(repository: BuiltRepository, revision: string): void {
  const file = looseFile(repository, revision);
  chmodSync(file, 0o644);
  truncateSync(file, 10);
}

async function historyOf(path: string, files: 'lines' | 'paths' | 'none' = 'lines', head = 'HEAD') {
  return reading(path, async (repository) => {
    const unread: string[] = [];
    const heads = [(await repository.resolve(head)).commit];
    const query = { heads, not: [], since: null, until: null, firstParent: false, files };
    const commits: HistoryCommit[] = (await Array.fromAsync(repository.readHistory(query, unread))).flat();
    return { commits, unread };
  });
}

const lines = (commits: readonly HistoryCommit[]) =>
  commits.map(({ message, files }) => [message.trim(), files.map(({ path, linesAdded }) => `${path} ${linesAdded}`)]);

describe('a gate refuses what it cannot read', () => {
  it.each([
    ['file', 'HEAD:a/f', 'a/f'],
    ['tree', 'HEAD:a', 'a/'],
  ])('a missing %s is named, with the command that mends it', async (kind, revision, path) => {
    const repository = threeCommits();
    const id = repository.git('rev-parse', revision);
    lose(repository, revision);
    await expect(changeOf(repository.path, 'HEAD~1')).rejects.toMatchObject({
      code: 'object-missing',
      kind: 'environment',
      message: `the ${kind} ${id} (\`${path}\`) is not in this repository`,
      hints: [expect.stringContaining('git fetch --refetch'), expect.stringContaining('--unshallow')],
    });
  });

  it('a missing commit in the middle of the change', async () => {
    const repository = threeCommits();
    const base = repository.git('rev-parse', 'HEAD~2');
    lose(repository, 'HEAD~1');
    await expect(changeOf(repository.path, base)).rejects.toMatchObject({ code: 'object-missing', kind: 'environment' });
  });

  it('a file that only a commit in the middle had: the change is read, where its lines come from is not', async () => {
    const repository = threeCommits();
    lose(repository, 'HEAD~1:a/f');
    const change = await changeOf(repository.path, 'HEAD~2');
    expect(change.files).toMatchObject([{ path: 'a/f', linesAdded: 2 }]);
    await expect(reading(repository.path, (opened) => opened.readLineOrigins(change))).rejects.toMatchObject({ code: 'object-missing' });
  });

  it('a missing file that the change does not touch is not needed', async () => {
    const repository = threeCommits();
    lose(repository, 'HEAD:b');
    expect((await changeOf(repository.path, 'HEAD~1')).files).toHaveLength(1);
  });

  it.each(['HEAD:a/f', 'HEAD:a', 'HEAD^{tree}'])('a truncated object (%s)', async (revision) => {
    const repository = threeCommits();
    damage(repository, revision);
    await expect(changeOf(repository.path, 'HEAD~1', 'HEAD')).rejects.toMatchObject({ code: 'object-corrupt', kind: 'environment' });
  });

  it('a tree stored under another tree’s id', async () => {
    const repository = threeCommits();
    const target = looseFile(repository, 'HEAD:a');
    const source = looseFile(repository, 'HEAD~1:a');
    rmSync(target);
    copyFileSync(source, target);
    await expect(changeOf(repository.path, 'HEAD~1')).rejects.toMatchObject({ code: 'object-corrupt' });
  });
});

describe('a report goes on and says what it does not know', () => {
  it('where one file is missing, the other commits keep their numbers of lines', async () => {
    const repository = threeCommits();
    lose(repository, 'HEAD~2:a/f');
    const { commits, unread } = await historyOf(repository.path);
    expect(lines(commits)).toEqual([
      ['Three', ['a/f 1']],
      ['Two', ['a/f null']],
      ['One', ['a/f null', 'b null']],
    ]);
    expect(unread).toEqual(['lines of 2 commits could not be counted: their files are not all here']);
  });

  it('where a tree is missing, the commit is still there', async () => {
    const repository = threeCommits();
    lose(repository, 'HEAD~1:a');
    const { commits, unread } = await historyOf(repository.path);
    expect(lines(commits)).toEqual([['Three', []], ['Two', []], ['One', ['a/f null', 'b null']]]);
    expect(unread).toEqual([
      'lines of 1 commit could not be counted: their files are not all here',
      'files of 2 commits could not be listed: their trees are not all here',
    ]);
  });

  it('where a commit is missing, the history ends there', async () => {
    const repository = threeCommits();
    lose(repository, 'HEAD~2');
    const { commits, unread } = await historyOf(repository.path, 'none');
    expect(commits.map(({ message }) => message)).toEqual(['Three']);
    expect(unread).toEqual([expect.stringMatching(/^the history ends after 1 commit, where git could not go on: /)]);
  });
});

describe('a partial clone', () => {
  it('is never fetched into: the digest needs the file, the history does without', async () => {
    const repository = threeCommits();
    repository.git('config', 'uploadpack.allowFilter', 'true');
    const clone = join(newFolder(), 'clone.git');
    repository.git('clone', '-q', '--bare', '--filter=blob:none', pathToFileURL(repository.path).href, clone);
    const packs = () => readdirSync(join(clone, 'objects', 'pack')).length;
    const before = packs();
    expect((await reading(clone, (opened) => opened.facts())).partial).toBe(true);
    await expect(changeOf(clone, 'HEAD~1')).rejects.toMatchObject({ code: 'object-missing' });
    const { commits, unread } = await historyOf(clone);
    expect(lines(commits)).toEqual([['Three', ['a/f null']], ['Two', ['a/f null']], ['One', ['a/f null', 'b null']]]);
    expect(unread).toEqual(['lines of 3 commits could not be counted: their files are not all here']);
    expect((await historyOf(clone, 'paths')).unread).toEqual([]);
    expect(packs()).toBe(before);
  });
});

describe('a shallow clone', () => {
  async function shallow(): Promise<string> {
    const repository = threeCommits();
    repository.git('checkout', '-q', '-b', 'feature', 'HEAD~2');
    repository.write('c', 'c\n').commit('Feature');
    const clone = join(newFolder(), 'clone');
    repository.git('clone', '-q', '--depth=1', '--no-single-branch', pathToFileURL(repository.path).href, clone);
    return clone;
  }

  it('without the merge base says how to get it', async () => {
    const clone = await shallow();
    await reading(clone, async (opened) => {
      const [a, b] = [await opened.resolve('main'), await opened.resolve('feature')];
      await expect(opened.mergeBases(a.commit, b.commit)).rejects.toMatchObject({
        code: 'history-shallow',
        hints: [expect.stringContaining('git fetch --unshallow')],
      });
      await expect(opened.firstParent(a.commit)).rejects.toMatchObject({ code: 'history-shallow' });
      expect((await opened.facts()).shallow).toBe(true);
    });
  });

  it('gives the commits at its edge without files: what they changed is not known', async () => {
    const { commits, unread } = await historyOf(await shallow(), 'lines', 'main');
    expect(lines(commits)).toEqual([['Three', []]]);
    expect(commits).toMatchObject([{ atEdge: true }]);
    expect(unread).toEqual([]);
  });

  it('counts a root commit that its edge names too', async () => {
    const repository = threeCommits();
    const clone = join(newFolder(), 'clone');
    repository.git('clone', '-q', '--depth=3', pathToFileURL(repository.path).href, clone);
    const { commits } = await historyOf(clone, 'lines', 'main');
    expect(lines(commits).at(-1)).toEqual(['One', ['a/f 1', 'b 1']]);
  });

  it.each(['HEAD~1', 'HEAD^', 'HEAD^2', 'main~20', 'HEAD~0~1'])('does not have %s, and says how to get it', async (name) => {
    const repository = threeCommits();
    repository.git('merge', '-q', '--no-ff', '-s', 'ours', '--allow-unrelated-histories', '-m', 'Merge', repository.git('commit-tree', '-m', 'Other', 'HEAD^{tree}'));
    const clone = join(newFolder(), 'clone');
    repository.git('clone', '-q', '--depth=1', pathToFileURL(repository.path).href, clone);
    await reading(clone, (opened) =>
      expect(opened.resolve(name)).rejects.toMatchObject({
        code: 'history-shallow',
        kind: 'environment',
        message: `this clone is shallow: \`${name}\` is not in it`,
        hints: ['git fetch --unshallow'],
      }),
    );
  });

  it.each([['of a root commit', 3, 'HEAD~3'], ['of a commit inside', 2, 'HEAD^2']])('is not blamed for a parent %s that never was', async (_, depth, name) => {
    const repository = threeCommits();
    const clone = join(newFolder(), 'clone');
    repository.git('clone', '-q', `--depth=${depth}`, pathToFileURL(repository.path).href, clone);
    await reading(clone, (opened) => expect(opened.resolve(name)).rejects.toMatchObject({ code: 'unknown-ref' }));
  });

  it('whose change reaches its edge says that contributors may be missing', async () => {
    const change = await changeOf(await shallow(), null, 'main');
    expect(change.unread).toEqual([expect.stringContaining('the parents of 1 of the commits are not here')]);
  });
});
