import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { BuiltRepository, newFolder, reading, removeFolders } from './built-repository.ts';

afterAll(removeFolders);

const lines = (changed: Readonly<Record<number, string>> = {}) => Array.from({ length: 12 }, (_, i) => changed[i] ?? `line ${i}`).join('\n') + '\n';

/** Trees of a base, of `main` and of `topic`, each made by writing files. */
function forked(r: BuiltRepository, ours: (r: BuiltRepository) => void, theirs: (r: BuiltRepository) => void): { base: string; ours: string; theirs: string } {
  r.write('a.txt', lines()).write('old/a', lines()).write('old/b', lines({ 1: 'b' }));
  const base = r.commit('Begin');
  r.git('switch', '-qc', 'topic');
  theirs(r);
  const topic = r.commit('Theirs');
  r.git('switch', '-q', 'main');
  ours(r);
  const [b, o, t] = [base, r.commit('Ours'), topic].map((commit) => r.git('rev-parse', `${commit}^{tree}`));
  return { base: b!, ours: o!, theirs: t! };
}

const replay = (path: string, trees: { base: string; ours: string; theirs: string }) => reading(path, (open) => open.replayMerge(trees));

test.each(['sha1', 'sha256'])('a clean replay gives the tree that a merge gives, of %s', async (format) => {
  const r = BuiltRepository.init(`--object-format=${format}`);
  const trees = forked(r, () => r.write('a.txt', lines({ 1: 'ours' })), () => r.write('a.txt', lines({ 9: 'theirs' })));
  r.git('merge', '-q', '--no-edit', 'topic');
  expect(await replay(r.path, trees)).toEqual({ outcome: 'clean', tree: r.git('rev-parse', 'HEAD^{tree}') });
});

test('what comes out can be read, and the repository is left as it was', async () => {
  const r = BuiltRepository.init();
  const trees = forked(r, () => r.write('a.txt', lines({ 1: 'ours' })), () => r.write('a.txt', lines({ 9: 'theirs' })));
  const before = r.git('count-objects', '-v');
  await reading(r.path, async (open) => {
    const merged = await open.replayMerge(trees);
    expect(merged.outcome === 'clean' ? await open.comparePaths(trees.ours, merged.tree) : []).toMatchObject([{ path: 'a.txt' }]);
  });
  expect(r.git('count-objects', '-v')).toBe(before);
});

test('a conflict stays one, whatever configuration, attributes and drivers say', async () => {
  const r = BuiltRepository.init();
  r.write('.gitattributes', '* merge=union\n');
  const trees = forked(r, () => r.write('a.txt', lines({ 3: 'ours' })), () => r.write('a.txt', lines({ 3: 'theirs' })));
  const trap = join(newFolder(), 'ran');
  r.git('config', 'merge.default', 'evil');
  r.git('config', 'merge.evil.driver', `touch '${trap}'; cat %B > %A`);
  mkdirSync(join(r.path, '.git', 'info'), { recursive: true });
  writeFileSync(join(r.path, '.git', 'info', 'attributes'), '* merge=evil\n');
  expect(await replay(r.path, trees)).toEqual({ outcome: 'conflict', paths: ['a.txt'] });
  expect(existsSync(trap)).toBe(false);
  // It would have worked: the same merge in the repository itself runs the driver, and is clean.
  r.git('merge-tree', '--write-tree', 'main', 'topic');
  expect(existsSync(trap)).toBe(true);
});

test('renames are not followed: neither files nor folders move', async () => {
  const r = BuiltRepository.init();
  const trees = forked(r, () => r.git('mv', 'a.txt', 'moved.txt'), () => r.write('a.txt', lines({ 9: 'theirs' })));
  expect(await replay(r.path, trees)).toEqual({ outcome: 'conflict', paths: ['a.txt'] });
  const other = BuiltRepository.init();
  const added = forked(other, () => other.git('mv', 'old', 'critical'), () => other.write('old/c', 'new\n'));
  await reading(other.path, async (open) => {
    const merged = await open.replayMerge(added);
    expect(merged.outcome === 'clean' ? (await open.comparePaths(added.ours, merged.tree)).map(({ path }) => path) : []).toEqual(['old/c']);
  });
});

