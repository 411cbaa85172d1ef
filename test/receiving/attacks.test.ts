import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { commitFiles, git } from '../cli/bin.ts';
import { gatedShop, type GatedShop } from './gated-shop.ts';
import { rawPush } from './raw-push.ts';

const shops: GatedShop[] = [];
function shopOf(edit: Parameters<typeof gatedShop>[0] = {}): GatedShop {
  const shop = gatedShop(edit);
  shops.push(shop);
  return shop;
}
afterEach(() => shops.splice(0).forEach((shop) => shop.remove()));

const [ledger, main] = ['refs/countersign/ledger', 'refs/heads/main'];
const tip = (shop: GatedShop, ref: string) => git(shop.origin, 'rev-parse', ref);

test('a push that says it knew another ledger than there is cannot have it judged by one without the rejection', () => {
  const shop = shopOf();
  expect(shop.cs('declare', 'main..topic', '--intent', 'totals for the cart', '--key', shop.keys.bo.path, '--yes').status).toBe(0);
  expect(shop.sign('ana').status).toBe(0);
  expect(shop.sign('tomas').status).toBe(0);
  expect(shop.cs('sign', 'main..topic', '--reject', '--comment', 'no', '--key', shop.keys.li.path, '--yes').words).toContain('rejected by Li');
  const [was, topic] = [tip(shop, main), git(shop.repo, 'rev-parse', 'topic')];
  const answer = rawPush(shop.repo, shop.origin, [
    { ref: main, before: was, after: topic },
    { ref: ledger, before: null, after: git(shop.repo, 'rev-parse', `${ledger}~1`) },
  ]);
  expect(answer).toContain('this push was made for nothing');
  expect(tip(shop, main)).toBe(was);
});

test('another name for a protected branch is that branch', () => {
  const shop = shopOf();
  git(shop.origin, 'symbolic-ref', 'refs/heads/master', main);
  const was = tip(shop, main);
  expect(shop.git('push', 'origin', 'topic:master').words).toContain('refused refs/heads/main');
  expect(tip(shop, main)).toBe(was);
});

test('what looks like a remote branch in the repository pushed to is no protected branch', () => {
  const shop = shopOf({ policy: (text) => text.replace('[refs/heads/main]', '[refs/heads/main, refs/heads/one, refs/heads/two]') });
  shop.git('push', 'origin', 'topic:refs/remotes/origin/one');
  expect(shop.git('push', 'origin', 'topic:refs/heads/two').words).toContain('is on no protected branch yet');
});

test('a protected branch begins with what has landed on another', () => {
  const shop = shopOf({ policy: (text) => text.replace('[refs/heads/main]', '[refs/heads/main, refs/heads/one]') });
  expect(shop.git('push', 'origin', 'main:refs/heads/one').status).toBe(0);
});

const observing = (text: string) => text.replace('mode: enforce', 'mode: observe').replace('owners: [seniors]', 'owners: [seniors], mode: enforce');

test('where one area enforces, the policy that says so is not edited without the sign-offs it asks for', () => {
  const shop = shopOf({ policy: observing });
  git(shop.repo, 'switch', '--quiet', '--create', 'loose', 'main');
  const file = join(shop.repo, '.countersign/policy.yaml');
  writeFileSync(file, git(shop.repo, 'show', 'main:.countersign/policy.yaml').replace(', mode: enforce', '') + '\n');
  git(shop.repo, 'commit', '-qam', 'Loosen\n\nAssisted-by: Copilot:gpt-5.2\n');
  commitFiles(shop.repo, 'Use it\n\nAssisted-by: Copilot:gpt-5.2\n', { 'shop/cart.ts': 'export const cart = 666;\n' });
  expect(shop.git('push', 'origin', 'loose:main').words).toContain('refused refs/heads/main');
});

