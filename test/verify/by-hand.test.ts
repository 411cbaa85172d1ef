import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pae, payloadType, writeEnvelope } from '../../src/core/attestation/index.ts';
import { newFolder, removeFolders } from '../git/built-repository.ts';
import { fileKey, softPasskey, softSecurityKey, type TestKey } from '../keys/index.ts';
import { lines, shopPolicy, SignedShop, type SignOffParts } from './signed-shop.ts';

afterAll(removeFolders);

const script = join(import.meta.dirname, '..', '..', 'docs', 'verify.sh');

/** What the script in docs says of the tip of main. */
function byHand(shop: SignedShop, ...options: string[]): { readonly verified: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('sh', [script, ...options], { cwd: shop.repo.path, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', HOME: shop.repo.path } });
  if (status !== 0 && status !== 1) throw new Error(`${stdout}${stderr}`);
  return { verified: status === 0, said: stdout + stderr };
}

async function signedShop(key: TestKey, { strength = 'any', parts = {} as SignOffParts, policy = shopPolicy } = {}): Promise<SignedShop> {
  const shop = await SignedShop.make({ keys: { ana: key }, policy: policy.replace('signature: any', `signature: ${strength}`) });
  shop.repo.git('switch', '-q', '-c', 'topic', 'main');
  const head = shop.repo.write('shop/cart.ts', `${lines('cart', 12)}export const more = 1;\n`).commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');
  await shop.sign('ana', shop.adopted, head, parts);
  shop.repo.git('switch', '-q', 'main');
  shop.repo.git('merge', '-q', '--no-ff', '-m', 'Merge', 'topic');
  return shop;
}

/** Whether both find that Ana's sign-off lets it in, and that they agree. */
async function both(shop: SignedShop, strength = 'any'): Promise<boolean> {
  const { verified, said } = byHand(shop, '-l', 'senior,principal', '-s', strength);
  const report = await shop.verify();
  expect(verified, said).toBe(report.verified);
  return verified;
}

describe('the script in docs and our verifier agree', () => {
  const folder = newFolder();

  // The script tells file keys from no other thing than security keys; each type is put to ssh-keygen in test/attestation.
  it.each(['ed25519', 'ecdsa-384', 'rsa-2048'] as const)('on a file key of type %s', async (type) => {
    const shop = await signedShop(fileKey(folder, type));
    expect(await both(shop)).toBe(true);
    expect(byHand(shop, '-s', 'touch').verified).toBe(false);
  });

  it.each(['ed25519-sk', 'ecdsa-sk'] as const)('on a security key of type %s, touched or verified', async (type) => {
    const shop = await signedShop(softSecurityKey(type), { strength: 'touch' });
    expect(await both(shop, 'touch')).toBe(true);
    expect(byHand(shop, '-s', 'verified').verified).toBe(false);
    expect(await both(await signedShop(softSecurityKey(type, { flags: 5 }), { strength: 'verified' }), 'verified')).toBe(true);
  });

  it('on a passkey, and refuse one without PIN or biometric where that is asked', async () => {
    expect(await both(await signedShop(softPasskey(), { strength: 'verified' }), 'verified')).toBe(true);
    expect(await both(await signedShop(softPasskey({ flags: 1 }), { strength: 'verified' }), 'verified')).toBe(false);
    expect(await both(await signedShop(softPasskey({ flags: 1 }), { strength: 'touch' }), 'touch')).toBe(true);
  });

  it('on a passkey that may be synced, where the policy takes it for a key in a file and where it does not', async () => {
    const key = softPasskey({ flags: 0x1d });
    const refusing = await signedShop(key, { strength: 'touch', policy: `${shopPolicy}passkeys: { synced: refuse }\n` });
    const { verified, landings } = await refusing.verify();
    expect([verified, byHand(refusing, '-s', 'touch', '-d').verified, byHand(refusing, '-d').verified]).toEqual([false, false, true]);
    expect(landings[0]?.status).toBe('pending');
    expect(await both(await signedShop(key, { strength: 'verified' }), 'verified')).toBe(true);
  });

  it('on a passkey that another page asked', async () => {
    const key = softPasskey();
    const asked = (origin: string): TestKey => ({ ...key, sign: (message, namespace) => key.signAs({ origin }, message, namespace) });
    for (const page of ['https://other.example.com', 'https://sign.example.com:8443', '.*']) expect(await both(await signedShop(asked(page))), page).toBe(false);
    const several = { ...key, line: key.line.replace('.com"', '.com, http://localhost:14117"') };
    expect(await both(await signedShop({ ...several, sign: asked('http://localhost:14117').sign }))).toBe(true);
  });

  it('on levels whose list ends too early, and asks for somebody at least', async () => {
    const shop = await signedShop(fileKey(folder));
    expect([byHand(shop, '-l', 'principal,').verified, byHand(shop, '-l', 'senior,').verified]).toEqual([false, true]);
    for (const count of ['0', '', '-1', 'x']) expect(() => byHand(shop, '-n', count), count).toThrow(`-n ${count}: how many people`);
  });

  it('on somebody who is not enrolled, too low, or an author', async () => {
    const stranger = await signedShop(fileKey(folder));
    stranger.keys['ana'] = fileKey(folder);
    await stranger.sign('ana', stranger.adopted, stranger.repo.git('rev-parse', 'topic'));
    expect(await both(stranger)).toBe(true);
    const other = await SignedShop.make();
    const head = other.repo.write('shop/cart.ts', lines('cart', 14)).commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');
    await other.sign('mina', other.adopted, head);
    expect(await both(other)).toBe(false);
    other.repo.git('commit', '-q', '--amend', '--no-edit', '--author', 'Ana <ana@example.com>');
    await other.sign('ana', other.adopted, other.repo.git('rev-parse', 'HEAD'));
    expect(await both(other)).toBe(false);
  });

  it('on one byte more in what landed', async () => {
    const shop = await signedShop(fileKey(folder));
    shop.repo.write('shop/cart.ts', `${lines('cart', 12)}export const more = 12;\n`).git('commit', '-q', '-a', '--amend', '--no-edit');
    expect(await both(shop)).toBe(false);
  });

  it('on a change that was taken back and lands again under its old sign-off', async () => {
    const shop = await signedShop(fileKey(folder));
    expect(await both(shop)).toBe(true);
    shop.repo.git('revert', '--no-commit', '-m', '1', 'HEAD');
    shop.repo.commit('Take it back\n\nAssisted-by: none\n');
    shop.repo.git('cherry-pick', 'topic');
    expect(byHand(shop).said).toContain('it let this land at');
    expect(await both(shop)).toBe(false);
  });

  it('on a commit that is signed and has not landed', async () => {
    const shop = await signedShop(fileKey(folder));
    const topic = shop.repo.git('rev-parse', 'topic');
    expect(byHand(shop, topic)).toEqual({ verified: false, said: `not verified: refs/heads/main did not come by ${topic}\n` });
    await expect(shop.verify(topic)).rejects.toMatchObject({ code: 'ambiguous-range' });
  });

  it('on a rejection, until it is withdrawn', async () => {
    const shop = await signedShop(fileKey(folder));
    const head = shop.repo.git('rev-parse', 'topic');
    await shop.sign('mina', shop.adopted, head, { verdict: 'reject' });
    expect(await both(shop)).toBe(false);
    await shop.sign('mina', shop.adopted, head, { verdict: 'withdraw' });
    expect(await both(shop)).toBe(true);
  });

  it.each([
    ['another repository', { repository: 'f'.repeat(64) }],
    ['another branch', { target: 'refs/heads/release' }],
    ['a digest of its own', { change: { digest: 'f'.repeat(64), entries: 1 } }],
    ['somebody else', { person: { id: 'li', level: 'senior' } }],
  ] satisfies [string, SignOffParts][])('on a sign-off that names %s', async (_, parts) => {
    expect(await both(await signedShop(fileKey(folder), { parts }))).toBe(false);
  });
});

describe('the script in docs refuses', () => {
  const edits: readonly [string, (text: string) => string][] = [
    ['a payload that was edited', (text) => text.replace(/"payload":"[^"]+"/, (found) => `${found.slice(0, -10)}AAAA${found.slice(-6)}`)],
    ['a signature that was edited', (text) => text.replace(/"sig":"([^"]{200})./, (_, kept: string) => `"sig":"${kept}A`)],
  ];

  it.each(edits)('%s', async (_, edit) => {
    const shop = await signedShop(fileKey(newFolder()));
    const path = 'envelope/001.json';
    const ref = 'refs/countersign/ledger';
    const edited = edit(`${shop.repo.git('show', `${ref}:${path}`)}\n`);
    replaceInLedger(shop, path, edited);
    expect(byHand(shop).verified).toBe(false);
    expect((await shop.verify()).landings).toMatchObject([{ status: 'unverifiable', failures: [{ code: 'ledger-inconsistent' }] }]);
  });

  it('a key that nobody touched, though any will do', async () => {
    const key = softPasskey();
    const shop = await signedShop(key);
    const path = 'envelope/001.json';
    const { payload } = JSON.parse(shop.repo.git('show', `refs/countersign/ledger:${path}`)) as { payload: string };
    const bytes = Buffer.from(payload, 'base64');
    const untouched = writeEnvelope(bytes, key.signAs({ flags: 0 }, Buffer.from(pae(payloadType, bytes))));
    replaceInLedger(shop, path, Buffer.from(untouched).toString());
    const { verified, said } = byHand(shop);
    expect([verified, said]).toEqual([false, expect.stringContaining('FAILED  nobody touched the security key')]);
  });

  it('a checkpoint with another root', async () => {
    const shop = await signedShop(fileKey(newFolder()));
    const text = shop.repo.git('show', 'refs/countersign/ledger:checkpoint');
    const [origin = '', size = ''] = text.split('\n');
    replaceInLedger(shop, 'checkpoint', `${origin}\n${size}\n${Buffer.alloc(32, 7).toString('base64')}\n`);
    expect(byHand(shop).verified).toBe(false);
    expect((await shop.verify()).landings).toMatchObject([{ status: 'unverifiable', failures: [{ code: 'ledger-inconsistent' }] }]);
  });
});

/** Puts other bytes at a path of the ledger, as whoever may push its ref could. */
function replaceInLedger({ repo }: SignedShop, path: string, text: string): void {
  const ref = 'refs/countersign/ledger';
  const index = join(repo.path, '.git', 'index-of-ledger');
  const run = (input: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: repo.path, input, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', GIT_INDEX_FILE: index, GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x@example.com', GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x@example.com' } });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  run('', 'read-tree', ref);
  run('', 'update-index', '--add', '--cacheinfo', `100644,${run(text, 'hash-object', '-w', '--stdin')},${path}`);
  const parent = run('', 'rev-parse', ref);
  run('', 'update-ref', ref, run('', 'commit-tree', '-p', parent, '-m', 'x', run('', 'write-tree')));
}
