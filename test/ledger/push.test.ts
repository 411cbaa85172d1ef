import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeCryptography as cryptography } from '../../src/adapters/signing/index.ts';
import { appendStatements } from '../../src/workflows/ledger/append-statements.ts';
import { bin } from '../cli/bin.ts';
import { BuiltRepository, newFolder, removeFolders } from '../git/built-repository.ts';
import { someItem } from './envelopes.ts';
import { withLedger } from './place.ts';

afterEach(removeFolders);

const ledgerRef = 'refs/countersign/ledger';

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function countersign(path: string, ...args: string[]): Answer {
  const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], HOME: path, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', NO_COLOR: '1', COLUMNS: '100' };
  try {
    return { code: 0, stdout: execFileSync(process.execPath, [bin, '--repo', path, ...args], { env, encoding: 'utf8', stdio: 'pipe' }), stderr: '' };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, stdout, stderr };
  }
}

function pair(): { hub: BuiltRepository; clone: BuiltRepository } {
  const hub = BuiltRepository.init('--bare');
  const seed = BuiltRepository.init();
  seed.write('till.ts', 'open\n').commit('Open the shop');
  seed.git('push', '-q', hub.path, 'main');
  const clone = new BuiltRepository(newFolder());
  clone.git('clone', '-q', hub.path, '.');
  return { hub, clone };
}

const add = (path: string, ...names: string[]) => withLedger(path, (ledger) => appendStatements({ ledger, cryptography }, names.map((name) => someItem(name))));
const finding = (path: string, name = 'ledger'): { state: string; sentence: string; mend: string | null } | undefined =>
  (JSON.parse(countersign(path, 'doctor', '--json').stdout) as { findings: { name: string; state: string; sentence: string; mend: string | null }[] }).findings.find((each) => each.name === name);

describe('ledger push', () => {
  it('sends what waits, says so, and has nothing to do then', async () => {
    const { hub, clone } = pair();
    clone.git('remote', 'set-url', 'origin', join(hub.path, 'gone'));
    await expect(add(clone.path, 'a')).rejects.toMatchObject({ code: 'ledger-unreachable' });
    const failed = countersign(clone.path, 'ledger', 'push');
    expect(failed.code).toBe(3);
    expect(failed.stderr).toMatch(/the ledger at `origin` cannot be reached/);
    expect(finding(clone.path, 'pending')).toMatchObject({ state: 'warning', sentence: '1 signed statement waits here for an entry of the ledger', mend: 'countersign ledger push' });
    clone.git('remote', 'set-url', 'origin', hub.path);
    expect(countersign(clone.path, 'ledger', 'push')).toMatchObject({ code: 0, stdout: expect.stringMatching(/✓ sent {3}1 statement that waited here; 1 entry in refs\/countersign\/ledger of origin/) as string });
    expect(hub.git('rev-parse', ledgerRef)).toBe(clone.git('rev-parse', ledgerRef));
    expect(JSON.parse(countersign(clone.path, 'ledger', 'push', '--json').stdout)).toMatchObject({ restored: false, recorded: 0, waiting: 0, size: 1 });
  });

  it('puts back what a remote lost', async () => {
    const { hub, clone } = pair();
    await add(clone.path, 'a');
    await add(clone.path, 'b');
    hub.git('update-ref', '-d', ledgerRef);
    expect(finding(clone.path)).toMatchObject({ state: 'problem', mend: 'countersign ledger push' });
    expect(JSON.parse(countersign(clone.path, 'ledger', 'push', '--json').stdout)).toMatchObject({ restored: true, size: 2 });
    expect(hub.git('rev-parse', ledgerRef)).toBe(clone.git('rev-parse', ledgerRef));
  });
});

describe('doctor', () => {
  it('says how the ledger here stands to the one at the remote', async () => {
    const { hub, clone } = pair();
    const other = new BuiltRepository(newFolder());
    other.git('clone', '-q', hub.path, '.');
    expect(finding(clone.path)).toMatchObject({ state: 'ok', sentence: 'none here or at origin: nothing was signed yet' });
    await add(other.path, 'a');
    expect(finding(clone.path)).toMatchObject({ state: 'warning', sentence: expect.stringContaining('none here, and one at origin') as string });
    expect(clone.git('for-each-ref', 'refs/countersign/')).toBe('');
    clone.git('fetch', '-q', 'origin', 'refs/countersign/*:refs/countersign/*');
    expect(finding(clone.path)).toMatchObject({ state: 'warning', sentence: expect.stringContaining('git fetch does not bring newer ones') as string });
    clone.git('config', '--add', 'remote.origin.fetch', 'refs/countersign/*:refs/countersign/*');
    expect(finding(clone.path)).toMatchObject({ state: 'ok', sentence: '1 entry here, the same as at origin' });
    await add(other.path, 'b');
    expect(finding(clone.path)).toMatchObject({ state: 'warning', sentence: '1 entry here; origin has others' });
    clone.git('fetch', '-q');
    expect(finding(clone.path)).toMatchObject({ state: 'ok', sentence: '2 entries here, the same as at origin' });
  });
});

describe('init', () => {
  it('has git fetch bring the ledger, never by force, and says so once', async () => {
    const { hub, clone } = pair();
    const line = 'remote.origin.fetch=refs/countersign/*:refs/countersign/*';
    expect(countersign(clone.path, 'init', '--yes').stdout).toContain(`✓ added     ${line} in the configuration of git`);
    expect(clone.git('config', '--get-all', 'remote.origin.fetch').split('\n')).toEqual(['+refs/heads/*:refs/remotes/origin/*', 'refs/countersign/*:refs/countersign/*']);
    clone.git('clean', '-fdq');
    expect(JSON.parse(countersign(clone.path, 'init', '--yes', '--json').stdout)).toMatchObject({ written: true, configured: null });
    const other = new BuiltRepository(newFolder());
    other.git('clone', '-q', hub.path, '.');
    await add(other.path, 'a');
    await add(other.path, 'b');
    clone.git('fetch', '-q');
    const here = clone.git('rev-parse', ledgerRef);
    hub.git('update-ref', ledgerRef, `${ledgerRef}~1`);
    expect(() => clone.git('fetch')).toThrow(/rejected/);
    expect(clone.git('rev-parse', ledgerRef)).toBe(here);
  });
});
