import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { newFolder, removeFolders } from '../git/built-repository.ts';
import { later, lines, shopPolicy, SignedShop, verifyAt } from './signed-shop.ts';

afterAll(removeFolders);

/** What git tidies up after a fetch it does before it ends: in the background it would take folders from the next command. */
const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'gc.autoDetach=false', '-c', 'maintenance.autoDetach=false', ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' } }).trim();

const fetchLedger = ['fetch', '-q', 'origin', '+refs/countersign/*:refs/countersign/*'];

/** A server whose pull-request branches are gone and pruned, with an exact, a disjoint and a textual landing. */
async function server(): Promise<{ readonly url: string; readonly adopted: string }> {
  const shop = await SignedShop.make({ policy: shopPolicy.replace('tier: high', 'tier: low').replace('otherwise:', 'carry: { low: textual }\notherwise:') });
  const land = async (name: string, file: string, text: string, before: () => void) => {
    const base = shop.repo.git('rev-parse', 'main');
    shop.repo.git('switch', '-q', '-c', name, 'main');
    const head = shop.repo.write(file, text).commit(`Work on ${name}\n\nAssisted-by: Copilot:gpt-5.2\n`);
    await shop.sign('ana', base, head);
    shop.repo.git('switch', '-q', 'main');
    before();
    shop.repo.git('merge', '-q', '--squash', name);
    shop.repo.commit(`Land ${name}`);
    shop.repo.git('branch', '-q', '-D', name);
  };
  const byHand = '\n\nAssisted-by: none\n';
  await land('exact', 'shop/cart.ts', `${lines('cart', 12)}// more\n`, () => {});
  await land('disjoint', 'shop/cart.ts', `${lines('cart', 12)}// other\n`, () => void shop.repo.write('docs/shop.md', 'Moved.\n').commit(`Move${byHand}`));
  await land('textual', 'shop/total.ts', `${lines('total', 12)}// more\n`, () => void shop.repo.write('shop/total.ts', `// top\n${lines('total', 12)}`).commit(`Move${byHand}`));
  shop.repo.git('reflog', 'expire', '--expire=now', '--all');
  shop.repo.git('gc', '-q', '--prune=now');
  return { url: `file://${shop.repo.path}`, adopted: shop.adopted };
}

it('a fresh clone proves what landed exact, disjoint and textual, once the ledger is fetched; without it nothing', async () => {
  const { url, adopted } = await server();
  const clone = join(newFolder(), 'clone');
  git('/', 'clone', '-q', url, clone);
  expect(await verifyAt(clone)).toMatchObject({ verified: false, landings: [{ status: 'unverifiable', failures: [{ code: 'ledger-absent', mend: expect.stringContaining('refs/countersign/*') }] }] });
  git(clone, ...fetchLedger);
  const { verified, landings } = await verifyAt(clone, `${adopted}..main`);
  expect(landings.map(({ subject, status, carriedBy }) => [subject, status, carriedBy])).toEqual([
    ['Land exact', 'verified', 'exact'],
    ['Move', 'verified', null],
    ['Land disjoint', 'verified', 'disjoint'],
    ['Move', 'verified', null],
    ['Land textual', 'verified', 'textual'],
  ]);
  expect(verified).toBe(true);
});

it('a clone without the kept heads proves what landed exact and disjoint, and says what textual lacks', async () => {
  const { url, adopted } = await server();
  const clone = join(newFolder(), 'clone');
  git('/', 'clone', '-q', url, clone);
  git(clone, 'fetch', '-q', 'origin', 'refs/countersign/ledger:refs/countersign/ledger');
  const { landings } = await verifyAt(clone, `${adopted}..main`);
  expect(landings.map(({ subject, status, failures }) => [subject, status, failures[0]?.code])).toEqual([
    ['Land exact', 'verified', undefined],
    ['Move', 'verified', undefined],
    ['Land disjoint', 'verified', undefined],
    ['Move', 'verified', undefined],
    ['Land textual', 'unverifiable', 'object-missing'],
  ]);
});

it('a clone of depth 1 says what is missing, and the command that brings it', async () => {
  const { url } = await server();
  const clone = join(newFolder(), 'clone');
  git('/', 'clone', '-q', '--depth', '1', url, clone);
  git(clone, ...fetchLedger, '--depth', '1');
  expect(await verifyAt(clone)).toMatchObject({ verified: false, landings: [{ status: 'unverifiable', failures: [{ code: 'history-shallow', mend: 'git fetch --unshallow' }] }] });
  git(clone, 'fetch', '-q', '--unshallow');
  git(clone, ...fetchLedger);
  expect(await verifyAt(clone)).toMatchObject({ verified: true });
});

