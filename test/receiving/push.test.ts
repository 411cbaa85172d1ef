import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { newStatement, pae, payloadType, writeEnvelope, writeStatement } from '../../src/core/attestation/index.ts';
import { appendStatements } from '../../src/workflows/ledger/append-statements.ts';
import { commitFiles, git } from '../cli/bin.ts';
import { someSignOff } from '../keys/index.ts';
import { withLedger } from '../ledger/place.ts';
import { recorded, repositoryId } from '../signing/place.ts';
import { gatedShop, type GatedShop } from './gated-shop.ts';

let shop: GatedShop;
beforeAll(() => void (shop = gatedShop()));
afterAll(() => shop.remove());
const tip = (ref = 'main') => git(shop.origin, 'rev-parse', ref);
const push = (...args: string[]) => shop.git('push', 'origin', ...args);

test('a key that may not record landings is named when the hooks are installed', () => {
  const install = (key: string) => shop.cs('receive', 'install', '--repo', shop.origin, '--gate-key', key).words;
  expect(install(shop.keys.ana.path)).toContain('is the key of ana, a person');
  expect(install(shop.keys.stranger.path)).toContain('what is let in is not recorded');
  expect(install(shop.keys.ci.path)).not.toContain('note');
});

describe('a push to a protected branch', () => {
  test('that is not signed is refused, with what it needs and who can give it', () => {
    const before = tip();
    const { status, words } = push('topic:main');
    expect(status).toBe(1);
    expect(words).toContain('countersign ✗ refused refs/heads/main:');
    expect(words).toContain('needs a senior who owns shop');
    expect(words).toContain('AI wrote 100 % (declared); it touches shop (high)');
    expect(words).toMatch(/Ana or Li can sign countersign sign [0-9a-f]{12}\.\.[0-9a-f]{12}/);
    expect(words).toContain('countersign override');
    expect(words).not.toMatch(/ at .*\.ts:\d+/);
    expect(tip()).toBe(before);
  });

  test('needs all that is asked: a senior alone lets nothing in', () => {
    expect(shop.cs('declare', 'main..topic', '--intent', 'totals for the cart', '--key', shop.keys.bo.path, '--yes').status).toBe(0);
    expect(shop.sign('ana').status).toBe(0);
    const { status, words } = push('topic:main');
    expect(status).toBe(1);
    expect(words).toContain('needs one more reviewer');
  });

  test('with one byte more than was signed is refused', () => {
    expect(shop.sign('tomas').status).toBe(0);
    git(shop.repo, 'switch', '--quiet', '--create', 'one-more', 'topic');
    commitFiles(shop.repo, 'Add a byte\n\nAssisted-by: Copilot:gpt-5.2\n', { 'shop/total.ts': 'export const total = 2;\nexport const tax = 3;\n\n' });
    const { status, words } = push('one-more:main');
    expect(status).toBe(1);
    expect(words).toContain('refused refs/heads/main');
    expect(words).toContain('needs a senior who owns shop');
  });

  test('passes once it is signed, and the gate records what it let in', () => {
    const { status, words } = push('topic:main');
    expect(words).toContain('✓ let in refs/heads/main:');
    expect(words).toContain('signed by Ana Ruiz (senior, any), Tomás Vega (mid, any)');
    expect(status).toBe(0);
    expect(tip()).toBe(git(shop.repo, 'rev-parse', 'topic'));
    const landing = recorded(shop).at(-1);
    expect(landing?.name).toBe('landing');
    expect(landing?.predicate).toMatchObject({ gate: 'ci', target: 'refs/heads/main', to: tip(), landed: [{ commit: tip(), test: 'exact', override: false }] });
  });

  test('is verified by anybody who has the clone and the ledger', () => {
    git(shop.repo, 'switch', '--quiet', '--force-create', 'main', 'topic');
    expect(shop.git('fetch', 'origin', 'refs/countersign/*:refs/countersign/*').status).toBe(0);
    const { status, words } = shop.cs('verify');
    expect(words).toMatch(/^✓ verified 1 landing, 2 sign-offs/);
    expect(status).toBe(0);
  });

  test('that only somebody else signed for other bytes is refused after it', () => {
    git(shop.repo, 'switch', '--quiet', '--create', 'again', 'main');
    commitFiles(shop.repo, 'More\n\nAssisted-by: Copilot:gpt-5.2\n', { 'shop/more.ts': 'export const more = 1;\n' });
    expect(push('again:main').status).toBe(1);
  });
});

