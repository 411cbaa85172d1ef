import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildRetail } from '../../examples/retail/build.ts';
import { bin } from '../cli/bin.ts';

const branches = ['reserve-stock', 'recreate-staging', 'docs-returns', 'ai-in-kms', 'loosen-policy'];
let scratch: string;
let original: string;
let ids: Record<string, string>;

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } }).trim();

/** Everything `check` concluded, without the words it was asked with and where it read the policy. */
function conclusion(folder: string, branch: string, options: { env?: NodeJS.ProcessEnv; range?: string; args?: string[] } = {}): unknown {
  const range = options.range ?? `main..${branch}`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [bin, 'check', range, '--repo', folder, '--at', '2026-11-20', '--json', ...(options.args ?? [])],
    { encoding: 'utf8', env: { ...process.env, ...options.env } },
  );
  expect(stderr).toBe('');
  const { status, mode, change, assistance, tier, decision, excluded, target } = JSON.parse(stdout) as Record<string, unknown>;
  return { status, mode, change, assistance, tier, decision, excluded, target };
}

const conclusions = (folder: string, options?: Parameters<typeof conclusion>[2]) => branches.map((branch) => conclusion(folder, branch, options));
let expected: unknown[];

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'countersign-everywhere-'));
  original = (await buildRetail(join(scratch, 'original'))).folder;
  ids = Object.fromEntries(['main', ...branches].map((branch) => [branch, git(original, 'rev-parse', `refs/heads/${branch}`)]));
  expected = conclusions(original);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the same change gives the same digest and the same decision', () => {
  test('in a bare mirror', () => {
    const mirror = join(scratch, 'mirror.git');
    git(scratch, 'clone', '-q', '--mirror', original, mirror);
    expect(conclusions(mirror)).toEqual(expected);
  });

  test('in a fresh clone that has only the remote’s branches', () => {
    const clone = join(scratch, 'clone');
    git(scratch, 'clone', '-q', original, clone);
    git(clone, 'fetch', '-q', 'origin', 'refs/notes/ai:refs/notes/ai');
    expect(conclusions(clone)).toEqual(expected);
    expect(branches.map((branch) => conclusion(clone, branch, { range: `origin/main..origin/${branch}` }))).toEqual(expected);
  });

  test('in a linked worktree', () => {
    const worktree = join(scratch, 'worktree');
    git(original, 'worktree', 'add', '-q', '--detach', worktree, 'main');
    expect(conclusions(worktree)).toEqual(expected);
    git(original, 'worktree', 'remove', '--force', worktree);
  });

  test('by commit ids and from a folder below the root', () => {
    const folder = join(original, 'services');
    expect(branches.map((branch) => conclusion(folder, branch, { range: `${ids['main']}..${ids[branch]}` }))).toEqual(expected);
  });

  test('under hostile attributes, submodule settings, replaced objects, grafts and a tag named like each branch', () => {
    const hostile = join(scratch, 'hostile');
    git(scratch, 'clone', '-q', '--mirror', original, join(hostile, '.git'));
    git(hostile, 'config', 'core.bare', 'false');
    git(hostile, 'reset', '-q', '--hard', 'main');
    for (const file of [join(hostile, '.gitattributes'), join(hostile, '.git', 'info', 'attributes')]) {
      mkdirSync(join(file, '..'), { recursive: true });
      appendFileSync(file, '* -diff binary merge=union filter=evil diff=evil\n');
    }
    writeFileSync(join(hostile, '.gitmodules'), '[submodule "services"]\n\tpath = services\n\turl = x\n\tignore = all\n');
    for (const [key, value] of [
      ['diff.external', 'false'],
      ['diff.evil.textconv', 'echo nothing;:'],
      ['diff.noprefix', 'true'],
      ['diff.ignoreSubmodules', 'all'],
      ['diff.algorithm', 'patience'],
      ['diff.renames', 'copies'],
      ['core.quotePath', 'true'],
      ['core.notesRef', 'refs/notes/other'],
      ['log.showSignature', 'true'],
      ['i18n.logOutputEncoding', 'UTF-16'],
      ['core.fsmonitor', 'false'],
      ['blame.ignoreRevsFile', '/nowhere'],
    ] as const) {
      git(hostile, 'config', key, value);
    }
    for (const branch of branches) git(hostile, 'tag', branch, 'main~3');
    git(hostile, 'tag', 'main', 'main~5');
    for (const branch of branches) git(hostile, 'replace', '-f', ids[branch]!, git(hostile, 'rev-parse', 'refs/heads/main~2'));
    writeFileSync(join(hostile, '.git', 'info', 'grafts'), `${ids['reserve-stock']}\n`);
    expect(conclusions(hostile)).toEqual(expected);
  });

  test('under a user’s configuration and GIT_ variables that would change what git prints', () => {
    const home = join(scratch, 'home');
    mkdirSync(home, { recursive: true });
    writeFileSync(
      join(home, '.gitconfig'),
      '[diff]\n\texternal = false\n\tnoprefix = true\n\trenames = copies\n[core]\n\tquotePath = true\n\tattributesFile = ~/attributes\n[log]\n\tshowSignature = true\n[alias]\n\tlog = !false\n[color]\n\tui = always\n',
    );
    writeFileSync(join(home, 'attributes'), '* -diff\n');
    const env = {
      HOME: home,
      XDG_CONFIG_HOME: home,
      GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
      GIT_DIFF_OPTS: '--unified=9',
      GIT_EXTERNAL_DIFF: 'false',
      GIT_DIR: join(scratch, 'nowhere'),
      GIT_WORK_TREE: '/',
      GIT_NAMESPACE: 'evil',
      GIT_PAGER: 'false',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'diff.external',
      GIT_CONFIG_VALUE_0: 'false',
      LC_ALL: 'tr_TR.UTF-8',
      TZ: 'Asia/Kathmandu',
    };
    expect(conclusions(original, { env })).toEqual(expected);
  });
});
