import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareUtf8, encodeUtf8 } from '../../src/core/values/index.ts';
import { BuiltRepository, changeOf, newFolder, reading, removeFolders } from './built-repository.ts';

afterAll(removeFolders);

const brief = (change: Awaited<ReturnType<typeof changeOf>>) =>
  change.files.map(({ path, status, oldMode, newMode }) => `${status} ${oldMode} ${newMode} ${path}`);

describe('unusual trees', () => {
  it('a file that becomes a folder is a deletion and additions, and the other way round', async () => {
    const repository = BuiltRepository.init();
    repository.write('x', 'file\n').write('x.c', 'c\n').commit();
    rmSync(join(repository.path, 'x'));
    repository.write('x/a', 'a\n').write('x/b', 'b\n').commit();
    expect(brief(await changeOf(repository.path, 'HEAD~1'))).toEqual([
      'D 100644 000000 x', 'A 000000 100644 x/a', 'A 000000 100644 x/b',
    ]);
    expect(brief(await changeOf(repository.path, 'HEAD', 'HEAD~1'))).toEqual([
      'A 000000 100644 x', 'D 100644 000000 x/a', 'D 100644 000000 x/b',
    ]);
  });

  it('a symbolic link is an entry of its own kind, with the SHA-256 of its target', async () => {
    const repository = BuiltRepository.init();
    repository.write('a', 'target').commit();
    rmSync(join(repository.path, 'a'));
    symlinkSync('target', join(repository.path, 'a'));
    repository.commit();
    const change = await changeOf(repository.path, 'HEAD~1');
    expect(brief(change)).toEqual(['T 100644 120000 a']);
    expect(change.files[0]?.oldSha256).toBe(change.files[0]?.newSha256);
    expect(change.files[0]).toMatchObject({ linesAdded: 1, linesRemoved: 1 });
  });

  it('a file that becomes a submodule is a change of kind without lines', async () => {
    const repository = BuiltRepository.init();
    const base = repository.commitTree([{ mode: '100644', path: 'm', content: 'x\n' }]);
    const head = repository.commitTree([{ mode: '160000', path: 'm', content: 'a'.repeat(40) }], base);
    const [file] = (await changeOf(repository.path, base, head)).files;
    expect(file).toMatchObject({ status: 'T', newSha256: '-', uncounted: 'submodule', linesAdded: null });
  });

  it('a change of mode alone is a modification of no lines', async () => {
    const repository = BuiltRepository.init();
    repository.write('run.sh', 'echo\n').commit();
    chmodSync(join(repository.path, 'run.sh'), 0o755);
    repository.commit();
    const change = await changeOf(repository.path, 'HEAD~1');
    expect(brief(change)).toEqual(['M 100644 100755 run.sh']);
    expect(change.files[0]).toMatchObject({ linesAdded: 0, linesRemoved: 0, uncounted: null, hunks: [] });
  });

  it('mode 100664 of an old tree is kept as it is', async () => {
    const repository = BuiltRepository.init();
    const blob = repository.gitWith('x\n', 'hash-object', '-w', '--stdin');
    const tree = (mode: string) => {
      const bytes = Buffer.concat([Buffer.from(`${mode} f\0`), Buffer.from(blob, 'hex')]);
      return repository.gitWith(bytes, 'hash-object', '-w', '-t', 'tree', '--literally', '--stdin');
    };
    const base = repository.git('commit-tree', '-m', 'a', tree('100664'));
    const head = repository.git('commit-tree', '-m', 'b', '-p', base, tree('100644'));
    expect(brief(await changeOf(repository.path, base, head))).toEqual(['M 100664 100644 f']);
  });

  it('paths that are not UTF-8, hold line breaks or quotes, or differ only in case or normal form stay apart', async () => {
    const repository = BuiltRepository.init();
    const paths = [
      Buffer.from([0x66, 0xe9]), Buffer.from([0x66, 0xff]), Buffer.from('line\nbreak'), Buffer.from('tab\t"quote"\\'),
      Buffer.from('\u00e9'), Buffer.from('e\u0301'), Buffer.from('Name'), Buffer.from('name'), Buffer.from('\u{1f600}'), Buffer.from('\uffee'),
      Buffer.from(' b/ a'), Buffer.from('-option'), Buffer.from('a b/c d'),
    ];
    const base = repository.commitTree([]);
    const head = repository.commitTree(paths.map((path) => ({ mode: '100644', path, content: `in ${path.toString('hex')}\n` })), base);
    const change = await changeOf(repository.path, base, head);
    const sorted = paths.toSorted(Buffer.compare);
    expect(change.files.map(({ path }) => Buffer.from(encodeUtf8(path)).toString('hex'))).toEqual(sorted.map((path) => path.toString('hex')));
    expect(change.files.map(({ hunks }) => hunks[0]?.added[0])).toEqual(sorted.map((path) => `in ${path.toString('hex')}`));
    expect(change.files.map(({ path }) => path).toSorted(compareUtf8)).toEqual(change.files.map(({ path }) => path));
    await reading(repository.path, async (opened) => {
      for (const { path } of change.files) {
        const file = await opened.readFile(head, path);
        expect(Buffer.from(file!.bytes).toString()).toBe(`in ${Buffer.from(encodeUtf8(path)).toString('hex')}\n`);
      }
      expect(await opened.listFiles(head)).toEqual(change.files.map(({ path }) => path));
      await expect(opened.readFile(head, 'a b')).rejects.toThrow('must be a file');
      expect(await opened.readFile(head, 'none/such')).toBeNull();
      const origins = await opened.readLineOrigins(change);
      expect(origins.map(({ path }) => path)).toEqual(change.files.map(({ path }) => path));
    });
  });

  it('lines keep their carriage returns, a missing last line feed, and bytes that are not UTF-8', async () => {
    const repository = BuiltRepository.init();
    repository.write('f', 'a\r\nb').commit();
    repository.write('f', Buffer.from('a\nb\n\xff\n', 'latin1')).commit();
    const [file] = (await changeOf(repository.path, 'HEAD~1')).files;
    expect(file?.hunks).toEqual([{ oldStart: 1, newStart: 1, removed: ['a\r', 'b'], added: ['a', 'b', '\udcff'] }]);
  });

  it('a tree that names a path twice is refused', async () => {
    const repository = BuiltRepository.init();
    const blob = Buffer.from(repository.gitWith('x\n', 'hash-object', '-w', '--stdin'), 'hex');
    const entry = Buffer.concat([Buffer.from('100644 f\0'), blob]);
    const tree = repository.gitWith(Buffer.concat([entry, entry]), 'hash-object', '-w', '-t', 'tree', '--literally', '--stdin');
    const head = repository.git('commit-tree', '-m', 'a', tree);
    await expect(changeOf(repository.path, null, head)).rejects.toMatchObject({ code: 'object-corrupt', kind: 'environment' });
  });

  it('binary and large files are hashed but not counted, and say why', async () => {
    const repository = BuiltRepository.init();
    repository.write('keep', '').commit();
    repository.write('binary', Buffer.from([0, 1, 2])).write('large', Buffer.alloc(6 << 20, 'line\n')).write('text', 'x\n').commit();
    const change = await changeOf(repository.path, 'HEAD~1');
    expect(change.files.map(({ path, uncounted, linesAdded }) => [path, uncounted, linesAdded])).toEqual([
      ['binary', 'binary', null], ['large', 'too large', null], ['text', null, 1],
    ]);
    expect(change.files.every(({ newSha256 }) => /^[0-9a-f]{64}$/.test(newSha256))).toBe(true);
  });

  it('a change of nothing has no files and a digest of its own', async () => {
    const repository = BuiltRepository.init();
    repository.write('a', 'x').commit();
    repository.commit('Empty');
    const change = await changeOf(repository.path, 'HEAD~1');
    expect(change.files).toEqual([]);
    expect(change.commits.map(({ message }) => message)).toEqual(['Empty']);
    expect(change.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('a root commit is a change from the empty tree', async () => {
    const repository = BuiltRepository.init();
    const head = repository.write('a', 'x\n').commit('Root');
    const change = await changeOf(repository.path, null);
    expect(change.base).toEqual({ commit: '0'.repeat(40), tree: '4b825dc642cb6eb9a060e54bf8d69288fbee4904' });
    expect(change.commits.map(({ id }) => id)).toEqual([head]);
    expect(change.files).toMatchObject([{ path: 'a', status: 'A', linesAdded: 1 }]);
  });
});

describe('unusual repositories', () => {
  it('with SHA-256 ids', async () => {
    const repository = BuiltRepository.init('--object-format=sha256');
    repository.write('a/b', 'one\n').commit();
    repository.write('a/b', 'two\n').commit();
    const change = await changeOf(repository.path, 'HEAD~1');
    expect(change.objectFormat).toBe('sha256');
    expect(change.files[0]?.newId).toHaveLength(64);
    expect(change.files[0]).toMatchObject({ linesAdded: 1, linesRemoved: 1 });
    expect((await changeOf(repository.path, null, 'HEAD~1')).files).toMatchObject([{ path: 'a/b', linesAdded: 1 }]);
  });

  it('borrowing objects through relative alternates of alternates', async () => {
    const first = BuiltRepository.init();
    first.write('a', 'one\n').commit();
    const folder = newFolder();
    for (const name of ['one', 'two']) first.git('clone', '-q', '--bare', '--shared', '.', join(folder, name));
    writeFileSync(join(folder, 'two', 'objects', 'info', 'alternates'), '../../one/objects\n');
    expect((await changeOf(join(folder, 'two'), null)).files).toHaveLength(1);
  });

  it('a submodule’s worktree, whose `.git` is a file', async () => {
    const inner = BuiltRepository.init();
    inner.write('a', 'one\n').commit();
    const outer = BuiltRepository.init();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.path, 'inner');
    expect((await changeOf(join(outer.path, 'inner'), null)).files.map(({ path }) => path)).toEqual(['a']);
  });

  it('with a detached HEAD', async () => {
    const repository = BuiltRepository.init();
    const id = repository.write('a', 'one\n').commit();
    repository.git('checkout', '-q', '--detach');
    await reading(repository.path, async (opened) => {
      expect(await opened.resolve('HEAD')).toEqual({ ref: null, commit: id });
      expect(await opened.defaultBranch()).toBe('refs/heads/main');
    });
  });

  it('whose HEAD has no commit yet', async () => {
    const repository = BuiltRepository.init();
    await expect(reading(repository.path, (opened) => opened.resolve('HEAD'))).rejects.toMatchObject({ code: 'no-commits', kind: 'user' });
  });

  it('that belongs to somebody else', async () => {
    const repository = BuiltRepository.init();
    repository.write('a', 'one\n').commit();
    if (process.getuid?.() === 0) chownSync(join(repository.path, '.git'), 65_534, 65_534);
    expect((await changeOf(repository.path, null)).files).toHaveLength(1);
  });

  it('in a receive hook, where the pushed objects are still in quarantine', async () => {
    const repository = BuiltRepository.init();
    repository.write('a', 'one\n').commit();
    const bare = join(newFolder(), 'bare.git');
    repository.git('clone', '-q', '--bare', '.', bare);
    const head = repository.write('a', 'two\n').commit();
    const quarantine = join(bare, 'objects', 'incoming');
    mkdirSync(quarantine);
    const pack = repository.gitWith(`${head}\n^${head}~1\n`, 'pack-objects', '-q', '--revs', join(repository.path, '.git', 'push'));
    mkdirSync(join(quarantine, 'pack'));
    for (const end of ['pack', 'idx']) {
      spawnSync('mv', [join(repository.path, '.git', `push-${pack}.${end}`), join(quarantine, 'pack', `pack-${pack}.${end}`)]);
    }
    await expect(changeOf(bare, null, head)).rejects.toMatchObject({ code: 'object-missing' });
    const environment = { ...process.env, GIT_OBJECT_DIRECTORY: quarantine, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(bare, 'objects') };
    expect((await changeOf(bare, `${head}~1`, head, { environment })).files).toMatchObject([{ path: 'a', status: 'M' }]);
  });
});

describe('what is not there is said in one sentence', () => {
  it('no repository, no folder', async () => {
    await expect(reading(newFolder(), (opened) => opened.facts())).rejects.toMatchObject({ code: 'not-a-repository', kind: 'user' });
    await expect(reading('/no/such/folder', (opened) => opened.facts())).rejects.toMatchObject({ code: 'not-a-repository' });
  });

  it.each(['mian', 'main~99', 'main^{tree}', 'main:a', '--all', '..', '', 'deadbeef', '@{u}', 'ma*', 'refs/heads/', 'a b', 'main\n'])(
    '%j is not a name',
    async (name) => {
      const repository = BuiltRepository.init();
      repository.write('a', 'one\n').commit();
      await expect(reading(repository.path, (opened) => opened.resolve(name))).rejects.toMatchObject({
        code: 'unknown-ref',
        kind: 'user',
        message: expect.stringContaining(`\`${name}\``),
      });
    },
  );

  it.each([40, 64])('the %i zeros a hook gives for no commit', async (digits) => {
    const repository = BuiltRepository.init();
    repository.write('a', 'one\n').commit();
    await expect(reading(repository.path, (opened) => opened.resolve('0'.repeat(digits)))).rejects.toMatchObject({
      code: 'unknown-ref',
      kind: 'user',
      message: '`000…0` is git\'s null id: it names no commit',
      hints: [],
    });
  });

  it('with the nearest name as a hint', async () => {
    const repository = BuiltRepository.init();
    repository.write('a', 'one\n').commit();
    await expect(reading(repository.path, (opened) => opened.resolve('mian'))).rejects.toMatchObject({ hints: ['did you mean `main`?'] });
  });

  it('and what is there is found by every honest spelling', async () => {
    const repository = BuiltRepository.init();
    const first = repository.write('a', 'one\n').commit();
    const second = repository.write('a', 'two\n').commit();
    repository.git('tag', '-a', '-m', 'tag', 'v1', first);
    repository.git('update-ref', 'refs/remotes/origin/feature', first);
    const names: [string, string | null, string][] = [
      ['main', 'refs/heads/main', second], ['refs/heads/main', 'refs/heads/main', second], ['HEAD', 'refs/heads/main', second],
      ['v1', 'refs/tags/v1', first], ['feature', 'refs/remotes/origin/feature', first], ['origin/feature', 'refs/remotes/origin/feature', first],
      ['main~1', null, first], ['main^', null, first], ['HEAD~1^0', null, first], ['v1^{}', null, first], [second.slice(0, 9), null, second], [second, null, second],
    ];
    await reading(repository.path, async (opened) => {
      for (const [name, ref, commit] of names) expect(await opened.resolve(name), name).toEqual({ ref, commit });
      expect(await opened.resolveBranch('refs/heads/feature')).toBe(first);
      expect(await opened.resolveBranch('refs/heads/none')).toBeNull();
      expect((await opened.listRefs('refs/heads/')).map(({ ref }) => ref)).toEqual(['refs/heads/main']);
    });
  });
});
