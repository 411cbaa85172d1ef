import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { removeFolders } from '../git/built-repository.ts';
import { formatInstant } from '../../src/core/values/index.ts';
import { later, lines, repositoryId, shopPolicy, SignedShop } from './signed-shop.ts';

afterAll(removeFolders);

const ai = '\n\nAssisted-by: Copilot:gpt-5.2\n';
const byHand = '\n\nAssisted-by: none\n';

/** Changes that may be carried over anything that merges cleanly. */
const lenient = shopPolicy.replace('tier: high', 'tier: low').replace('otherwise:', 'carry: { low: textual }\notherwise:');

/** A series of commits on a branch, and its head. */
function series(shop: SignedShop, name: string, from: string, steps: Readonly<Record<string, string>>[]): string {
  shop.repo.git('switch', '-q', '-c', name, from);
  for (const [n, files] of steps.entries()) {
    for (const [path, text] of Object.entries(files)) shop.repo.write(path, text);
    shop.repo.commit(`Step ${n + 1} of ${name}${ai}`);
  }
  return shop.repo.git('rev-parse', 'HEAD');
}

/** Lands something by hand on main that nobody has to sign. */
function move(shop: SignedShop, path: string, text: string): string {
  shop.repo.git('switch', '-q', 'main');
  return shop.repo.write(path, text).commit(`Move ${path}${byHand}`);
}

function squash(shop: SignedShop, ...names: string[]): string {
  shop.repo.git('switch', '-q', 'main');
  for (const name of names) shop.repo.git('merge', '-q', '--squash', name);
  return shop.repo.commit('Land it');
}

const top = (text: string) => `// first line\n${text}`;
const bottom = (text: string) => `${text}// last line\n`;

