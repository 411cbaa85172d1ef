import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { bin } from '../cli/bin.ts';
import { agent, mustHoldTrueNotes, Place, placesMade, removePlaces } from './place.ts';

afterEach(() => {
  try {
    placesMade().forEach(mustHoldTrueNotes);
  } finally {
    removePlaces();
  }
});

const real = Place.prototype.run.call(Object.create(Place.prototype), 'sh', ['-c', 'command -v git']).stdout.trim();

/** A PATH whose git kills whoever called it at the call of that number, before or after doing the work. */
function killingPath(place: Place, call: number, before: boolean): string {
  const kill = 'kill -9 $PPID; exit 137';
  place.write('.git/shim/git', `#!/bin/sh
echo >> '${place.path}/.git/calls'
[ "$(wc -l < '${place.path}/.git/calls')" -eq ${call} ] || exec '${real}' "$@"
${before ? kill : `'${real}' "$@"; ${kill}`}
`, 0o755);
  rmSync(join(place.path, '.git/calls'), { force: true });
  return `${place.path}/.git/shim:${process.env['PATH'] ?? ''}`;
}

it.each([['before', true], ['after', false]])('mark killed at each of its calls of git, %s it: whole or not at all, and the second run ends it', (_, before) => {
  let survived = false;
  for (let call = 1; !survived; call++) {
    const place = Place.init();
    const id = place.head();
    const metadata = { schema_version: 'authorship/3.0.0', base_commit_sha: id, prompts: {}, sessions: { s_00000000000001: { agent_id: { tool: 'claude', id: 'x', model: 'm' } } } };
    place.git('notes', '--ref=ai', 'add', '-m', `a.txt\n  s_00000000000001::t_00000000000001 2-3\n---\n${JSON.stringify(metadata)}`, id);
    survived = place.run(process.execPath, [bin, 'mark', '--tool', 'Claude'], { PATH: killingPath(place, call, before) }).status === 0;
    expect(['Start\n', 'Start\n\nAssisted-by: Claude\n']).toContain(place.message());
    mustHoldTrueNotes(place);
    expect(place.lines(id)).toEqual({ 'a.txt': [2, 3] });
    // A git whose caller was killed may be at its end still.
    for (let n = 0; existsSync(join(place.path, '.git/index.lock')) && n < 100; n++) place.run('sleep', ['0.05']);
    expect(place.countersign('mark', '--tool', 'Claude').status).toBe(0);
    expect([place.message(), place.lines()]).toEqual(['Start\n\nAssisted-by: Claude\n', { 'a.txt': [2, 3] }]);
    expect(call).toBeLessThan(60);
    removePlaces();
  }
});

/** The installed script ends itself where it would run the program, as a kill at that moment does. */
function killAt(place: Place, hook: string): void {
  place.run('sed', ['-i.old', "s#^  '.*hook run.*#  kill -9 $$#", `.git/countersign/hooks/${hook}`]);
}

describe('a hook that was killed leaves what the next one goes on with:', () => {
  it('the pairs of an amend', () => {
    const place = Place.hooked();
    place.commit('Add', { 'b.txt': 'A\nB\n' }, agent);
    killAt(place, 'post-rewrite');
    place.write('b.txt', 'mine\nA\nB\n');
    place.git('commit', '-q', '-a', '--amend', '--no-edit');
    expect(place.note()).toBeNull();
    place.countersign('hook', 'install');
    place.commit('Next', { 'c.txt': 'c\n' });
    expect(place.lines('HEAD~1')).toEqual({ 'b.txt': [2, 3] });
    expect(readdirSync(join(place.path, '.git')).filter((name) => name.startsWith('countersign-'))).toEqual([]);
  });

  it('what a cherry-pick copied', () => {
    const place = Place.hooked();
    place.git('switch', '-q', '-c', 'topic');
    place.commit('Add', { 'b.txt': 'A\nB\n' }, agent);
    place.git('switch', '-q', 'main');
    place.commit('Other', { 'c.txt': 'c\n' });
    killAt(place, 'post-commit');
    place.git('cherry-pick', 'topic');
    expect(place.note()).toBeNull();
    place.countersign('hook', 'install');
    place.commit('Next', { 'd.txt': 'd\n' });
    expect([place.lines('HEAD~1'), place.note()]).toEqual([{ 'b.txt': [1, 2] }, null]);
    expect(readdirSync(join(place.path, '.git')).filter((name) => name.startsWith('countersign-'))).toEqual([]);
  });
});

it.each<NodeJS.Signals>(['SIGINT', 'SIGKILL'])('a commit ended with all its hooks by %s at any moment: the message is whole, notes are true, the next one goes through', async (signal) => {
  for (const delay of [60, 150, 250, 350, 450, 600, 800, 1100]) {
    const place = Place.hooked();
    place.commit('Assisted', { 'b.txt': 'A\nB\n' }, agent);
    const old = place.head();
    place.write('b.txt', 'A\nB\nC\n');
    const { PATH = '', HOME = '' } = process.env;
    const who = { GIT_AUTHOR_NAME: 'B', GIT_AUTHOR_EMAIL: 'b@example.com', GIT_COMMITTER_NAME: 'B', GIT_COMMITTER_EMAIL: 'b@example.com', GIT_CONFIG_GLOBAL: '/dev/null' };
    const child = spawn('git', ['commit', '-q', '-a', '--amend', '-m', 'Said anew'], { cwd: place.path, env: { PATH, HOME, ...who, ...agent }, stdio: 'ignore', detached: true });
    const end = once(child, 'close');
    await setTimeout(delay);
    try {
      process.kill(-child.pid!, signal);
    } catch {
      // It is done already.
    }
    await end;
    await setTimeout(100);
    for (const lock of ['index.lock', 'HEAD.lock', 'refs/heads/main.lock', 'refs/notes/ai.lock']) rmSync(join(place.path, '.git', lock), { force: true });
    expect(['Assisted\n\nAssisted-by: Claude\n', 'Said anew\n\nAssisted-by: Claude\n']).toContain(place.message());
    expect(place.lines(old)).toEqual({ 'b.txt': [1, 2] });
    mustHoldTrueNotes(place);
    place.commit('Next', { 'c.txt': 'c\n' });
    expect(place.git('fsck', '--strict', '--no-dangling')).toBe('');
    removePlaces();
  }
});

it('a lock that a killed git left on the notes is named, with what to do; the commit goes through', () => {
  const place = Place.hooked();
  place.write('.git/refs/notes/ai.lock', '');
  place.write('b.txt', 'b\n');
  place.git('add', '-A');
  const { status, stderr } = place.run('git', ['commit', '-q', '-m', 'Add'], agent);
  expect([status, stderr]).toEqual([0, 'countersign: refs/notes/ai.lock stayed in the git directory (where no git runs, remove it): the line records were not written\n']);
  expect(place.message()).toBe('Add\n\nAssisted-by: Claude\n');
});
