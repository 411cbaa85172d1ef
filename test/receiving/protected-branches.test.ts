import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
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

const main = 'refs/heads/main';
const tip = (shop: GatedShop, ref: string) => git(shop.origin, 'rev-parse', ref);

describe('which branches are protected', () => {
  const naming = (...names: string[]) => (text: string) => text.replace('[refs/heads/main]', `[${['main', ...names].map((name) => `refs/heads/${name}`).join(', ')}]`);

  test('a branch from before there was a policy is protected where the default branch says so', () => {
    const shop = shopOf({ policy: naming('old') });
    const begin = git(shop.repo, 'commit-tree', git(shop.repo, 'mktree'), '-m', 'Before any policy');
    git(shop.repo, 'switch', '--quiet', '--create', 'old', begin);
    // As it was on the server before anybody gated it.
    git(shop.origin, 'fetch', '--quiet', shop.repo, 'old:refs/heads/old');
    commitFiles(shop.repo, 'Evil', { 'shop/evil.ts': 'evil\n' });
    const { status, words } = shop.git('push', 'origin', 'old');
    expect([status, words]).toEqual([1, expect.stringContaining('refused refs/heads/old: old is protected and has no policy at')]);
    expect(words).toContain('who runs this server can begin it anew at a commit that has the policy, and the root then adopts it: countersign adopt --target old');
    expect(tip(shop, 'refs/heads/old')).toBe(begin);
  });

  test('such a branch may be brought to what has landed, and is told of that', () => {
    const shop = shopOf({ policy: naming('old') });
    const [base, landed] = [git(shop.repo, 'commit-tree', git(shop.repo, 'mktree'), '-m', 'Before any policy'), tip(shop, main)];
    const grown = git(shop.repo, 'commit-tree', `${landed}^{tree}`, '-p', base, '-m', 'All at once');
    git(shop.origin, 'fetch', '--quiet', shop.repo, `${grown}:refs/heads/keep`, `${base}:refs/heads/old`);
    git(shop.origin, 'update-ref', main, grown);
    git(shop.repo, 'switch', '--quiet', '--create', 'old', base);
    commitFiles(shop.repo, 'Evil', { 'shop/evil.ts': 'evil\n' });
    expect(shop.git('push', 'origin', 'old').words).toContain('git push origin origin/main:old');
    expect(shop.git('push', 'origin', `${grown}:refs/heads/old`).words).toContain('is brought to ' + grown.slice(0, 7));
    expect(shop.git('push', 'origin', `${git(shop.repo, 'commit-tree', `${landed}^{tree}`, '-p', grown, '-m', 'More')}:refs/heads/old`).words).toContain('countersign adopt --target old');
  });

  test('where nothing is enforced yet, such a push is told and let in', () => {
    const shop = shopOf({ policy: (text) => naming('old')(text.replace('mode: enforce', 'mode: observe')) });
    git(shop.repo, 'switch', '--quiet', '--create', 'old', git(shop.repo, 'commit-tree', git(shop.repo, 'mktree'), '-m', 'Before any policy'));
    git(shop.origin, 'fetch', '--quiet', shop.repo, 'old:refs/heads/old');
    commitFiles(shop.repo, 'More', { 'shop/more.ts': 'more\n' });
    const { status, words } = shop.git('push', 'origin', 'old');
    expect([status, words]).toEqual([0, expect.stringContaining('would be refused refs/heads/old')]);
  });

  test('a name that the policy protects is not begun from before it', () => {
    const shop = shopOf({ policy: naming('later') });
    const begin = git(shop.repo, 'commit-tree', git(shop.repo, 'mktree'), '-m', 'Before any policy');
    expect(shop.git('push', 'origin', `${begin}:refs/heads/later`).words).toContain('is on no protected branch yet');
  });

  test('a HEAD that stands for a branch that is not there, or has no policy, opens nothing', () => {
    const shop = shopOf({ policy: naming('later') });
    const was = tip(shop, main);
    git(shop.origin, 'symbolic-ref', 'HEAD', 'refs/heads/master');
    expect(shop.git('push', 'origin', 'topic:main').words).toContain('refused refs/heads/main');
    expect(shop.git('push', 'origin', 'topic:refs/heads/later').words).toContain('is on no protected branch yet');
    const begin = git(shop.repo, 'commit-tree', git(shop.repo, 'mktree'), '-m', 'Without a policy');
    expect(shop.git('push', 'origin', `${begin}:refs/heads/master`).status).toBe(0);
    expect(shop.git('push', 'origin', 'topic:main').words).toContain('refused refs/heads/main');
    expect(tip(shop, main)).toBe(was);
  });

  test('where HEAD stands for nothing, a policy that names no branch protects the one it is on', () => {
    const shop = shopOf({ policy: (text) => text.replace('protected: [refs/heads/main]\n', '') });
    git(shop.origin, 'symbolic-ref', 'HEAD', 'refs/heads/master');
    expect(shop.git('push', 'origin', 'topic:main').words).toContain('refused refs/heads/main');
  });

  test('a default branch that is free to all cannot make another one free', () => {
    const shop = shopOf();
    const was = tip(shop, main);
    git(shop.origin, 'update-ref', 'refs/heads/develop', was);
    git(shop.origin, 'symbolic-ref', 'HEAD', 'refs/heads/develop');
    git(shop.repo, 'switch', '--quiet', '--create', 'develop', 'main');
    commitFiles(shop.repo, 'Protect only this', { '.countersign/policy.yaml': git(shop.repo, 'show', 'main:.countersign/policy.yaml').replace('heads/main', 'heads/develop') + '\n' });
    expect(shop.git('push', 'origin', 'develop').status).toBe(0);
    expect(shop.git('push', 'origin', 'topic:main').words).toContain('refused refs/heads/main');
    expect(shop.git('push', 'origin', ':main').words).toContain('a protected branch is not deleted');
    expect(tip(shop, main)).toBe(was);
  });
});

