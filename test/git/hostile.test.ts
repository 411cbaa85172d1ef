import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BuiltRepository, changeOf, newFolder, reading, removeFolders } from './built-repository.ts';

afterAll(removeFolders);

function twoCommits(...options: string[]): BuiltRepository {
  const repository = BuiltRepository.init(...options);
  repository.write('src/a.ts', 'one\ntwo\nthree\n').write('README.md', 'hello\n').commit('First');
  repository.write('src/a.ts', 'one\n2\nthree\nfour\n').commit('Second\n\nAssisted-by: none\n');
  return repository;
}

const honest = await changeOf(twoCommits().path, 'HEAD~1');

describe('a change cannot be disguised', () => {
  it('is one modified file to begin with', () => {
    expect(honest.files.map(({ path, status, linesAdded, linesRemoved }) => [path, status, linesAdded, linesRemoved])).toEqual([
      ['src/a.ts', 'M', 2, 1],
    ]);
    expect(honest.files[0]?.hunks).toEqual([
      { oldStart: 2, newStart: 2, removed: ['two'], added: ['2'] },
      { oldStart: 3, newStart: 4, removed: [], added: ['four'] },
    ]);
  });

  it.each(['* -diff\n', '* binary\n', '* -text diff=hide\n', '* export-ignore merge=ours\n'])(
    'by attributes of the worktree or the repository (%j)',
    async (attributes) => {
      const repository = twoCommits();
      repository.write('.gitattributes', attributes);
      writeFileSync(join(repository.path, '.git', 'info', 'attributes'), attributes);
      expect(await changeOf(repository.path, 'HEAD~1')).toEqual(honest);
    },
  );

  it('by attributes committed in a bare repository', async () => {
    const repository = BuiltRepository.init();
    repository.write('.gitattributes', '* binary\n').write('a', 'one\n').commit();
    repository.write('a', 'two\n').commit();
    const bare = join(newFolder(), 'bare.git');
    repository.git('clone', '-q', '--bare', '.', bare);
    const change = await changeOf(bare, 'HEAD~1');
    expect(change.files.map(({ path, linesAdded, uncounted }) => [path, linesAdded, uncounted])).toEqual([['a', 1, null]]);
  });

  it('by the repository’s configuration, which never runs a command', async () => {
    const repository = twoCommits();
    const witness = join(repository.path, 'ran');
    const command = join(repository.path, '.git', 'command.sh');
    writeFileSync(command, `#!/bin/sh\ntouch '${witness}'\necho nothing\n`);
    chmodSync(command, 0o755);
    repository.write('.gitattributes', '* diff=hide\n');
    const settings = {
      'diff.external': command, 'diff.hide.textconv': command, 'diff.hide.command': command, 'core.fsmonitor': command,
      'core.sshCommand': command, 'diff.noprefix': 'true', 'core.quotePath': 'false', 'log.showSignature': 'true',
      'gpg.program': command, 'i18n.logOutputEncoding': 'UTF-16', 'diff.renames': 'copies', 'diff.context': '9',
      'log.follow': 'true', 'diff.ignoreSubmodules': 'all', 'core.pager': command, 'color.ui': 'always', 'diff.algorithm': 'patience',
      'format.pretty': 'raw', 'log.date': 'human', 'core.attributesFile': join(repository.path, '.gitattributes'),
    };
    for (const [key, value] of Object.entries(settings)) repository.git('config', key, value);
    expect(await changeOf(repository.path, 'HEAD~1')).toEqual(honest);
    const history = await reading(repository.path, async (opened) => {
      const head = (await opened.resolve('HEAD')).commit;
      const query = { heads: [head], not: [], since: null, until: null, firstParent: false, files: 'lines' } as const;
      return (await Array.fromAsync(opened.readHistory(query, []))).flat();
    });
    expect(history.map(({ message }) => message)).toEqual(['Second\n\nAssisted-by: none\n', 'First']);
    expect(existsSync(witness)).toBe(false);
  });

  it('by the environment of the caller', async () => {
    const repository = twoCommits();
    const other = twoCommits();
    other.write('src/a.ts', 'other\n').commit('Third');
    const before = { ...process.env };
    Object.assign(process.env, {
      GIT_DIR: join(other.path, '.git'), GIT_WORK_TREE: other.path, GIT_EXTERNAL_DIFF: 'false', GIT_DIFF_OPTS: '-u9',
      GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'diff.renames', GIT_CONFIG_VALUE_0: 'copies', GIT_NAMESPACE: 'elsewhere',
    });
    try {
      expect(await changeOf(repository.path, 'HEAD~1')).toEqual(honest);
    } finally {
      for (const key of Object.keys(process.env)) if (key.startsWith('GIT_')) delete process.env[key];
      Object.assign(process.env, before);
    }
  });

  it('by a replacement of a commit, a tree or a file', async () => {
    const repository = twoCommits();
    const fake = repository.gitWith('innocent\n', 'hash-object', '-w', '--stdin');
    repository.git('replace', repository.git('rev-parse', 'HEAD:src/a.ts'), fake);
    repository.git('replace', '-f', repository.git('rev-parse', 'HEAD^{tree}'), repository.git('rev-parse', 'HEAD~1^{tree}'));
    repository.git('replace', '-f', repository.git('rev-parse', 'HEAD'), repository.git('rev-parse', 'HEAD~1'));
    const head = honest.head.commit;
    expect(await changeOf(repository.path, honest.base.commit, head)).toEqual(honest);
  });

  it('by a graft', async () => {
    const repository = twoCommits();
    mkdirSync(join(repository.path, '.git', 'info'), { recursive: true });
    writeFileSync(join(repository.path, '.git', 'info', 'grafts'), `${honest.head.commit}\n`);
    expect(await changeOf(repository.path, 'HEAD~1')).toEqual(honest);
  });

  it('by a tag or a remote branch named like the branch', async () => {
    const repository = twoCommits();
    repository.git('tag', 'main', 'HEAD~1');
    repository.git('tag', 'heads/main', 'HEAD~1');
    repository.git('update-ref', 'refs/main', 'HEAD~1');
    const resolved = await reading(repository.path, (opened) => opened.resolve('main'));
    expect(resolved).toEqual({ ref: 'refs/heads/main', commit: honest.head.commit });
  });

  it('by a branch named like a commit id: the branch is what was named, and the result says so', async () => {
    const repository = twoCommits();
    const name = honest.base.commit.slice(0, 8);
    repository.git('branch', name, 'HEAD');
    const resolved = await reading(repository.path, (opened) => opened.resolve(name));
    expect(resolved).toEqual({ ref: `refs/heads/${name}`, commit: honest.head.commit });
  });

  it('by a `.gitmodules` that hides a moved submodule', async () => {
    const repository = BuiltRepository.init();
    const modules = { mode: '100644', path: '.gitmodules', content: '[submodule "m"]\n\tpath = m\n\turl = ./m\n\tignore = all\n' };
    const at = (id: string) => ({ mode: '160000', path: 'm', content: id.repeat(40) });
    const base = repository.commitTree([modules, at('1')]);
    const head = repository.commitTree([modules, at('2')], base);
    repository.git('update-ref', 'refs/heads/main', head);
    repository.git('reset', '-q', '--hard');
    repository.git('config', 'submodule.m.ignore', 'all');
    const change = await changeOf(repository.path, base, head);
    expect(change.files).toEqual([
      {
        path: 'm', status: 'M', oldMode: '160000', newMode: '160000', oldId: '1'.repeat(40), newId: '2'.repeat(40),
        oldSha256: '-', newSha256: '-', linesAdded: null, linesRemoved: null, uncounted: 'submodule', hunks: [],
      },
    ]);
  });

  it('by a commit-graph file that lies about parents', async () => {
    const repository = twoCommits();
    repository.git('commit-graph', 'write', '--reachable');
    const file = join(repository.path, '.git', 'objects', 'info', 'commit-graph');
    const graph = readFileSync(file);
    // After the tree's id stands the position of the first parent; this number means there is none.
    const parent = graph.indexOf(Buffer.from(honest.head.tree, 'hex')) + 20;
    graph.writeUInt32BE(0x70000000, parent);
    chmodSync(file, 0o644);
    writeFileSync(file, graph);
    expect(repository.git('rev-list', '--count', 'HEAD')).toBe('1');
    expect(await reading(repository.path, (opened) => opened.mergeBases(honest.head.commit, honest.base.commit))).toEqual([honest.base.commit]);
    expect(await changeOf(repository.path, 'HEAD~1')).toEqual(honest);
  });

  it('by content that looks like a patch', async () => {
    const repository = BuiltRepository.init();
    const bait = '-- a/x\n++ b/x\n@@ -1 +1 @@\ndiff --git a/y b/y\n\\ No newline at end of file\ncommit 123\nBinary files differ\n';
    repository.write('x', '').commit();
    repository.write('x', bait).write('y"\nz', 'second').commit();
    const change = await changeOf(repository.path, 'HEAD~1');
    expect(change.files.map(({ path, linesAdded }) => [path, linesAdded])).toEqual([['x', 7], ['y"\nz', 1]]);
    expect(change.files[0]?.hunks[0]?.added.join('\n')).toBe(bait.trimEnd());
  });
});

