import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { HeadLines } from '../../src/workflows/ports/index.ts';
import { BuiltRepository, newFolder, reading, removeFolders } from './built-repository.ts';

afterAll(removeFolders);

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');

/** Reads the head's lines, and checks that each line of each file is there once. */
async function headLines(path: string): Promise<HeadLines> {
  return reading(path, async (opened) => {
    const found = await opened.readHeadLines((await opened.resolve('HEAD')).commit);
    for (const file of found.files) {
      const covered = file.ranges.flatMap(({ start, end }) => Array.from({ length: end - start + 1 }, (_, i) => start + i));
      expect(covered, file.path).toEqual(Array.from({ length: file.lines }, (_, i) => i + 1));
    }
    return found;
  });
}

/** `path:line commit originalPath:originalLine` of every line. */
function linesOf({ files }: HeadLines): string[] {
  return files.flatMap(({ path, ranges }) =>
    ranges.flatMap((range) =>
      Array.from({ length: range.end - range.start + 1 }, (_, i) => `${path}:${range.start + i} ${range.commit} ${range.originalPath}:${range.originalStart + i}`),
    ),
  ).toSorted();
}

/** The same as `git blame` has it. */
function blameOf(path: string): string[] {
  const git = (...args: string[]) => execFileSync('git', ['-C', path, '-c', 'core.quotePath=false', ...args], { env: { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }, maxBuffer: 1 << 28 }).toString();
  const lines: string[] = [];
  for (const file of git('ls-tree', '-r', '-z', '--name-only', 'HEAD').split('\0').filter((name) => name !== '')) {
    let at: RegExpExecArray | null = null;
    for (const line of git('blame', '--incremental', 'HEAD', '--', file).split('\n')) {
      at = /^([0-9a-f]{40}) (\d+) (\d+) (\d+)$/.exec(line) ?? at;
      if (!line.startsWith('filename ') || at === null) continue;
      const [, commit, original, start, count] = at;
      for (let i = 0; i < Number(count); i++) lines.push(`${file}:${Number(start) + i} ${commit} ${line.slice(9)}:${Number(original) + i}`);
    }
  }
  return lines.toSorted();
}

/** Random numbers that are the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed * 2_654_435_761;
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % sides;
  };
}

type Files = Map<string, string[]>;

/** A history of edits, moves, splits, deletions, branches and merges, some of which change lines themselves. */
function wildHistory(seed: number, commits: number): BuiltRepository {
  const roll = dice(seed);
  const repository = BuiltRepository.init();
  const states: Files[] = [];
  const stream: string[] = [];
  let tips: number[] = [];
  let word = 0;
  const fresh = (): string => (roll(4) === 0 ? '}' : `line ${word++}`);
  const edit = (lines: string[]): string[] => {
    const at = roll(lines.length + 1);
    const added = Array.from({ length: roll(4) }, fresh);
    return [...lines.slice(0, at), ...added, ...lines.slice(at + roll(3))];
  };
  for (let mark = 1; mark <= commits; mark++) {
    const merges = tips.length > 1 && roll(4) === 0;
    const parents = mark === 1 ? [] : merges ? tips.slice(0, roll(3) === 0 ? 3 : 2) : [tips[roll(tips.length)]!];
    const files: Files = new Map(states[(parents[0] ?? 0) - 1]);
    for (const other of parents.slice(1)) {
      for (const [path, lines] of states[other - 1]!) if (roll(2) === 0) files.set(path, lines);
    }
    if (mark === 1) for (let i = 0; i < 6; i++) files.set(`dir${i % 2}/file ${i}.ts`, Array.from({ length: 12 }, fresh));
    const touched = [...files.keys()].filter(() => roll(merges ? 6 : 3) === 0);
    let moved = merges;
    for (const path of touched) {
      const lines = files.get(path)!;
      // Which of several moved files a new one came from is a matter of taste where they are alike.
      const act = moved ? 3 : roll(8);
      moved ||= act < 3;
      if (act === 0) files.delete(path);
      if (act <= 2) files.set(`dir${roll(3)}/moved ${mark} ${roll(9)}.ts`, roll(2) === 0 ? lines : edit(lines));
      if (act === 1) files.set(`dir${roll(3)}/split ${mark} ${roll(9)}.ts`, edit(lines));
      if (act === 1 || act === 2) files.delete(path);
      if (act > 2) files.set(path, edit(lines));
    }
    states.push(files);
    const message = `Commit ${mark}`;
    stream.push(`commit refs/heads/work\nmark :${mark}\ncommitter Jo <jo@example.org> ${1_700_000_000 + mark * 60} +0000\ndata ${message.length}\n${message}\n`);
    if (parents.length > 0) stream.push(`from :${parents[0]}\n`, ...parents.slice(1).map((parent) => `merge :${parent}\n`), 'deleteall\n');
    for (const [path, lines] of files) {
      const content = text(...lines);
      stream.push(`M 100644 inline "${path}"\ndata ${content.length}\n${content}\n`);
    }
    tips = [mark, ...tips.filter((tip) => (merges ? !parents.includes(tip) : tip !== parents[0] || roll(3) === 0))].slice(0, 4);
    if (mark === commits) stream.push(`reset refs/heads/main\nfrom :${mark}\n`);
  }
  repository.gitWith(stream.join(''), 'fast-import', '--quiet', '--force');
  return repository;
}