describe('a sign-off covers what it was given for after main moved', () => {
  it('elsewhere: disjoint', async () => {
    const shop = await SignedShop.make();
    const head = series(shop, 'topic', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]);
    await shop.sign('ana', shop.adopted, head);
    move(shop, 'docs/shop.md', 'Moved.\n');
    squash(shop, 'topic');
    expect(await shop.verify()).toMatchObject({ verified: true, landings: [{ status: 'verified', carriedBy: 'disjoint', signOffs: [{ person: 'ana', test: 'disjoint' }] }] });
  });

  it('in the same file: textual where the policy lets it, and not elsewhere', async () => {
    const outcomes = [];
    for (const policy of [lenient, shopPolicy]) {
      const shop = await SignedShop.make({ policy });
      const head = series(shop, 'topic', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]);
      await shop.sign('ana', shop.adopted, head);
      move(shop, 'shop/cart.ts', top(lines('cart', 12)));
      squash(shop, 'topic');
      const { verified, landings } = await shop.verify();
      outcomes.push([verified, landings[0]!.status, landings[0]!.carriedBy]);
    }
    expect(outcomes).toEqual([[true, 'verified', 'textual'], [false, 'pending', null]]);
  });

  it('in the same file, with the answers its authors gave: a squash that says nothing has nobody to ask', async () => {
    const shop = await SignedShop.make({ policy: lenient });
    shop.repo.git('switch', '-q', '-c', 'topic', 'main');
    const head = shop.repo.write('shop/cart.ts', bottom(lines('cart', 12))).commit(`By hand${byHand}`);
    await shop.sign('ana', shop.adopted, head);
    move(shop, 'shop/cart.ts', top(lines('cart', 12)));
    squash(shop, 'topic');
    expect(await shop.verify()).toMatchObject({ verified: true, landings: [{ carriedBy: 'textual' }] });
  });

  it('as commits rebased one by one, judged as the one change it was', async () => {
    const shop = await SignedShop.make();
    const head = series(shop, 'topic', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }, { 'shop/total.ts': bottom(lines('total', 12)) }]);
    await shop.sign('ana', shop.adopted, head);
    const moved = move(shop, 'docs/shop.md', 'Moved.\n');
    shop.repo.git('switch', '-q', 'topic');
    shop.repo.git('rebase', '-q', 'main');
    shop.repo.git('switch', '-q', 'main');
    shop.repo.git('merge', '-q', '--ff-only', 'topic');
    const { verified, landings } = await shop.verify(`${moved}..main`);
    expect(landings).toMatchObject([{ status: 'verified', carriedBy: 'disjoint', subject: 'Step 1 of topic' }, { status: 'verified', carriedBy: 'disjoint', subject: 'Step 2 of topic' }]);
    expect(verified).toBe(true);
  });

  it('together with another in one landing: each for its own part', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, series(shop, 'one', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]));
    await shop.sign('li', shop.adopted, series(shop, 'two', 'main', [{ 'shop/total.ts': bottom(lines('total', 12)) }]));
    shop.repo.git('switch', '-q', '-c', 'queue', 'main');
    shop.repo.git('merge', '-q', '--no-ff', '-m', 'One', 'one');
    shop.repo.git('merge', '-q', '--no-ff', '-m', 'Two', 'two');
    squash(shop, 'queue');
    const { landings } = await shop.verify();
    expect(landings).toMatchObject([{ status: 'verified', signOffs: [{ person: 'ana' }, { person: 'li' }] }]);
  });

  it('together with another that nobody signed: not', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, series(shop, 'one', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]));
    series(shop, 'two', 'main', [{ 'shop/total.ts': bottom(lines('total', 12)) }]);
    shop.repo.git('switch', '-q', '-c', 'queue', 'main');
    shop.repo.git('merge', '-q', '--no-ff', '-m', 'One', 'one');
    shop.repo.git('merge', '-q', '--no-ff', '-m', 'Two', 'two');
    squash(shop, 'queue');
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending', signOffs: [] }] });
  });

  it('on top of a lower part that was squashed', async () => {
    const shop = await SignedShop.make();
    const lower = series(shop, 'lower', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]);
    await shop.sign('ana', shop.adopted, lower);
    const upper = series(shop, 'upper', 'lower', [{ 'shop/total.ts': bottom(lines('total', 12)) }]);
    await shop.sign('li', lower, upper);
    squash(shop, 'lower');
    shop.repo.git('switch', '-q', 'main');
    shop.repo.write('shop/total.ts', bottom(lines('total', 12))).commit('Land the upper part');
    const { verified, landings } = await shop.verify(`${shop.adopted}..main`);
    expect(landings).toMatchObject([{ status: 'verified', signOffs: [{ person: 'ana' }] }, { status: 'verified', signOffs: [{ person: 'li' }] }]);
    expect(verified).toBe(true);
  });
});

it('somebody who rejected it and has left since is still heard', async () => {
  const shop = await SignedShop.make();
  const head = series(shop, 'topic', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]);
  await shop.sign('mina', shop.adopted, head, { verdict: 'reject' });
  shop.repo.git('switch', '-q', 'main');
  const left = shop.writeRules(['mina']).repo.commit(`Mina leaves${byHand}`);
  await shop.sign('ana', left, (shop.repo.git('switch', '-q', 'topic'), shop.repo.git('rebase', '-q', 'main'), shop.repo.git('rev-parse', 'HEAD')));
  squash(shop, 'topic');
  expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'refused' }] });
});

