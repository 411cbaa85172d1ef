import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { agent, Place, removePlaces } from './place.ts';

afterAll(removePlaces);

const states = (place: Place) => (JSON.parse(place.countersign('hook', 'status', '--json').stdout) as { hooks: { state: string; chained: boolean }[] }).hooks;

describe('a commit made under an agent', () => {
  it('is marked, recorded line by line, and read back as recorded and declared', () => {
    const place = Place.hooked();
    place.commit('Add lines', { 'a.txt': '1\n2\n3\n4\n5\n', 'b c.txt': 'x\n' }, agent);
    expect(place.message()).toBe('Add lines\n\nAssisted-by: Claude\n');
    expect(place.lines()).toEqual({ 'a.txt': [4, 5], 'b c.txt': [1] });
    const explained = JSON.parse(place.countersign('explain', 'HEAD', '--json').stdout) as { claims: { kind: string }[] };
    expect(new Set(explained.claims.map((claim) => claim.kind))).toEqual(new Set(['recorded', 'declared']));
  });

  it('is marked also where --no-verify skips commit-msg, and not twice where it says so itself', () => {
    const place = Place.hooked();
    place.gitWith(agent, 'commit', '-q', '--allow-empty', '--no-verify', '-m', 'Quick');
    expect(place.message()).toBe('Quick\n\nAssisted-by: Claude\n');
    place.gitWith(agent, 'commit', '-q', '--allow-empty', '-m', 'Mine\n\nAssisted-by: Claude:opus [Claude Code]');
    expect(place.message()).toBe('Mine\n\nAssisted-by: Claude:opus [Claude Code]\n');
  });

  it('is marked before the comments and the cut of commit -v', () => {
    const place = Place.hooked();
    place.write('a.txt', '1\n2\n3\n+Assisted-by: Codex\n');
    place.write('.git/edit', '#!/bin/sh\nsed -i.old "1s/.*/Say it/" "$1"\n', 0o755);
    place.gitWith({ ...agent, GIT_EDITOR: '.git/edit' }, 'commit', '-q', '-v', '-a');
    expect(place.message()).toBe('Say it\n\nAssisted-by: Claude\n');
  });

  it('is given up as always where the message is left empty', () => {
    const place = Place.hooked();
    const before = place.head();
    place.write('a.txt', 'x\n');
    const { status, stderr } = place.run('git', ['commit', '-a'], agent);
    expect([status, place.head()]).toEqual([1, before]);
    expect(stderr).toContain('empty commit message');
  });
});

it('a commit made by hand is left as it is, without a note', () => {
  const place = Place.hooked();
  place.commit('By hand', { 'a.txt': 'x\n' });
  expect([place.message(), place.note()]).toEqual(['By hand\n', null]);
});

it("a richer note that is there already stays, such as git-ai's own", () => {
  const place = Place.hooked();
  place.write('.git/hooks.before-countersign/post-commit', '#!/bin/sh\ngit notes --ref=ai add -m "richer" HEAD\n', 0o755);
  place.commit('Add', { 'a.txt': 'x\n' }, agent);
  expect(place.git('notes', '--ref=ai', 'show')).toBe('richer');
});

describe('when something fails the commit goes through and says so:', () => {
  it.each([
    ['the program is gone', 's#^if .*#if false; then#', /not found where it was installed/],
    ['the program breaks', 's#^  \'.*hook run#  false hook run#', /failed; the commit goes on/],
  ])('%s', (_, edit, sentence) => {
    const place = Place.hooked();
    for (const name of ['prepare-commit-msg', 'commit-msg', 'post-commit']) place.run('sed', ['-i.old', edit, `.git/countersign/hooks/${name}`]);
    place.write('a.txt', 'x\n');
    const { status, stderr } = place.run('git', ['commit', '-q', '-a', '-m', 'Anyway'], agent);
    expect(status).toBe(0);
    expect(stderr).toMatch(sentence);
    expect(place.message()).toBe('Anyway\n');
  });

  it('a note that is not of the format stays where it was, and its commit is named', () => {
    const place = Place.hooked();
    const old = place.commit('Add', { 'a.txt': 'x\n' });
    place.git('notes', '--ref=ai', 'add', '-m', 'free words', old);
    const { status, stderr } = place.run('git', ['commit', '-q', '--amend', '-m', 'Other']);
    expect([status, place.git('notes', '--ref=ai', 'show', old)]).toEqual([0, 'free words']);
    expect(stderr).toBe(`countersign: the line record of ${old.slice(0, 7)} is not of the format and stays there alone\n`);
  });
});