test('no trick with the name of a ref reaches a protected branch', () => {
  const shop = shopOf();
  const [was, topic] = [tip(shop, main), git(shop.repo, 'rev-parse', 'topic')];
  for (const ref of ['refs/heads/main/', 'refs/heads//main', 'refs/heads/./main', 'refs/heads/../heads/main', 'refs/Heads/main', 'refs/heads/ma\u0131n', 'HEAD', 'heads/main']) {
    rawPush(shop.repo, shop.origin, [{ ref, before: null, after: topic }]);
    expect([ref, tip(shop, main), git(shop.origin, 'symbolic-ref', 'HEAD')]).toEqual([ref, was, main]);
  }
  // Deleted and made again in one push, or with the deletion first.
  expect(rawPush(shop.repo, shop.origin, [{ ref: main, before: was, after: null }, { ref: main, before: null, after: topic }])).toContain('more than once');
  expect(shop.git('push', 'origin', 'topic:refs/tags/main').status).toBe(0);
  expect(shop.git('push', 'origin', 'topic:refs/heads/main').words).toContain('refused refs/heads/main');
  expect(tip(shop, main)).toBe(was);
});

test('a push into a namespace of git is another repository, and not let in', () => {
  const shop = shopOf();
  const { status, stderr } = spawnSync('git', ['push', `ext::git --namespace=other %s ${shop.origin}`, 'topic:main'], { cwd: shop.repo, encoding: 'utf8', env: { ...process.env, GIT_ALLOW_PROTOCOL: 'ext' } });
  expect(status).toBe(1);
  expect(stderr.replace(/\s+/g, ' ')).toContain('into a git namespace cannot be judged');
});

test('what landed on one protected branch lands on another only for sign-offs that say so', () => {
  const shop = shopOf({ policy: (text) => text.replace('[refs/heads/main]', '[refs/heads/main, refs/heads/release]') });
  expect(shop.git('push', 'origin', 'main:refs/heads/release').words).toContain('begins at');
  expect(shop.cs('adopt', '--target', 'release', '--key', shop.keys.root.path).status).toBe(0);
  shop.cs('declare', 'main..topic', '--intent', 'totals for the cart', '--key', shop.keys.bo.path, '--yes');
  expect([shop.sign('ana').status, shop.sign('tomas').status]).toEqual([0, 0]);
  expect(shop.git('push', 'origin', 'topic:main').words).toContain('let in refs/heads/main');
  const { status, words } = shop.git('push', 'origin', 'topic:release');
  expect([status, words]).toEqual([1, expect.stringContaining('refused refs/heads/release')]);
  expect(words).toContain('signed for `refs/heads/main`, not for `refs/heads/release`');
  expect(words).toMatch(/countersign sign [0-9a-f]{12}\.\.[0-9a-f]{12} --target release/);
});

test('a sign-off that names a further branch lets its change in there once it has landed on the first, and not before', () => {
  const shop = shopOf({ policy: (text) => text.replace('[refs/heads/main]', '[refs/heads/main, refs/heads/release]').replace(/ +- (?:checklist|review): .*\n/g, '').replace('change.assisted && change.tier >= high', 'change.tier > critical') });
  expect(shop.git('push', 'origin', 'main:refs/heads/release').status).toBe(0);
  expect(shop.cs('adopt', '--target', 'release', '--key', shop.keys.root.path).status).toBe(0);
  expect(shop.cs('sign', 'main..topic', '--approve', '--also-for', 'release', '--key', shop.keys.ana.path, '--yes').words).toContain('ledger');
  expect(shop.git('push', 'origin', 'topic:release').words).toContain('has not landed on `refs/heads/main`');
  expect(shop.git('push', 'origin', 'topic:main').words).toContain('let in refs/heads/main');
  expect(shop.git('push', 'origin', 'topic:release').words).toContain('let in refs/heads/release');
});

test('what anybody may push under refs/remotes is not the first branch of a sign-off', () => {
  const shop = shopOf({ policy: (text) => text.replace('[refs/heads/main]', '[refs/heads/main, refs/heads/next]').replace(/ +- (?:checklist|review): .*\n/g, '').replace('change.assisted && change.tier >= high', 'change.tier > critical') });
  git(shop.repo, 'branch', 'next', 'main');
  expect(shop.cs('sign', 'next..topic', '--target', 'next', '--approve', '--also-for', 'main', '--key', shop.keys.ana.path, '--yes').words).toContain('ledger');
  expect(shop.git('push', 'origin', 'topic:refs/remotes/origin/next').status).toBe(0);
  expect(shop.git('push', 'origin', 'topic:main').words).toContain('has not landed on `refs/heads/next`');
});