test('a policy that nobody can read is let in by no mode: nothing could be pushed after it', () => {
  const shop = shopOf({ policy: (text) => text.replace('mode: enforce', 'mode: observe') });
  git(shop.repo, 'switch', '--quiet', '--create', 'broken', 'main');
  commitFiles(shop.repo, 'Typing error', { '.countersign/policy.yaml': 'version: 1\nruls: []\n' });
  expect(shop.git('push', 'origin', 'broken:main').words).toContain('nothing could be pushed here any more');
  expect(shop.git('push', 'origin', 'topic:refs/heads/free').status).toBe(0);
  // Who has it there without the hook is told who can mend it.
  git(shop.origin, 'fetch', '--quiet', shop.repo, 'broken');
  git(shop.origin, 'update-ref', main, git(shop.repo, 'rev-parse', 'broken'));
  commitFiles(shop.repo, 'Mend it', { '.countersign/policy.yaml': 'version: 1\n' });
  expect(shop.git('push', 'origin', 'broken:main').words).toContain('it stands on main: whoever may push there mends it; where hooks guard it nothing is let in until who owns that repository does');
});

test('a name that only case tells from a protected one, or that stands in the way of the ledger, is not taken', () => {
  const shop = shopOf();
  expect(shop.git('push', 'origin', 'topic:refs/heads/Main').words).toContain('some file systems take it for refs/heads/main');
  expect(shop.git('push', 'origin', 'topic:refs/countersign/ledger/x').words).toContain('in the way of refs/countersign/ledger');
});

test('what cannot be read is not let in where an area enforces', () => {
  const shop = shopOf({ policy: observing });
  // A tree with the same name twice.
  git(shop.repo, 'switch', '--quiet', '--create', 'odd', 'main');
  const blob = git(shop.repo, 'rev-parse', 'main:shop/cart.ts');
  commitFiles(shop.repo, 'x', { 'shop/evil.ts': 'evil\n' });
  const evil = git(shop.repo, 'rev-parse', 'HEAD:shop/evil.ts');
  const raw = Buffer.concat([Buffer.from('100644 cart.ts\0'), Buffer.from(blob, 'hex'), Buffer.from('100644 cart.ts\0'), Buffer.from(evil, 'hex')]);
  writeFileSync(join(shop.repo, 'raw'), raw);
  const shopTree = git(shop.repo, 'hash-object', '-w', '-t', 'tree', '--literally', 'raw');
  rmSync(join(shop.repo, 'raw'));
  const config = git(shop.repo, 'rev-parse', 'main:.countersign');
  const top = Buffer.concat([Buffer.from('40000 .countersign\0'), Buffer.from(config, 'hex'), Buffer.from('40000 shop\0'), Buffer.from(shopTree, 'hex')]);
  writeFileSync(join(shop.repo, 'raw'), top);
  const tree = git(shop.repo, 'hash-object', '-w', '-t', 'tree', '--literally', 'raw');
  const commit = git(shop.repo, 'commit-tree', tree, '-p', 'main', '-m', 'Odd\n\nAssisted-by: Copilot:gpt-5.2\n');
  const was = tip(shop, main);
  expect(rawPush(shop.repo, shop.origin, [{ ref: main, before: was, after: commit }])).toContain('is damaged');
  expect(tip(shop, main)).toBe(was);
});

test('what the sign-offs of a push prove counts once they are here: git may take the branch without them', () => {
  const shop = shopOf();
  git(shop.repo, 'config', 'countersign.remote', '.');
  shop.cs('declare', 'main..topic', '--intent', 'totals for the cart', '--key', shop.keys.bo.path, '--yes');
  expect([shop.sign('ana').status, shop.sign('tomas').status]).toEqual([0, 0]);
  const was = tip(shop, main);
  const [ours, keep] = ['refs/countersign/ledger', 'refs/countersign/keep'];
  expect(shop.git('push', '--atomic', 'origin', 'topic:main', ours, keep).words).toContain('what signs it comes in the same push');
  expect(tip(shop, main)).toBe(was);
  expect(shop.git('push', '--atomic', 'origin', ours, keep).status).toBe(0);
  expect(shop.git('push', 'origin', 'topic:main').words).toContain('let in refs/heads/main');
});

test('what lands without what the policy asks, where nothing is enforced, is recorded as such', () => {
  const shop = shopOf({ policy: (text) => text.replace('mode: enforce', 'mode: observe') });
  const { status, words } = shop.git('push', 'origin', 'topic:main');
  expect([status, words]).toEqual([0, expect.stringContaining('would be refused refs/heads/main')]);
  expect(words).toContain('1 landing on refs/heads/main recorded at ledger entry 1, without what the policy asks');
});