test('paths of a conflict are told as they are, sorted', async () => {
  const r = BuiltRepository.init();
  const names = ['é\n"x', 'z', 'b c'];
  for (const name of names) r.write(name, lines());
  const change = (word: string) => () => {
    for (const name of names) r.write(name, lines({ 3: word }));
  };
  const trees = forked(r, change('ours'), change('theirs'));
  expect(await replay(r.path, trees)).toEqual({ outcome: 'conflict', paths: ['b c', 'z', 'é\n"x'] });
});

test('a tree or a file that is not here is named as missing', async () => {
  const r = BuiltRepository.init();
  const trees = forked(r, () => r.write('a.txt', lines({ 1: 'ours' })), () => r.write('a.txt', lines({ 9: 'theirs' })));
  await expect(replay(r.path, { ...trees, theirs: '1'.repeat(40) })).rejects.toMatchObject({ code: 'object-missing' });
  const partial = newFolder();
  r.git('config', 'uploadpack.allowFilter', 'true');
  r.git('clone', '-q', '--bare', '--filter=blob:none', `file://${r.path}`, partial);
  await expect(replay(partial, trees)).rejects.toMatchObject({ code: 'object-missing' });
});

test('states of paths: files, links, folders in the way, and nothing', async () => {
  const r = BuiltRepository.init();
  const commit = r.commitTree([
    { mode: '100755', path: 'deep/in/file', content: 'x' },
    { mode: '120000', path: 'link', content: 'deep' },
    { mode: '160000', path: 'sub', content: '1'.repeat(40) },
  ]);
  const states = await reading(r.path, (open) => open.readStates(r.git('rev-parse', `${commit}^{tree}`), ['deep/in/file', 'deep/in', 'deep', 'link', 'link/x', 'sub', 'nothing', 'nothing/at/all']));
  expect(states.map((state) => state?.mode ?? null)).toEqual(['100755', null, null, '120000', null, '160000', null, null]);
});

test('where nothing moved underneath in the same file, any git will do; else one that cannot replay says which could', async () => {
  const r = BuiltRepository.init();
  const trees = forked(r, () => r.write('a.txt', lines({ 1: 'ours' })), () => r.write('a.txt', lines({ 9: 'theirs' })));
  const apart = { ...trees, ours: trees.base };
  const { PATH } = process.env;
  const real = execFileSync('sh', ['-c', 'command -v git']).toString().trim();
  const folder = newFolder();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\ncase "$*" in *version) echo git version 2.37.9;; *) exec '${real}' "$@";; esac\n`, { mode: 0o755 });
  try {
    process.env.PATH = `${folder}${delimiter}${PATH}`;
    expect(await replay(r.path, trees)).toEqual({ outcome: 'unable', sentence: 'git 2.37.9 cannot replay a merge: git 2.38 or newer can' });
    expect(await replay(r.path, apart)).toEqual({ outcome: 'clean', tree: trees.theirs });
  } finally {
    process.env.PATH = PATH;
  }
});

test('a file in the way of a folder, and a folder in the way of a file, conflict', async () => {
  const file = BuiltRepository.init();
  const folder = forked(file, () => file.write('new', 'a file\n'), () => file.write('new/inside', 'x\n'));
  expect(await replay(file.path, folder)).toEqual({ outcome: 'conflict', paths: ['new'] });
  const other = BuiltRepository.init();
  const trees = forked(other, () => other.write('new/inside', 'x\n'), () => other.write('new', 'a file\n'));
  expect(await replay(other.path, trees)).toEqual({ outcome: 'conflict', paths: ['new'] });
});

test('modes, links, deletions and emptied folders come out as git has them', async () => {
  const r = BuiltRepository.init();
  const trees = forked(r, () => r.write('a.txt', lines({ 1: 'ours' })).write('z', 'z'), () => {
    r.git('rm', '-qr', 'old');
    r.git('update-index', '--chmod=+x', 'a.txt');
    r.write('deep/er/file', 'x').write('a-', '1').write('a.d/x', '2');
    r.git('config', 'core.fileMode', 'false');
  });
  r.git('merge', '-q', '--no-edit', 'topic');
  expect(await replay(r.path, trees)).toEqual({ outcome: 'clean', tree: r.git('rev-parse', 'HEAD^{tree}') });
});
