import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'countersign.cjs');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launcher-'));
  mkdirSync(join(root, 'bin'));
  for (const folder of ['cli', join('src', 'cli')]) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(launcher, join(root, 'bin', 'countersign.cjs'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const launch = (...before: string[]) =>
  spawnSync(process.execPath, [...before, join(root, 'bin', 'countersign.cjs'), 'one'], { encoding: 'utf8' });

test('runs the bundle that stands beside it in the published package', () => {
  writeFileSync(join(root, 'cli', 'main.mjs'), 'console.log(process.argv[2]); process.exitCode = 1;\n');
  expect(launch()).toMatchObject({ status: 1, stdout: 'one\n', stderr: '' });
});

test.each([
  ['the published package', true, 'install Node 22 or 24 (https://nodejs.org).'],
  ['a checkout', false, 'run `npm run setup` in this checkout, which brings Node 24.'],
])('refuses a too old Node in one sentence in %s', (_where, published, mend) => {
  const old = join(root, 'old.cjs');
  writeFileSync(old, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' }); Object.defineProperty(process, 'version', { value: 'v20.20.2' });\n");
  if (published) writeFileSync(join(root, 'cli', 'main.mjs'), '');
  const { status, stderr } = launch('--require', old);
  expect(status).toBe(3);
  expect(stderr).toMatch(/^countersign: this needs Node 22\.22 or newer, and found `v20\.20\.2` at `.*`; .*\n$/);
  expect(stderr).toContain(mend);
});

test('names the Node a checkout has brought, where it has', () => {
  const old = join(root, 'old.cjs');
  writeFileSync(old, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });\n");
  const brought = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  writeFileSync(brought, '');
  const { status, stderr } = launch('--require', old);
  expect(status).toBe(3);
  expect(stderr).toContain('`npx countersign`');
  expect(stderr).toContain(join('node_modules', '.bin', 'node'));
  expect(stderr).not.toContain('npm run setup');
});

test.each([
  ['the published package', join('cli', 'main.mjs'), 'install the package again'],
  ['a checkout', join('src', 'cli', 'main.ts'), '`npm run setup`'],
])('says that a dependency is not installed, and the mend, in %s', (_where, main, mend) => {
  writeFileSync(join(root, main), "import 'a-package-that-is-not-there';\n");
  const { status, stderr } = launch();
  expect(status).toBe(3);
  expect(stderr).toContain('`a-package-that-is-not-there` is not installed');
  expect(stderr).toContain(mend);
});
