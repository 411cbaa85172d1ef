import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bin } from '../cli/bin.ts';
import { removeTeams, Team, withAi } from './team.ts';

afterAll(removeTeams);

function waiting(): Team {
  const team = Team.ready();
  team.write('shop/a.ts', 'a\n').commit(`Sell\n\n${withAi}`);
  return team;
}

const { PATH = '' } = process.env;

describe('the gate stays shut whatever surrounds it', () => {
  it.each([
    ['without a home folder', { HOME: undefined, XDG_CACHE_HOME: undefined }],
    ['with CI and variables of our own name set', { CI: 'true', COUNTERSIGN_MODE: 'observe', COUNTERSIGN_POLICY: '/dev/null', COUNTERSIGN_TARGET: 'topic' }],
    ['with options for Node and git', { GIT_DIR: '/nowhere', GIT_CONFIG_PARAMETERS: "'core.bare'='true'", GIT_SHALLOW_FILE: '/dev/null', GIT_REPLACE_REF_BASE: 'refs/heads/' }],
    ['with a locale that folds letters otherwise', { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' }],
  ])('%s', (_how, env: Record<string, string | undefined>) => {
    expect(waiting().countersign(['check', 'main..topic', '--at', '2026-11-25'], env).status).toBe(1);
  });

  it('without git, or with a git that says nothing', () => {
    const team = waiting();
    expect(team.check(['main..topic'], { PATH: '/nonexistent' }).status).toBe(3);
    const folder = join(team.path, '.git', 'bin');
    mkdirSync(folder);
    writeFileSync(join(folder, 'git'), '#!/bin/sh\nexit 0\n');
    chmodSync(join(folder, 'git'), 0o755);
    expect(team.check(['main..topic'], { PATH: `${folder}:/usr/bin:/bin` }).status).toBeGreaterThan(0);
  });

  it('where it is killed half-way', () => {
    const team = waiting();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const { status } = spawnSync(process.execPath, [bin, 'check', 'main..topic', '--repo', team.path], { timeout: 60, killSignal: signal });
      expect(status).not.toBe(0);
    }
  });

  it('where its output has no room', () => {
    const team = waiting();
    const { status } = spawnSync('sh', ['-c', `exec "$0" "$1" check main..topic --repo "$2" > /dev/full`, process.execPath, bin, team.path], { env: { PATH } });
    expect(status).toBeGreaterThan(0);
  });
});

describe('nothing is left behind', () => {
  it('in the temporary folder or the repository, also by ten at once', async () => {
    const team = waiting();
    const temporary = mkdtempSync(join(tmpdir(), 'countersign-room-'));
    mkdirSync(join(team.path, '.git', '.cache'));
    const before = [team.git('status', '--short'), team.git('for-each-ref'), readdirSync(join(team.path, '.git')).sort().join()];
    const script = 'for i in 1 2 3 4 5; do "$0" "$1" check main..topic --repo "$2" >/dev/null & done; wait';
    spawnSync('sh', ['-c', script, process.execPath, bin, team.path], { env: { PATH, HOME: join(team.path, '.git'), TMPDIR: temporary } });
    expect(readdirSync(temporary)).toEqual([]);
    expect([team.git('status', '--short'), team.git('for-each-ref'), readdirSync(join(team.path, '.git')).sort().join()]).toEqual(before);
    rmSync(temporary, { recursive: true });
  });

  it.each([
    ['an empty home', { HOME: '', XDG_CACHE_HOME: undefined }],
    ['a cache folder that is not absolute', { XDG_CACHE_HOME: '.' }],
  ])('in the folder it is started in, by %s', (_what, env) => {
    const team = waiting();
    const scan = spawnSync(process.execPath, [bin, 'scan', '--json'], { cwd: team.path, env: { PATH, HOME: join(team.path, '.git'), ...env } });
    expect([scan.status, team.git('status', '--short')]).toEqual([0, '']);
  });
});

describe('a report goes on', () => {
  it.each(['null', '{}', '[]', '"x"', '{"head":"zzz","tally":{}}', '{"head":null}', '\0', '1'])('with %j for what an earlier one left', (spoilt) => {
    const team = waiting();
    const cache = join(team.path, '.git', 'cache', 'countersign', 'scan');
    const honest = team.countersign(['scan', '--json']).stdout;
    for (const file of readdirSync(cache)) writeFileSync(join(cache, file), spoilt);
    const again = team.countersign(['scan', '--json']);
    expect([again.status, again.stdout]).toEqual([0, honest]);
  });

  it.runIf(process.getuid?.() === 0)('for a user the system does not know', () => {
    const team = waiting();
    chmodSync(team.path, 0o755);
    const scan = spawnSync(process.execPath, [bin, 'scan', '--json', '--repo', team.path], { uid: 54_321, gid: 54_321, cwd: tmpdir(), env: { PATH } });
    expect([scan.status, scan.stderr.toString()]).toEqual([0, '']);
    chmodSync(team.path, 0o700);
    const barred = spawnSync(process.execPath, [bin, 'check', '--repo', team.path], { uid: 54_321, gid: 54_321, cwd: tmpdir(), env: { PATH } });
    expect([barred.status, barred.stderr.toString()]).toEqual([3, expect.stringContaining('cannot be read')]);
  });
});