describe('hooks that are there', () => {
  it('run first, decide, see the same stdin, and come back byte for byte', () => {
    const place = Place.init();
    const own = '#!/bin/sh\n# caf\u00e9, no line end\n[ "$(basename "$0")" = commit-msg ] || exit 9\ngrep -q forbidden "$1" && exit 1 || exit 0';
    place.write('.git/hooks/commit-msg', own, 0o750);
    place.write('scripts/rewrite', '#!/bin/sh\ncat > .git/pairs\n', 0o755);
    symlinkSync('../../scripts/rewrite', join(place.path, '.git/hooks/post-rewrite'));
    place.write('.git/info/exclude', 'scripts\n');
    const before = readdirSync(join(place.path, '.git/hooks')).toSorted();
    place.countersign('hook', 'install');
    place.countersign('hook', 'install');
    expect(states(place).map(({ state, chained }) => [state, chained])).toEqual([['installed', false], ['installed', true], ['installed', false], ['installed', true]]);
    expect(place.run('git', ['commit', '-q', '--allow-empty', '-m', 'forbidden'], agent).status).toBe(1);
    const old = place.commit('Allowed', { 'a.txt': 'x\n' }, agent);
    place.git('commit', '-q', '--amend', '-m', 'Allowed again');
    expect(readFileSync(join(place.path, '.git/pairs'), 'utf8')).toBe(`${old} ${place.head()}\n`);
    expect(place.lines()).toEqual({ 'a.txt': [1] });
    place.countersign('hook', 'uninstall');
    expect(readFileSync(join(place.path, '.git/hooks/commit-msg'), 'utf8')).toBe(own);
    expect(lstatSync(join(place.path, '.git/hooks/commit-msg')).mode & 0o777).toBe(0o750);
    expect(lstatSync(join(place.path, '.git/hooks/post-rewrite')).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(place.path, '.git/hooks')).toSorted()).toEqual(before);
    expect([existsSync(join(place.path, '.git/hooks.before-countersign')), existsSync(join(place.path, '.git/countersign'))]).toEqual([false, false]);
  });

  it('that fail after the commit keep ours from nothing', () => {
    const place = Place.hooked();
    for (const name of ['post-commit', 'post-rewrite']) place.write(`.git/hooks.before-countersign/${name}`, '#!/bin/sh\necho own fails >&2\nexit 1\n', 0o755);
    place.commit('Add', { 'b.txt': 'A\nB\n' }, agent);
    expect(place.lines()).toEqual({ 'b.txt': [1, 2] });
    place.write('b.txt', 'mine\nA\nB\n');
    const { status, stderr } = place.run('git', ['commit', '-q', '-a', '--amend', '--no-edit']);
    expect([status, place.lines()]).toEqual([0, { 'b.txt': [2, 3] }]);
    expect(stderr).toContain('own fails');
  });

  it('of another tool that took the place later are said and left alone', () => {
    const place = Place.hooked();
    place.write('.git/hooks/commit-msg', '#!/bin/sh\nexit 0\n', 0o755);
    expect(states(place)[1]?.state).toBe('replaced');
    place.countersign('hook', 'uninstall');
    expect(readFileSync(join(place.path, '.git/hooks/commit-msg'), 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  });

  it.each(['.husky', '.husky/_'])('under husky (%s) get one line, and lose it again', (folder) => {
    const place = Place.init();
    const own = '#!/bin/sh\necho husky >> .git/ran';
    place.write('.husky/commit-msg', own, 0o755);
    place.git('config', 'core.hooksPath', folder);
    if (folder === '.husky/_') {
      for (const name of ['prepare-commit-msg', 'commit-msg', 'post-commit', 'post-rewrite']) {
        place.write(`.husky/_/${name}`, `#!/bin/sh\n[ ! -f ".husky/${name}" ] || sh -e ".husky/${name}" "$@"\n`, 0o755);
      }
    }
    expect(place.countersign('hook', 'install').stdout).toContain('kept by husky');
    place.countersign('hook', 'install');
    place.commit('Add', { 'a.txt': 'x\n' }, agent);
    expect(place.message()).toBe('Add\n\nAssisted-by: Claude\n');
    expect(readFileSync(join(place.path, '.git/ran'), 'utf8')).toBe('husky\n');
    place.countersign('hook', 'uninstall');
    expect(readFileSync(join(place.path, '.husky/commit-msg'), 'utf8')).toBe(own);
    expect(readdirSync(join(place.path, '.husky')).filter((name) => name !== '_')).toEqual(['commit-msg']);
  });

  it('under lefthook get a file of their own, and one that is there is not touched', () => {
    const place = Place.init();
    place.write('lefthook.yml', 'pre-commit:\n  commands: {}\n');
    expect(place.countersign('hook', 'install').stdout.replace(/\s+/g, ' ')).toContain('run lefthook install');
    expect(readFileSync(join(place.path, 'lefthook-local.yml'), 'utf8')).toContain('use_stdin: true');
    place.countersign('hook', 'uninstall');
    expect(existsSync(join(place.path, 'lefthook-local.yml'))).toBe(false);
    place.write('lefthook-local.yml', 'mine: {}\n');
    expect(place.countersign('hook', 'install').status).toBe(2);
    expect(readFileSync(join(place.path, 'lefthook-local.yml'), 'utf8')).toBe('mine: {}\n');
  });

  it('in a folder of the repository (core.hooksPath) are chained there, in a shared folder refused', () => {
    const place = Place.init();
    place.git('config', 'core.hooksPath', 'tools/hooks');
    place.countersign('hook', 'install');
    place.commit('Add', { 'a.txt': 'x\n' }, agent);
    expect(place.message()).toContain('Assisted-by: Claude');
    const shared = new Place();
    place.git('config', 'core.hooksPath', shared.path);
    expect(place.countersign('hook', 'install')).toMatchObject({ status: 2, stderr: expect.stringMatching(/other\s+repositories\s+share/) as string });
    expect(readdirSync(shared.path)).toEqual([]);
    const { stdout } = place.countersign('hook', 'status');
    expect(stdout.replace(/\s+/g, ' ')).toContain('installed once, and not run: git looks in');
    expect(stdout).toContain('git config --local core.hooksPath .git/hooks');
  });
});

it('linked worktrees share the hooks, and both places say so', () => {
  const place = Place.hooked();
  const linked = new Place(`${place.path}-linked`);
  place.git('worktree', 'add', '-q', linked.path);
  expect(linked.countersign('hook', 'status').stdout.replace(/\s+/g, ' ')).toContain('this is a linked worktree');
  linked.commit('Add', { 'a.txt': 'x\n' }, agent);
  expect([linked.message(), linked.lines()]).toEqual(['Add\n\nAssisted-by: Claude\n', { 'a.txt': [1] }]);
});

it('ten commits in ten worktrees at once lose no note', async () => {
  const place = Place.hooked();
  const linked = Array.from({ length: 10 }, (_, n) => new Place(`${place.path}-w${n}`));
  for (const each of linked) {
    place.git('worktree', 'add', '-q', each.path);
    each.write('w.txt', `${each.path}\n`);
    each.git('add', '-A');
  }
  const { PATH = '', HOME = '' } = process.env;
  const who = { GIT_AUTHOR_NAME: 'B', GIT_AUTHOR_EMAIL: 'b@example.com', GIT_COMMITTER_NAME: 'B', GIT_COMMITTER_EMAIL: 'b@example.com', GIT_CONFIG_GLOBAL: '/dev/null' };
  const said: string[] = [];
  await Promise.all(linked.map(async (each) => {
    const child = spawn('git', ['commit', '-q', '-m', 'Add'], { cwd: each.path, env: { PATH, HOME, ...who, ...agent }, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (chunk) => said.push(String(chunk)));
    await once(child, 'close');
  }));
  const noted = linked.filter((each) => each.note() !== null).length;
  // What could not be written for the crowd is said; nothing vanishes.
  expect(noted + said.join('').split('kept changing').length - 1).toBe(10);
});

it('killed at any moment, install leaves hooks that run, and a second install mends it', async () => {
  const { PATH = '', HOME = '' } = process.env;
  for (const delay of [120, 160, 200, 240]) {
    const place = Place.init();
    place.write('.git/hooks/commit-msg', '#!/bin/sh\necho own >> .git/ran\n', 0o755);
    const child = spawn(process.execPath, [join(process.cwd(), 'bin/countersign.cjs'), 'hook', 'install'], { cwd: place.path, env: { PATH, HOME }, stdio: 'ignore' });
    setTimeout(() => child.kill('SIGKILL'), delay);
    await once(child, 'close');
    place.commit('Add', { 'a.txt': 'x\n' });
    expect(readFileSync(join(place.path, '.git/ran'), 'utf8')).toBe('own\n');
    place.countersign('hook', 'install');
    expect(states(place).every(({ state }) => state === 'installed')).toBe(true);
    place.countersign('hook', 'uninstall');
    expect(readFileSync(join(place.path, '.git/hooks/commit-msg'), 'utf8')).toContain('echo own');
  }
});
