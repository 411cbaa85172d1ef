import { afterAll, describe, expect, it } from 'vitest';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { FileOrigins } from '../../src/core/evidence/index.ts';
import { BuiltRepository, reading, removeFolders } from './built-repository.ts';

afterAll(removeFolders);

async function originsOf(repository: BuiltRepository, base: string): Promise<readonly FileOrigins[]> {
  return reading(repository.path, async (opened) => {
    const head = (await opened.resolve('HEAD')).commit;
    const change = await opened.readChange('refs/heads/main', base, head, true);
    const origins = await opened.readLineOrigins(change);
    for (const file of change.files) {
      const covered = origins.find(({ path }) => path === file.path)?.ranges.flatMap(({ start, end }) => numbers(start, end)) ?? [];
      const added = file.hunks.flatMap((hunk) => numbers(hunk.newStart, hunk.newStart + hunk.added.length - 1));
      expect(covered, file.path).toEqual(added);
    }
    return origins;
  });
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function short(origins: readonly FileOrigins[], names: Record<string, string>): string[] {
  const nameOf = new Map(Object.entries(names).map(([name, id]) => [id, name]));
  return origins.flatMap(({ path, ranges }) =>
    ranges.map((range) => `${path} ${range.start}-${range.end} ${nameOf.get(range.commit)} ${range.originalPath}:${range.originalStart}`),
  );
}

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');

describe('which commit added each line', () => {
  it('in a change of several commits', async () => {
    const repository = BuiltRepository.init();
    const base = repository.write('f', text('a', 'b', 'c')).commit();
    const one = repository.write('f', text('a', 'one', 'uno', 'b', 'c')).commit();
    const two = repository.write('f', text('two', 'a', 'one', 'b', 'c', 'dos')).commit();
    expect(short(await originsOf(repository, base), { one, two })).toEqual(['f 1-1 two f:1', 'f 3-3 one f:2', 'f 6-6 two f:6']);
  });

  it('follows a line into the file it is moved to; older content that is moved belongs to the move', async () => {
    const repository = BuiltRepository.init();
    const base = repository.write('old', text('1', '2', '3', '4', '5', '6')).commit();
    const one = repository.write('new', text('n1', 'n2', 'n3', 'n4')).commit();
    renameSync(join(repository.path, 'new'), join(repository.path, 'newer'));
    renameSync(join(repository.path, 'old'), join(repository.path, 'older'));
    const two = repository.write('newer', text('n1', 'n2', 'x', 'n3', 'n4')).commit();
    expect(short(await originsOf(repository, base), { one, two })).toEqual([
      'newer 1-2 one new:1', 'newer 3-3 two newer:3', 'newer 4-5 one new:3', 'older 1-6 two older:1',
    ]);
  });

  it('across merges: from the side that added it, from the merge what is new to both sides, nothing from the target', async () => {
    const repository = BuiltRepository.init();
    repository.write('f', text('a', 'b', 'c', 'd', 'e', 'f', 'g')).commit();
    repository.git('checkout', '-q', '-b', 'feature');
    const one = repository.write('f', text('one', 'a', 'b', 'c', 'd', 'e', 'f', 'g')).commit();
    repository.git('checkout', '-q', '-b', 'side', 'main');
    const side = repository.write('f', text('a', 'b', 'c', 'd', 'e', 'f', 'g', 'side')).write('s', text('s')).commit();
    repository.git('checkout', '-q', 'main');
    const base = repository.write('f', text('a', 'b', 'c', 'target', 'd', 'e', 'f', 'g')).write('t', text('t')).commit();
    repository.git('checkout', '-q', 'feature');
    repository.git('merge', '-q', '-m', 'side', 'side');
    repository.git('merge', '-q', '--no-commit', 'main');
    const merge = repository.write('evil', text('evil')).commit('Merge main');
    expect(short(await originsOf(repository, base), { one, side, merge })).toEqual([
      'evil 1-1 merge evil:1', 'f 1-1 one f:1', 'f 10-10 side f:8', 's 1-1 side s:1',
    ]);
  });

  it('across a merge of a file that one side changed and the other moved, whichever is merged into which', async () => {
    const moved = () => {
      const repository = BuiltRepository.init();
      const base = repository.write('f', text('a', 'b', 'c', 'd', 'e', 'f', 'g')).commit();
      repository.git('checkout', '-q', '-b', 'topic');
      const one = repository.write('f', text('one', 'a', 'b', 'c', 'd', 'e', 'f', 'g')).commit();
      repository.git('checkout', '-q', 'main');
      renameSync(join(repository.path, 'f'), join(repository.path, 'moved'));
      return { repository, base, names: { one, move: repository.commit('Move') } };
    };
    const into = moved();
    into.repository.git('merge', '-q', '-m', 'topic', 'topic');
    expect(short(await originsOf(into.repository, into.base), into.names)).toEqual(['moved 1-1 one f:1', 'moved 2-8 move moved:1']);
    const back = moved();
    back.repository.git('checkout', '-q', 'topic');
    back.repository.git('merge', '-q', '-m', 'main', 'main');
    expect(short(await originsOf(back.repository, back.names.move), back.names)).toEqual(['moved 1-1 one f:1']);
  });

  it('across a merge that settles a conflict: each side keeps its lines, the merge has what is new', async () => {
    const repository = BuiltRepository.init();
    const base = repository.write('f', text('a', 'b')).write('bin', 'x').commit();
    repository.git('checkout', '-q', '-b', 'topic');
    const topic = repository.write('f', text('a', 'topic', 'b')).write('bin', Buffer.from('x\0')).commit();
    repository.git('checkout', '-q', 'main');
    const main = repository.write('f', text('a', 'main', 'b')).write('bin', 'xyz').commit();
    repository.git('merge', '-q', '-s', 'ours', '--no-commit', 'topic');
    const merge = repository.write('f', text('a', 'main', 'settled', 'topic', 'b')).write('bin', text('y')).commit('Merge');
    expect(short(await originsOf(repository, base), { topic, main, merge })).toEqual([
      'bin 1-1 merge bin:1', 'f 2-2 main f:2', 'f 3-3 merge f:3', 'f 4-4 topic f:2',
    ]);
  });

  it('across a merge of three parents', async () => {
    const repository = BuiltRepository.init();
    const base = repository.write('f', text('a', 'b', 'c', 'd', 'e', 'f', 'g')).commit();
    repository.git('checkout', '-q', '-b', 'x');
    const x = repository.write('f', text('x', 'a', 'b', 'c', 'd', 'e', 'f', 'g')).commit();
    repository.git('checkout', '-q', '-b', 'y', 'main');
    const y = repository.write('f', text('a', 'b', 'c', 'd', 'e', 'f', 'g', 'y')).commit();
    repository.git('checkout', '-q', 'main');
    const z = repository.write('z', text('z')).commit();
    repository.git('merge', '-q', '-m', 'octopus', 'x', 'y');
    expect(short(await originsOf(repository, base), { x, y, z })).toEqual(['f 1-1 x f:1', 'f 9-9 y f:8', 'z 1-1 z z:1']);
  });

  it('with a merge that changes nothing against one parent', async () => {
    const repository = BuiltRepository.init();
    const base = repository.write('f', text('a')).commit();
    repository.git('checkout', '-q', '-b', 'side');
    const side = repository.write('f', text('a', 'side')).commit();
    repository.git('checkout', '-q', 'main');
    const main = repository.write('g', text('g')).commit();
    repository.git('merge', '-q', '-s', 'ours', '-m', 'ours', 'side');
    const last = repository.write('f', text('a', 'side')).commit();
    expect(short(await originsOf(repository, base), { side, main, last })).toEqual(['f 2-2 last f:2', 'g 1-1 main g:1']);
  });

  it('through a time as a binary file, a deletion and a change of kind', async () => {
    const repository = BuiltRepository.init();
    const base = repository.write('f', text('a', 'b')).write('g', text('g')).commit();
    repository.write('f', Buffer.from('a\0\n')).git('rm', '-q', 'g');
    repository.commit();
    const two = repository.write('f', text('a', 'b', 'c')).write('g', text('g', 'h')).commit();
    expect(short(await originsOf(repository, base), { two })).toEqual(['f 3-3 two f:3', 'g 2-2 two g:2']);
  });

  it('agrees with `git blame` on a hundred random edits', async () => {
    const repository = BuiltRepository.init();
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let content = numbers(1, 60).map((n) => `base ${n}`);
    const base = repository.write('f', text(...content)).commit();
    for (const step of numbers(1, 100)) {
      const at = random(content.length);
      content = content.toSpliced(at, random(3), ...numbers(1, random(4)).map((n) => `line ${step}.${n}`));
      repository.write('f', text(...content)).commit();
    }
    const [file] = await originsOf(repository, base);
    const blamed = repository.git('blame', '-s', '-n', '-l', `${base}..HEAD`, '--', 'f').split('\n');
    const expected = blamed.flatMap((line, index) => {
      const [, boundary, id, original] = /^(\^?)([0-9a-f]+) +(\d+)/.exec(line)!;
      return boundary === '^' ? [] : [`${index + 1} ${id} ${original}`];
    });
    const ours = file!.ranges.flatMap(({ start, end, commit, originalStart }) =>
      numbers(start, end).map((line) => `${line} ${commit} ${originalStart + line - start}`),
    );
    expect(ours).toEqual(expected);
  });
});