it('a partial clone says which files of the ledger it left out, and the command that brings them', async () => {
  const { url } = await server();
  git(url.slice('file://'.length), 'config', 'uploadpack.allowFilter', 'true');
  const clone = join(newFolder(), 'clone');
  git('/', 'clone', '-q', '--filter=blob:none', url, clone);
  git(clone, ...fetchLedger);
  const refetch = ['fetch', '-q', '--refetch', '--no-filter', 'origin', '+refs/countersign/*:refs/countersign/*'];
  expect(await verifyAt(clone)).toMatchObject({ verified: false, landings: [{ status: 'unverifiable', failures: [{ code: 'object-missing', mend: `git fetch --refetch --no-filter origin '+refs/countersign/*:refs/countersign/*'` }] }] });
  git(clone, ...refetch);
  git(clone, 'fetch', '-q', '--refetch', '--no-filter');
  expect(await verifyAt(clone)).toMatchObject({ verified: true });
});

it('a clone that lacks even the policy says so of each landing', async () => {
  const { url, adopted } = await server();
  git(url.slice('file://'.length), 'config', 'uploadpack.allowFilter', 'true');
  const clone = join(newFolder(), 'clone');
  git('/', 'clone', '-q', '--no-checkout', '--filter=blob:none', url, clone);
  git(clone, 'fetch', '-q', '--no-filter', 'origin', 'refs/countersign/ledger:refs/countersign/ledger');
  const { verified, landings } = await verifyAt(clone, `${adopted}..main`);
  expect([verified, landings.length]).toEqual([false, 5]);
  for (const { status, failures } of landings) expect([status, failures]).toEqual(['unverifiable', [expect.objectContaining({ code: 'object-missing', mend: 'git fetch --refetch --no-filter' })]]);
});

it('what was purged leaves those landings open that take it, and says what could bring it back', async () => {
  const { url, adopted } = await server();
  const clone = join(newFolder(), 'clone');
  git('/', 'clone', '-q', url, clone);
  git(clone, ...fetchLedger);
  const purged = git(clone, 'rev-parse', `${adopted}:shop/total.ts`);
  const packs = join(clone, '.git/objects/pack');
  const packed = readdirSync(packs).filter((name) => name.endsWith('.pack')).map((name) => readFileSync(join(packs, name)));
  rmSync(packs, { recursive: true });
  for (const input of packed) execFileSync('git', ['unpack-objects', '-q'], { cwd: clone, input });
  rmSync(join(clone, '.git/objects', purged.slice(0, 2), purged.slice(2)));
  const { verified, landings } = await verifyAt(clone, `${adopted}..main`);
  expect(verified).toBe(false);
  expect(landings.map(({ subject, status, failures }) => [subject, status, failures[0]?.code, failures[0]?.mend?.slice(0, 19)])).toEqual([
    ['Land exact', 'verified', undefined, undefined],
    ['Move', 'verified', undefined, undefined],
    ['Land disjoint', 'verified', undefined, undefined],
    ['Move', 'unverifiable', 'object-missing', 'git fetch --refetch'],
    ['Land textual', 'unverifiable', 'object-missing', 'git fetch origin \'+'],
  ]);
});

it('what a build step plants in a clone changes nothing', async () => {
  const { url, adopted } = await server();
  const clone = join(newFolder(), 'clone');
  git('/', 'clone', '-q', url, clone);
  git(clone, ...fetchLedger);
  const before = await verifyAt(clone, `${adopted}..main`, { now: later });
  git(clone, 'config', 'merge.default', 'union');
  git(clone, 'config', 'merge.evil.driver', 'touch %A.planted; true');
  git(clone, 'config', 'core.attributesFile', join(clone, 'evil'));
  writeFileSync(join(clone, 'evil'), '* merge=evil -diff\n');
  writeFileSync(join(clone, '.git', 'info', 'attributes'), '* merge=evil -diff\n');
  git(clone, 'tag', 'refs/heads/main', adopted);
  git(clone, 'replace', git(clone, 'rev-parse', 'HEAD'), adopted);
  expect(await verifyAt(clone, `${adopted}..main`, { now: later })).toEqual(before);
});

it('where a commit on the way is missing, nothing is verified of what is left of the range', async () => {
  const shop = await SignedShop.make();
  const land = (text: string) => shop.repo.write('docs/shop.md', text).commit('Document it\n\nAssisted-by: none\n');
  land('One.\n');
  const lost = land('Two.\n');
  land('Three.\n');
  // With it git knows the way past what is missing, and gives what comes before it.
  shop.repo.git('commit-graph', 'write', '--reachable');
  rmSync(join(shop.repo.path, '.git/objects', lost.slice(0, 2), lost.slice(2)));
  await expect(verifyAt(shop.repo.path, `${shop.adopted}..main`)).rejects.toMatchObject({ code: 'object-missing', message: expect.stringContaining('the history ends after 1 commit') });
});