describe('the same change has the same digest', () => {
  it('on a clone, a bare clone, a linked worktree and from a subfolder', async () => {
    const repository = twoCommits();
    const clone = join(newFolder(), 'clone');
    const bare = join(newFolder(), 'bare.git');
    const tree = join(newFolder(), 'tree');
    repository.git('clone', '-q', '.', clone);
    repository.git('clone', '-q', '--bare', '.', bare);
    repository.git('worktree', 'add', '-q', '--detach', tree);
    for (const path of [clone, bare, tree, join(repository.path, 'src'), join(repository.path, '.git')]) {
      expect(await changeOf(path, 'HEAD~1'), path).toEqual(honest);
    }
  });

  it('after a rebase that touches other files, and another after one that touches the same', async () => {
    const repository = twoCommits();
    const digest = async (onto: string) => {
      repository.git('checkout', '-q', '-B', 'feature', honest.head.commit);
      repository.git('rebase', '-q', '--onto', onto, honest.base.commit, 'feature');
      return (await changeOf(repository.path, onto, 'feature')).digest;
    };
    repository.git('checkout', '-q', '-B', 'elsewhere', honest.base.commit);
    const elsewhere = repository.write('docs/new.md', 'text\n').commit('Elsewhere');
    repository.git('checkout', '-q', '-B', 'same', honest.base.commit);
    const same = repository.write('src/a.ts', 'zero\none\ntwo\nthree\n').commit('Same');
    expect(await digest(elsewhere)).toBe(honest.digest);
    expect(await digest(same)).not.toBe(honest.digest);
  });
});
