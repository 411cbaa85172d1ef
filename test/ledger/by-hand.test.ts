import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { git } from '../cli/bin.ts';
import { buildLedger } from './place.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'ledger.md'), 'utf8');
const commands = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block!).join('\n');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-by-hand-'));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  await buildLedger(folder, 13, 4);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const byHand = () => spawnSync('bash', ['-e', '-o', 'pipefail', '-c', commands], { cwd: folder, encoding: 'utf8' });

describe('the commands of docs/ledger.md', () => {
  it('agree with a ledger that is sound', () => {
    const { status, stdout, stderr } = byHand();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Good "countersign" signature with ED25519-SK key SHA256:\S{43}$/m);
  });

  it.each([
    ['a checkpoint of another size', 'checkpoint', (text: string) => text.replace('\n13\n', '\n12\n')],
    ['an edited leaf', 'tile/entries/000.p/13', (text: string) => text.replace('"kind":"sign-off"', '"kind":"sign-odd"')],
    ['another envelope', 'envelope/003.json', (text: string) => text.replace('"payload":"eyJ', '"payload":"eyK')],
  ])('refuse %s', (_, path, change) => {
    const ref = 'refs/countersign/ledger';
    const before = git(folder, 'rev-parse', ref);
    const content = execFileSync('git', ['cat-file', 'blob', `${ref}:${path}`], { cwd: folder, encoding: 'latin1' });
    const env = { ...process.env, GIT_INDEX_FILE: join(folder, '.git', 'other-index') };
    const plumb = (input: string, ...args: string[]) => execFileSync('git', args, { cwd: folder, env, input: Buffer.from(input, 'latin1'), encoding: 'utf8' }).trim();
    expect(change(content)).not.toBe(content);
    plumb('', 'read-tree', before);
    plumb('', 'update-index', '--cacheinfo', `100644,${plumb(change(content), 'hash-object', '-w', '--stdin')},${path}`);
    git(folder, 'update-ref', ref, git(folder, 'commit-tree', '-p', before, '-m', 'x', plumb('', 'write-tree')));
    expect(byHand().status).not.toBe(0);
    git(folder, 'update-ref', ref, before);
    expect(byHand().status).toBe(0);
  });
});