describe('a sign-off covers nothing else', () => {
  it('such as what an incident took out, landed again', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, series(shop, 'topic', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]));
    const landed = squash(shop, 'topic');
    shop.repo.git('revert', '--no-edit', landed);
    shop.repo.git('cherry-pick', landed);
    const { landings } = await shop.verify();
    expect(landings).toMatchObject([{ status: 'pending', signOffs: [], failures: [{ code: 'not-covered' }, { code: 'pending' }] }]);
    expect(await shop.verify(landed)).toMatchObject({ verified: true });
  });

  it('such as half of it, or the same on an older base', async () => {
    const shop = await SignedShop.make();
    const head = series(shop, 'topic', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)), 'shop/total.ts': bottom(lines('total', 12)) }]);
    await shop.sign('ana', shop.adopted, head);
    shop.repo.git('switch', '-q', 'main');
    shop.repo.write('shop/cart.ts', bottom(lines('cart', 12))).commit(`Half${ai}`);
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending', signOffs: [] }] });
  });

  it('such as a merge that says more than its sides', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, series(shop, 'topic', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]));
    move(shop, 'docs/shop.md', 'Moved.\n');
    shop.repo.git('merge', '-q', '--no-ff', '--no-commit', 'topic');
    shop.repo.write('shop/total.ts', bottom(lines('total', 12))).commit(`Merge${ai}`);
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending', signOffs: [] }] });
  });

  it('once its signer took it back, or somebody rejected it', async () => {
    const shop = await SignedShop.make();
    const head = series(shop, 'topic', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]);
    await shop.sign('ana', shop.adopted, head);
    await shop.sign('mina', shop.adopted, head, { verdict: 'reject' });
    squash(shop, 'topic');
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'refused', failures: [{ code: 'refused' }] }] });
    await shop.sign('mina', shop.adopted, head, { verdict: 'withdraw' });
    expect(await shop.verify()).toMatchObject({ verified: true });
    await shop.sign('ana', shop.adopted, head, { verdict: 'withdraw' });
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending' }] });
  });
});

describe('a sign-off that names a further branch', () => {
  const release = 'refs/heads/release';
  const common = { repository: repositoryId, objectFormat: 'sha1' as const, nonce: '0'.repeat(32), signedAt: formatInstant(later), ledger: null };

  /** Signed for both, landed on main and picked to release, in this order with a revert on main; what gates record as they do. */
  async function picked(order: readonly ('main' | 'revert' | 'release')[], gate: 'ci' | 'mina' = 'ci') {
    const shop = await SignedShop.make({ policy: shopPolicy.replace('[refs/heads/main]', `[refs/heads/main, ${release}]`) });
    shop.repo.git('branch', 'release');
    const digest = (path: string) => createHash('sha256').update(`${shop.repo.git('show', `${shop.adopted}:${path}`)}\n`).digest('hex');
    await shop.record('adoption', 'root', { ...common, gate: null, target: release, commit: shop.adopted, policy: digest('.countersign/policy.yaml'), people: digest('.countersign/people.yaml') });
    const head = series(shop, 'topic', 'main', [{ 'shop/cart.ts': bottom(lines('cart', 12)) }]);
    await shop.sign('ana', shop.adopted, head, { alsoFor: [release] });
    for (const act of order) {
      const branch = act === 'release' ? act : 'main';
      shop.repo.git('switch', '-q', branch);
      const from = shop.repo.git('rev-parse', 'HEAD');
      shop.repo.git(...(act === 'revert' ? ['revert', '--no-commit', 'HEAD'] : ['merge', '-q', '--squash', 'topic']));
      const to = shop.repo.commit(act === 'revert' ? `Take it back${byHand}` : 'Land it');
      await shop.record('landing', act === 'release' ? 'ci' : gate, { ...common, gate: act === 'release' ? 'ci' : gate, target: `refs/heads/${branch}`, from, to, landed: [{ commit: to, signOffs: [], test: null, override: false }], gitVersion: '2.39.5' });
    }
    const { landings } = await shop.verify('release', { target: 'release' });
    return [landings[0]!.status, landings[0]!.carriedBy, landings[0]!.failures[0]?.sentence];
  }

  it('covers what was picked there, also once the first branch has taken it back', async () => {
    expect(await picked(['main', 'release'])).toEqual(['verified', 'exact', undefined]);
    expect(await picked(['main', 'release', 'revert'])).toEqual(['verified', 'exact', undefined]);
  });

  it('covers nothing that was picked after that, nor before it landed there', async () => {
    expect(await picked(['main', 'revert', 'release'])).toEqual(['pending', null, expect.stringContaining('was taken back on `refs/heads/main`')]);
    expect(await picked(['release'])).toEqual(['pending', null, expect.stringContaining('has not landed on `refs/heads/main`')]);
  });

  it('asks the branch as it stands now where who spoke of it last is no gate', async () => {
    expect(await picked(['main', 'release', 'revert'], 'mina')).toEqual(['pending', null, expect.stringContaining('was taken back on `refs/heads/main`')]);
  });
});