test('what a stranger says to have seen is not let in, and where it got in before, it holds up nobody', async () => {
  const lie = newStatement('sign-off', { ...someSignOff, repository: repositoryId, verdict: 'reject', ledger: { size: 1, root: 'f'.repeat(64) } });
  const payload = writeStatement(lie);
  const item = { envelope: writeEnvelope(payload, shop.keys.stranger.sign(pae(payloadType, payload))), entryList: null, keep: [] };
  const append = () => withLedger(shop.repo, (ledger) => appendStatements({ ledger, cryptography: nodeCryptography }, [item]));
  await expect(append()).rejects.toMatchObject({ code: 'ledger-unreachable' });
  git(shop.repo, 'config', 'countersign.remote', '.');
  await append();
  git(shop.repo, 'config', '--unset', 'countersign.remote');
  git(shop.origin, 'fetch', '--quiet', shop.repo, 'refs/countersign/ledger:refs/countersign/ledger');
  expect(recorded(shop).at(-1)?.predicate.ledger).toMatchObject({ size: 1 });
  const { status, words } = shop.cs('declare', 'main..again', '--intent', 'more of it', '--key', shop.keys.bo.path, '--yes');
  expect([status, words]).toEqual([0, expect.stringContaining('ledger entry')]);
  expect(recorded(shop).at(-1)).toMatchObject({ name: 'declaration', predicate: { person: { id: 'bo' } } });
});

/**
 * A clone that appended an entry of its own, and what it would push: a commit on the ledger there is, with the entry and
 * with one file more, or otherwise.
 */
async function appendedWith(path: (files: readonly string[]) => string, content: (now: string) => string): Promise<ReturnType<typeof push>> {
  const clone = join(shop.origin, '..', `appending-${randomBytes(4).toString('hex')}`);
  git(shop.origin, 'clone', '--quiet', shop.origin, clone);
  git(clone, 'fetch', '--quiet', 'origin', 'refs/countersign/*:refs/countersign/*');
  git(clone, 'config', 'countersign.remote', '.');
  const ref = 'refs/countersign/ledger';
  const before = git(clone, 'rev-parse', ref);
  const payload = writeStatement(newStatement('sign-off', { ...someSignOff, repository: repositoryId, nonce: randomBytes(16).toString('hex'), ledger: null }));
  const item = { envelope: writeEnvelope(payload, shop.keys.stranger.sign(pae(payloadType, payload))), entryList: null, keep: [] };
  await withLedger(clone, (ledger) => appendStatements({ ledger, cryptography: nodeCryptography }, [item]));
  const env = { ...process.env, GIT_INDEX_FILE: join(clone, '.git', 'index-of-a-test') };
  const plumb = (input: string, ...args: string[]) => execFileSync('git', args, { cwd: clone, env, encoding: 'utf8', input }).trim();
  const file = path(git(clone, 'ls-tree', '-r', '--name-only', ref).split('\n'));
  plumb('', 'read-tree', ref);
  const now = file === 'checkpoint' ? `${git(clone, 'show', `${ref}:checkpoint`)}\n` : '';
  if (file !== '') plumb('', 'update-index', '--add', '--cacheinfo', `100644,${plumb(content(now), 'hash-object', '-w', '--stdin')},${file}`);
  const commit = git(clone, 'commit-tree', plumb('', 'write-tree'), '-p', before, '-m', 'Append 1 entry');
  return shop.git('-C', clone, 'push', 'origin', `${commit}:${ref}`);
}

describe('an append by somebody else', () => {
  test.each<[string, (files: readonly string[]) => string, string]>([
    ['with a file that belongs to no entry', () => 'note.txt', '`note.txt` in the ledger pushed belongs to no entry'],
    ['with a list that no entry names', () => `change/00/${'0'.repeat(64)}`, 'belongs to no entry'],
    ['with another list in the place of one that was signed', (files) => files.find((file) => file.startsWith('change/'))!, 'is not the list of entries it is named after'],
    ['under another name of the ledger', () => 'checkpoint', 'calls itself `countersign/other`'],
  ])('%s is refused', async (_, path, why) => {
    const before = tip('refs/countersign/ledger');
    // Where no gate recorded anything yet, nothing but the ledger itself says what it is called.
    rmSync(join(shop.origin, 'countersign', 'pins'), { force: true });
    const { status, words } = await appendedWith(path, (now) => (now === '' ? 'x' : now.replace(/^.*/, 'countersign/other')));
    expect([status, words]).toEqual([1, expect.stringContaining(why)]);
    expect(tip('refs/countersign/ledger')).toBe(before);
  });

  test('that only appends is taken', async () => {
    const before = tip('refs/countersign/ledger');
    const { status } = await appendedWith(() => '', () => '');
    expect(status).toBe(0);
    expect(git(shop.origin, 'rev-parse', 'refs/countersign/ledger~1')).toBe(before);
    git(shop.repo, 'fetch', '--quiet', 'origin', 'refs/countersign/*:refs/countersign/*');
  });
});

