import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const scripts = join(import.meta.dirname, '..', '..', 'scripts');
let root: string;

/** A checkout in small: our set-up, and one dependency that lies beside it, so that npm needs no network. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'setup-'));
  mkdirSync(join(root, 'scripts'));
  mkdirSync(join(root, 'dependency'));
  for (const name of ['setup.cjs', 'require-node.cjs']) copyFileSync(join(scripts, name), join(root, 'scripts', name));
  const dependency = { name: 'dependency', version: '1.0.0' };
  const manifest = { name: 'checkout', version: '1.0.0', engines: { node: '>=20.20' }, dependencies: { dependency: 'file:dependency' } };
  writeFileSync(join(root, 'dependency', 'package.json'), JSON.stringify(dependency));
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({
      name: 'checkout', version: '1.0.0', lockfileVersion: 3, requires: true,
      packages: { '': manifest, dependency, 'node_modules/dependency': { resolved: 'dependency', link: true } },
    }),
  );
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly words: string;
}

function setUp(environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child: ChildProcess = spawn(process.execPath, [join(root, 'scripts', 'setup.cjs')], { cwd: root, env: { ...process.env, ...environment } });
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  return new Promise((settle) => child.on('close', (code) => settle({ code, words })));
}

const isInstalled = (): boolean => existsSync(join(root, 'node_modules', 'dependency', 'package.json'));

/** The process id of a process that is no more. */
const deadProcess = (): number => spawnSync(process.execPath, ['-e', '0']).pid;

describe('the set-up', () => {
  test('installs what is missing, and says nothing when nothing is to do', async () => {
    const first = await setUp();
    expect(first).toMatchObject({ code: 0, words: expect.stringContaining('nothing is installed yet') });
    expect(isInstalled()).toBe(true);
    expect(await setUp()).toEqual({ code: 0, words: '' });
  });

  test('installs everything under settings that would leave things out', async () => {
    const strict = { npm_config_omit: 'optional', npm_config_engine_strict: 'true', npm_config_ignore_scripts: 'true', npm_config_dry_run: 'true' };
    expect((await setUp({ ...strict, NODE_ENV: 'production' })).code).toBe(0);
    expect(isInstalled()).toBe(true);
  });

  test('repairs an install that was interrupted', async () => {
    await setUp();
    rmSync(join(root, 'node_modules', '.package-lock.json'));
    rmSync(join(root, 'node_modules', 'dependency'));
    expect(await setUp()).toMatchObject({ code: 0, words: expect.stringContaining('did not finish') });
    expect(isInstalled()).toBe(true);
  });

  test('waits for another set-up of the same checkout instead of installing beside it', async () => {
    const ended = await Promise.all([setUp(), setUp(), setUp()]);
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(ended.filter(({ words }) => words.includes('installing with npm ci'))).toHaveLength(1);
    expect(existsSync(join(root, '.setup.lock'))).toBe(false);
  });

  test('sets aside the guard of a set-up that was killed', async () => {
    writeFileSync(join(root, '.setup.lock'), JSON.stringify({ pids: [deadProcess()], host: hostname() }));
    expect((await setUp()).code).toBe(0);
    expect(isInstalled()).toBe(true);
  });

  test('does without a Node it brought that cannot run on this machine', async () => {
    await setUp();
    const brought = join(root, 'node_modules', '.bin', 'node');
    mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
    writeFileSync(brought, 'not a program for this machine\n', { mode: 0o755 });
    expect(await setUp()).toEqual({ code: 0, words: '' });
    expect(existsSync(brought)).toBe(false);
  });

  test('names the Node found, the Node needed and the mend when it is too old', async () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
    writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, engines: { node: '>=99.1' } }));
    const { code, words } = await setUp();
    expect(code).toBe(1);
    expect(words).toContain(`needs Node 99.1 or newer, and found \`${process.version}\``);
    expect(words).toContain('install Node 22 or 24');
  });

  test('fails with npm’s own words when the lockfile does not fit the manifest', async () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
    writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, dependencies: {} , devDependencies: { other: 'file:other' } }));
    const { code, words } = await setUp();
    expect(code).toBe(1);
    expect(words).toContain('npm error');
    expect(words).toContain('npm ci ended with exit code 1');
  });
});
