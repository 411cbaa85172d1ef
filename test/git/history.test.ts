import { afterAll, describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { openRepository } from '../../src/adapters/git/index.ts';
import type { HistoryQuery } from '../../src/workflows/ports/repository.ts';
import { BuiltRepository, changeOf, reading, removeFolders } from './built-repository.ts';

afterAll(removeFolders);

async function historyOf(repository: BuiltRepository, query: Partial<HistoryQuery> = {}) {
  return reading(repository.path, async (opened) => {
    const heads = [(await opened.resolve('HEAD')).commit];
    const whole = { heads, not: [], since: null, until: null, firstParent: false, files: 'lines' as const, ...query };
    const commits = (await Array.fromAsync(opened.readHistory(whole, []))).flat();
    expect(await opened.countHistory(whole)).toBe(commits.length);
    return commits;
  });
}

/** A history made by fast-import; `date` gives each commit's committer time. */
function imported(count: number, date: (index: number) => number): BuiltRepository {
  const repository = BuiltRepository.init('--bare');
  const commit = (i: number) => {
    const message = `Commit ${i}\n\nbody ${'x'.repeat(i % 50)}\n`;
    const content = `line ${i}\nline\n`;
    return [
      'commit refs/heads/main', `author Ada <ada@example.com> ${date(i)} +0000`, `committer Carl <carl@example.com> ${date(i)} +0000`,
      `data ${message.length}`, message, `M 100644 inline f${i % 97}`, `data ${content.length}`, content,
    ].join('\n');
  };
  repository.gitWith(Array.from({ length: count }, (_, i) => commit(i)).join('\n'), 'fast-import', '--quiet');
  return repository;
}

describe('reading a history', () => {
  it('gives 5,000 commits, newest first, with their files', async () => {
    const commits = await historyOf(imported(5000, (i) => 1_600_000_000 + i * 60));
    expect(commits).toHaveLength(5000);
    expect(commits.map(({ message }) => message)).toEqual(
      Array.from({ length: 5000 }, (_, i) => 4999 - i).map((i) => `Commit ${i}\n\nbody ${'x'.repeat(i % 50)}\n`),
    );
    expect(commits.every(({ files }) => files.length === 1)).toBe(true);
    expect(commits[0]).toMatchObject({
      author: { name: 'Ada', email: 'ada@example.com' }, committer: { name: 'Carl', email: 'carl@example.com' },
      committedAt: 1_600_000_000 + 4999 * 60,
    });
    expect(commits.at(-1)).toMatchObject({ parents: [], files: [{ path: 'f0', status: 'A', linesAdded: 2, linesRemoved: 0 }] });
  });

  it('filters by date exactly, also where clocks were wrong', async () => {
    const repository = imported(100, (i) => 1_600_000_000 + (i % 10) * 1000);
    const since = 1_600_000_000 + 8000;
    const commits = await historyOf(repository, { since });
    expect(commits).toHaveLength(20);
    expect(await historyOf(repository, { since, until: since })).toHaveLength(10);
    expect(await historyOf(repository, { until: 1_600_000_000 - 1 })).toHaveLength(0);
  });

  it('can be stopped early without leaving anything behind', async () => {
    const repository = imported(3000, (i) => 1_600_000_000 + i);
    await reading(repository.path, async (opened) => {
      const heads = [(await opened.resolve('HEAD')).commit];
      const query = { heads, not: [], since: null, until: null, firstParent: false, files: 'lines' as const };
      for await (const batch of opened.readHistory(query, [])) {
        expect(batch.length).toBeGreaterThan(0);
        break;
      }
      expect(await opened.countHistory(query)).toBe(3000);
    });
  });

  it('does not count the lines of a moved file, nor those of a merge but along first parents', async () => {
    const repository = BuiltRepository.init();
    repository.write('a', 'one\ntwo\nthree\nfour\n').write('n', Buffer.from([0])).commit('One');
    await rename(join(repository.path, 'a'), join(repository.path, 'b'));
    repository.write('n', Buffer.from([0, 1])).commit('Move');
    repository.git('checkout', '-q', '-b', 'side', 'HEAD~1');
    repository.write('s', 's\n').commit('Side');
    repository.git('checkout', '-q', 'main');
    repository.git('merge', '-q', '--no-ff', '-m', 'Merge', 'side');
    const byMessage = new Map((await historyOf(repository)).map((commit) => [commit.message.trim(), commit]));
    expect(byMessage.get('Merge')).toMatchObject({ files: [], parents: [expect.any(String), expect.any(String)] });
    expect(byMessage.get('Move')?.files).toEqual([
      { path: 'b', status: 'R', linesAdded: 0, linesRemoved: 0 },
      { path: 'n', status: 'M', linesAdded: null, linesRemoved: null },
    ]);
    const paths = await historyOf(repository, { files: 'paths', firstParent: true });
    expect(paths.map(({ message, files }) => [message.trim(), files.map(({ path, status }) => `${status} ${path}`)])).toEqual([
      ['Merge', ['A s']], ['Move', ['D a', 'A b', 'M n']], ['One', ['A a', 'A n']],
    ]);
  });

  it('keeps messages and names whole that are not UTF-8, claim another encoding, or look like output', async () => {
    const repository = BuiltRepository.init();
    const tree = repository.git('write-tree');
    const raw = (head: string, message: Buffer) => Buffer.concat([Buffer.from(`tree ${tree}\n${head}\n`, 'latin1'), message]);
    const person = 'J\xfcrgen <j@example.com> 1600000000 +0000';
    const messages = [Buffer.from('gr\xfc\xdfe\n', 'latin1'), Buffer.from('c123\n:100644 x\n1\t2\ta\n\n\n'), Buffer.from(''), Buffer.from('no line feed')];
    const encodings = ['encoding ISO-8859-1\n', '', 'encoding nonsense\n', 'encoding UTF-16\n'];
    let parent = '';
    for (const [i, message] of messages.entries()) {
      const head = `${parent}author ${person}\ncommitter ${person}\n${encodings[i]}`;
      const id = repository.gitWith(raw(head, message), 'hash-object', '-w', '-t', 'commit', '--literally', '--stdin');
      parent = `parent ${id}\n`;
      repository.git('update-ref', 'refs/heads/main', id);
    }
    const commits = await historyOf(repository);
    expect(commits.map(({ message }) => message)).toEqual(['no line feed', '', 'c123\n:100644 x\n1\t2\ta\n\n\n', 'gr\udcfc\udcdfe\n']);
    expect(commits[0]?.author).toEqual({ name: 'J\udcfcrgen', email: 'j@example.com' });
    const change = await changeOf(repository.path, null);
    expect(change.commits).toEqual(commits.map(({ files: _, ...commit }) => commit));
  });

  it('says which lines given commits added, merges against their first parent', async () => {
    const repository = BuiltRepository.init();
    const one = repository.write('a', 'one\ntwo\n').commit('One');
    const two = repository.write('a', 'zero\none\ntwo\nthree\n').commit('Two');
    const empty = repository.commit('Empty');
    await reading(repository.path, async (opened) => {
      const found = await Array.fromAsync(opened.readAddedLines([empty, two, one], []));
      expect(found).toEqual([
        { commit: empty, files: [] },
        { commit: two, files: [{ path: 'a', ranges: [{ start: 1, end: 1 }, { start: 4, end: 4 }] }] },
        { commit: one, files: [{ path: 'a', ranges: [{ start: 1, end: 2 }] }] },
      ]);
      expect(await Array.fromAsync(opened.readAddedLines([], []))).toEqual([]);
    });
  });
});

describe('notes', () => {
  it('are found at any depth of fan-out, and read in order', async () => {
    const repository = BuiltRepository.init();
    const commits = Array.from({ length: 300 }, (_, i) => `${i.toString(16).padStart(4, '0')}${'a'.repeat(36)}`);
    const entries = commits.map((commit, i) => {
      const path = i % 3 === 0 ? commit : i % 3 === 1 ? `${commit.slice(0, 2)}/${commit.slice(2)}` : `${commit.slice(0, 2)}/${commit.slice(2, 4)}/${commit.slice(4)}`;
      return `M 100644 inline ${path}\ndata 6\nnote${i % 10}\n\n`;
    });
    const header = 'commit refs/notes/ai\ncommitter C <c@example.com> 1600000000 +0000\ndata 5\nnotes\n';
    repository.gitWith(`${header}${entries.join('')}M 100644 inline README\ndata 2\nx\n\n`, 'fast-import', '--quiet');
    await reading(repository.path, async (opened) => {
      const notes = await opened.listNotes('refs/notes/ai');
      expect([...notes.keys()].toSorted()).toEqual(commits.toSorted());
      const unread: string[] = [];
      const wanted = new Map([...notes].slice(0, 280));
      wanted.set('f'.repeat(40), 'e'.repeat(40));
      const read = await Array.fromAsync(opened.readNotes('refs/notes/ai', wanted, unread));
      expect(read.map(({ commit }) => commit)).toEqual([...notes.keys()].slice(0, 280));
      expect(Buffer.from(read[0]!.bytes).toString()).toMatch(/^note\d\n$/);
      expect(unread).toEqual([`the note of refs/notes/ai on ${'f'.repeat(40)} is not in this repository`]);
      expect(await opened.listNotes('refs/notes/none')).toEqual(new Map());
    });
  });
});

describe('an opened repository', () => {
  it('leaves no scratch folder and no process after it is closed or aborted', async () => {
    const repository = imported(10, (i) => 1_600_000_000 + i);
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('countersign-') && !name.startsWith('countersign-test-'));
    const aborter = new AbortController();
    const before = new Set(folders());
    const opened = await openRepository(repository.path, { signal: aborter.signal });
    expect(folders().filter((name) => !before.has(name)).length).toBeGreaterThan(0);
    const reading = opened.readHistory({ heads: ['f'.repeat(40)], not: [], since: null, until: null, firstParent: false, files: 'none' }, []);
    aborter.abort();
    await expect(Array.fromAsync(reading)).rejects.toMatchObject({ code: 'interrupted' });
    await expect(opened.resolve('main')).rejects.toMatchObject({ code: 'interrupted' });
    await opened.close();
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('writes nothing into the repository', async () => {
    const repository = BuiltRepository.init();
    repository.write('a', 'one\n').commit();
    const list = () => readdirSync(join(repository.path, '.git'), { recursive: true }).toSorted();
    const before = list();
    await changeOf(repository.path, null);
    await historyOf(repository);
    expect(list()).toEqual(before);
  });
});
