import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
let project: string;

/** A project that has installed the package and nothing else. */
beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root, stdio: 'pipe' });
  project = mkdtempSync(join(tmpdir(), 'countersign-package-'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(join(root, 'dist', 'package'), join(project, 'node_modules', 'countersign'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the built package', () => {
  it('has the command line', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(project, 'node_modules', 'countersign', 'bin', 'countersign.cjs'), 'verify', '--help'], { encoding: 'utf8' });
    expect(stdout).toMatch(/^Prove that what landed is what was signed/);
    expect(status).toBe(0);
  });

  it('gives `countersign/verify` to another program', () => {
    writeFileSync(join(project, 'ask.js'), "import { verify } from 'countersign/verify';\nverify({ repository: '.' }).catch(({ code, hints }) => console.log(code, hints.length > 0));\n");
    const { stdout, stderr } = spawnSync(process.execPath, ['ask.js'], { cwd: project, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'not-a-repository true\n', stderr: '' });
  });

  it('with types that stand alone', () => {
    writeFileSync(join(project, 'ask.ts'), "import { verify, type VerifyResult } from 'countersign/verify';\nexport const passed: Promise<boolean> = verify({ repository: '.' }).then((found: VerifyResult) => found.landings.every(({ status }) => status === 'verified'));\n");
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', '', 'ask.ts'], { cwd: project, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});