describe('what no push may do', () => {
  test.each([
    ['delete a protected branch', () => push(':main'), 'a protected branch is not deleted'],
    ['take back what landed', () => push('--force', 'main~1:main'), 'out of the history of main'],
    ['make the branch a side branch', () => {
      const tree = git(shop.repo, 'rev-parse', 'main^{tree}');
      const other = git(shop.repo, 'commit-tree', tree, '-p', 'main~1', '-m', 'Other side');
      return push(`${git(shop.repo, 'commit-tree', tree, '-p', other, '-p', 'main', '-m', 'Foxtrot')}:main`);
    }, 'a side branch'],
    ['delete the ledger', () => push(':refs/countersign/ledger'), 'the ledger is never deleted'],
    ['roll the ledger back', () => push('--force', 'refs/countersign/ledger~1:refs/countersign/ledger'), 'the ledger only grows'],
    ['put something else in its place', () => push('--force', 'main:refs/countersign/ledger'), 'the ledger only grows'],
    ['edit an entry on top of it', () => push(`${edited('envelope/001.json', (bytes) => bytes.replace('a', 'b'))}:refs/countersign/ledger`), 'the ledger pushed contradicts itself'],
    ['add a commit to the ledger that appends nothing', () => push(`${onLedger()}:refs/countersign/ledger`), 'it appended nothing'],
    ['merge something into the ledger', () => push(`${onLedger('-p', 'main')}:refs/countersign/ledger`), 'does not stand on exactly the append before it'],
    ['drop what it keeps', () => push('--force', 'main:refs/countersign/keep'), 'what the ledger keeps only grows'],
    ['say anything but cite an override', () => push('-o', 'countersign.approve=yes', 'again:main'), 'all that one can do is cite an override'],
    ['cite what is no override', () => push('-o', 'countersign.override=1', 'again:main'), 'is a declaration, no override'],
    ['cite what is not there', () => push('-o', 'countersign.override=999', 'again:main'), 'is not in the ledger'],
  ])('%s', (_, act, why) => {
    const before = [tip(), tip('refs/countersign/ledger'), tip('refs/countersign/keep')];
    const { status, words } = act();
    expect(words).toContain(why);
    expect(status).toBe(1);
    expect([tip(), tip('refs/countersign/ledger'), tip('refs/countersign/keep')]).toEqual(before);
  });

  test('other branches are free', () => {
    expect(push('again').status).toBe(0);
    expect(push(':again').status).toBe(0);
  });
});

/** A ledger commit on top of the one there is, with the same files. */
function onLedger(...parents: string[]): string {
  const ref = 'refs/countersign/ledger';
  return git(shop.repo, 'commit-tree', `${ref}^{tree}`, '-p', ref, ...parents, '-m', 'Nothing');
}

/** A ledger commit on top of the one there is, with one file changed. */
function edited(path: string, change: (text: string) => string): string {
  const [ref, index] = ['refs/countersign/ledger', join(shop.repo, '.git', 'index-of-a-test')];
  const text = execFileSync('git', ['cat-file', 'blob', `${ref}:${path}`], { cwd: shop.repo, encoding: 'utf8' });
  const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: shop.repo, encoding: 'utf8', input: change(text) }).trim();
  const env = { ...process.env, GIT_INDEX_FILE: index };
  execFileSync('git', ['read-tree', ref], { cwd: shop.repo, env });
  execFileSync('git', ['update-index', '--cacheinfo', `100644,${blob},${path}`], { cwd: shop.repo, env });
  const tree = execFileSync('git', ['write-tree'], { cwd: shop.repo, env, encoding: 'utf8' }).trim();
  return git(shop.repo, 'commit-tree', tree, '-p', ref, '-m', 'Edited');
}

describe('the hooks', () => {
  test('let nothing in where their program is gone', () => {
    const hook = join(shop.origin, 'hooks', 'pre-receive');
    const text = readFileSync(hook, 'utf8');
    writeFileSync(hook, text.replaceAll("countersign.cjs'", "gone.cjs'"));
    const { status, words } = push('again:anywhere');
    expect(status).toBe(1);
    expect(words).toContain('refused: the program that judges pushes is not where it was installed from');
    expect(shop.cs('receive', 'status', '--repo', shop.origin).words).toContain('✗ broken');
    expect(shop.cs('receive', 'install', '--repo', shop.origin, '--gate-key', shop.keys.ci.path).words).toContain('✓ gated');
    expect(readFileSync(hook, 'utf8')).toBe(text);
  });

  test('run the hook that was there first, and put it back', () => {
    const [hook, aside] = [join(shop.origin, 'hooks', 'pre-receive'), `${join(shop.origin, 'hooks', 'pre-receive')}.aside`];
    renameSync(hook, aside);
    writeFileSync(hook, '#!/bin/sh\necho "mine says no" >&2\nexit 7\n');
    chmodSync(hook, 0o755);
    expect(shop.cs('receive', 'install', '--repo', shop.origin, '--gate-key', shop.keys.ci.path).words).toContain('your own hook runs first');
    expect(push('again').words).toContain('mine says no');
    expect(shop.cs('receive', 'uninstall', '--repo', shop.origin).words).toContain('◐ open pushes here are not judged');
    expect(readFileSync(hook, 'utf8')).toContain('mine says no');
    renameSync(aside, hook);
  });

  test('called by nobody but git say so', () => {
    expect(shop.cs('receive', 'run', 'pre-receive').words).toContain('git named no ref that is pushed');
    expect(shop.cs('receive', 'run', 'commit-msg').words).toContain('is no hook that receives a push');
  });
});