describe('the commit that wrote each line of a head', () => {
  it.each([1, 2, 3, 4, 5, 6])('is the one git blame names, through merges, moves and splits (history %i)', async (seed) => {
    const { path } = wildHistory(seed, 90);
    const found = await headLines(path);
    const blamed = blameOf(path);
    expect(blamed.length).toBeGreaterThan(20);
    expect(linesOf(found)).toEqual(blamed);
    expect(found).toMatchObject({ cutOff: 0, unread: [], binaryFiles: 0, otherEntries: 0 });
  });

  it('is found for text only; what has no lines is counted', async () => {
    const repository = BuiltRepository.init();
    repository.write('a.txt', text('one', 'two')).write('empty', '').write('logo.png', Buffer.from([1, 0, 2, 10])).write('end', 'no newline').commit();
    repository.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`);
    repository.gitWith('', 'commit', '-q', '-m', 'Add a submodule');
    const found = await headLines(repository.path);
    expect(found.files.map(({ path, lines }) => [path, lines])).toEqual([['a.txt', 2], ['end', 1]]);
    expect(found).toMatchObject({ binaryFiles: 1, otherEntries: 1 });
  });

  it('is followed through a version that git takes for binary, as blame does', async () => {
    const repository = BuiltRepository.init();
    const one = repository.write('a', text('one', 'two')).commit();
    repository.write('a', Buffer.from('one\n\0\ntwo\n')).commit();
    const three = repository.write('a', text('one', 'three', 'two')).commit();
    const found = await headLines(repository.path);
    expect(linesOf(found)).toEqual([`a:1 ${one} a:1`, `a:2 ${three} a:2`, `a:3 ${one} a:2`]);
  });

  it('has the path and numbers it had there, whatever bytes the names hold', async () => {
    const repository = BuiltRepository.init();
    const one = repository.write('ä "q"\n', text('a', 'b', 'c', 'd', 'e', 'f')).commit();
    repository.git('mv', '--', 'ä "q"\n', '-new');
    const two = repository.write('-new', text('z', 'a', 'b', 'c', 'd', 'e', 'f')).commit();
    const found = await headLines(repository.path);
    expect(found.files[0]!.ranges).toEqual([
      { start: 1, end: 1, commit: two, originalStart: 1, originalPath: '-new' },
      { start: 2, end: 7, commit: one, originalStart: 1, originalPath: 'ä "q"\n' },
    ]);
  });
});

describe('where the history is cut off', () => {
  function grown(): BuiltRepository {
    const repository = BuiltRepository.init();
    repository.write('a', text('one', 'two', 'three')).write('b', text('b')).commit();
    repository.write('a', text('one', 'zwei', 'three')).commit();
    repository.write('a', text('one', 'zwei', 'three', 'four')).commit();
    return repository;
  }

  it('lines that reach the edge of a shallow clone are said to end there', async () => {
    const clone = newFolder();
    const repository = grown();
    repository.git('clone', '-q', '--depth=2', `file://${repository.path}`, clone);
    const found = await headLines(clone);
    expect(found.cutOff).toBe(4);
    expect(found.files[0]!.ranges.map(({ start, end, cutOff }) => [start, end, cutOff ?? false])).toEqual([[1, 3, true], [4, 4, false]]);
  });

  it('a missing blob ends the lines of its file there, and no others', async () => {
    const repository = grown();
    const blob = repository.git('rev-parse', 'HEAD~1:a');
    rmSync(join(repository.path, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
    const found = await headLines(repository.path);
    expect(found.files.map(({ path, ranges }) => [path, ranges.map(({ start, end, cutOff }) => [start, end, cutOff ?? false])])).toEqual([
      ['a', [[1, 4, true]]],
      ['b', [[1, 1, false]]],
    ]);
    expect(found).toMatchObject({ cutOff: 4, unread: ['2 versions of files could not be compared: their contents are not here'] });
  });

  it('a missing tree ends everything that is older, and nothing else', async () => {
    const repository = grown();
    const tree = repository.git('rev-parse', 'HEAD~2^{tree}');
    rmSync(join(repository.path, '.git', 'objects', tree.slice(0, 2), tree.slice(2)));
    const found = await headLines(repository.path);
    expect(found.files[0]!.ranges.map(({ start, end, cutOff }) => [start, end, cutOff ?? false])).toEqual([[1, 3, true], [4, 4, false]]);
  });

  it('a file of the head that is not here is left out and counted', async () => {
    const repository = grown();
    const blob = repository.git('rev-parse', 'HEAD:b');
    rmSync(join(repository.path, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
    const found = await headLines(repository.path);
    expect(found.files.map(({ path }) => path)).toEqual(['a']);
    expect(found.unread).toContainEqual(expect.stringMatching(/^1 file of [0-9a-f]{7} could not be read/));
  });
});
