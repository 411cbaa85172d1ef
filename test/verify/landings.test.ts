import { afterAll, describe, expect, it } from 'vitest';
import { removeFolders } from '../git/built-repository.ts';
import { lines, SignedShop } from './signed-shop.ts';

afterAll(removeFolders);

/** A branch that an AI helped with, and its head. */
function assisted(shop: SignedShop, name = 'topic', file = 'shop/cart.ts'): string {
  shop.repo.git('switch', '-q', '-c', name, 'main');
  shop.repo.write(file, `${lines('cart', 12)}export const more = 1;\n`);
  return shop.repo.commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');
}

const landing = (shop: SignedShop) => shop.repo.git('rev-parse', 'main');

/** Ways a forge or a person lands a branch; each ends on main. */
const ways = {
  merge(shop: SignedShop, message = 'Merge') {
    shop.repo.git('switch', '-q', 'main');
    shop.repo.git('merge', '-q', '--no-ff', '-m', message, 'topic');
  },
  squash(shop: SignedShop, message = 'Add more') {
    shop.repo.git('switch', '-q', 'main');
    shop.repo.git('merge', '-q', '--squash', 'topic');
    shop.repo.commit(message);
  },
  'fast-forward'(shop: SignedShop) {
    shop.repo.git('switch', '-q', 'main');
    shop.repo.git('merge', '-q', '--ff-only', 'topic');
  },
};

describe('a landing', () => {
  it.each(Object.keys(ways) as (keyof typeof ways)[])('by %s is verified where a senior signed exactly it', async (way) => {
    const shop = await SignedShop.make();
    const head = assisted(shop);
    const entry = await shop.sign('ana', shop.adopted, head);
    ways[way](shop);
    const report = await shop.verify();
    expect(report.landings).toMatchObject([{ status: 'verified', carriedBy: 'exact', failures: [], signOffs: [{ person: 'ana', level: 'senior', strength: 'any', entry }] }]);
    expect(report).toMatchObject({ verified: true, target: 'refs/heads/main', adoption: { commit: shop.adopted, entry: 0 } });
  });

  it('is pending where nobody signed', async () => {
    const shop = await SignedShop.make();
    assisted(shop);
    ways.merge(shop);
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending', carriedBy: null, signOffs: [], failures: [{ code: 'pending' }] }] });
  });

  it('that nobody had to sign is verified without a sign-off', async () => {
    const shop = await SignedShop.make();
    shop.repo.write('docs/shop.md', 'More of the shop.\n').commit('Say more\n\nAssisted-by: none\n');
    expect(await shop.verify()).toMatchObject({ verified: true, landings: [{ status: 'verified', carriedBy: null, signOffs: [] }] });
  });

  it('with one byte more than was signed is not covered', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, assisted(shop));
    shop.repo.git('switch', '-q', 'main');
    shop.repo.git('merge', '-q', '--no-ff', '--no-commit', 'topic');
    shop.repo.write('shop/cart.ts', `${lines('cart', 12)}export const more = 12;\n`).commit('Merge');
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending', signOffs: [] }] });
  });

  it('by whoever signed it is still signed by them: pressing merge adds nothing', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, assisted(shop));
    shop.repo.git('switch', '-q', 'main');
    shop.repo.git('-c', 'user.name=Ana', 'merge', '-q', '--squash', 'topic');
    shop.repo.git('commit', '-q', '--author', 'Ana <ana@example.com>', '-m', 'Add more');
    expect(await shop.verify()).toMatchObject({ verified: true, landings: [{ signOffs: [{ person: 'ana' }] }] });
  });

  it('whose author signed it is not', async () => {
    const shop = await SignedShop.make();
    assisted(shop);
    shop.repo.git('commit', '-q', '--amend', '--no-edit', '--author', 'Ana <ana@example.com>');
    await shop.sign('ana', shop.adopted, shop.repo.git('rev-parse', 'HEAD'));
    ways.squash(shop);
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending', signOffs: [] }] });
  });

  it('keeps the traces of AI that its squash dropped', async () => {
    const shop = await SignedShop.make();
    assisted(shop);
    await shop.sign('mina', shop.adopted, shop.repo.git('rev-parse', 'HEAD'));
    ways.squash(shop, 'Add more\n\nAssisted-by: none\n');
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending' }] });
  });
});

describe('what was in force', () => {
  it('is what counts: a policy that asks more later leaves earlier landings verified', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, assisted(shop));
    ways.merge(shop);
    const signed = landing(shop);
    shop.repo.write('.countersign/policy.yaml', shop.policy.replace('level: senior', 'level: principal')).commit('Ask a principal\n\nAssisted-by: none\n');
    expect(await shop.verify(signed)).toMatchObject({ verified: true, landings: [{ commit: signed, status: 'verified' }] });
  });

  it('is what stood before it: a landing that asks less of itself is asked all the same', async () => {
    const shop = await SignedShop.make();
    shop.repo.git('switch', '-q', '-c', 'topic', 'main');
    shop.repo.write('.countersign/policy.yaml', shop.policy.replace('level: senior', 'level: mid').replace('owners: [ana, li]', 'owners: [ana, li, mina]'));
    const head = shop.repo.write('shop/cart.ts', `${lines('cart', 12)}export const more = 1;\n`).commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');
    await shop.sign('mina', shop.adopted, head);
    ways['fast-forward'](shop);
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending', failures: [{ sentence: 'needs a senior who owns shop' }] }] });
  });

  it('must be there: where the policy was taken away, nothing after it is verified', async () => {
    const shop = await SignedShop.make();
    shop.repo.git('rm', '-q', '.countersign/policy.yaml');
    const without = shop.repo.commit('Take the policy away\n\nAssisted-by: none\n');
    shop.repo.write('docs/shop.md', 'More of the shop.\n').commit('Say more\n\nAssisted-by: none\n');
    expect(await shop.verify(`${without}..main`)).toMatchObject({ verified: false, landings: [{ status: 'unverifiable', failures: [{ code: 'policy-invalid' }] }] });
  });

  it('names whose key it was: a key removed later still verifies what it signed before, and nothing after', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, assisted(shop));
    ways.merge(shop);
    const before = landing(shop);
    shop.writeRules(['ana']);
    const removed = shop.repo.commit('Ana leaves\n\nAssisted-by: none\n');
    await shop.sign('ana', removed, assisted(shop, 'second', 'shop/total.ts'));
    shop.repo.git('switch', '-q', 'main');
    shop.repo.git('merge', '-q', '--no-ff', '-m', 'Merge', 'second');
    const { landings } = await shop.verify(`${shop.adopted}..main`);
    expect(landings).toMatchObject([{ commit: before, status: 'verified' }, { commit: removed, status: 'verified' }, { status: 'pending', signOffs: [] }]);
  });

  it('begins with the adoption: what landed before it is ungoverned, which is no failure and no proof', async () => {
    const shop = await SignedShop.make();
    expect(await shop.verify(shop.adopted)).toMatchObject({ verified: false, landings: [{ status: 'ungoverned', failures: [] }] });
    await shop.sign('ana', shop.adopted, assisted(shop));
    ways.merge(shop);
    const before = shop.repo.git('rev-parse', shop.adopted);
    expect(await shop.verify(`${before}..main`)).toMatchObject({ verified: true });
  });

  it('stands on the root: another fingerprint than the one given verifies nothing', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, assisted(shop));
    ways.merge(shop);
    const { adoption } = await shop.verify();
    expect(await shop.verify(null, { root: adoption!.root })).toMatchObject({ verified: true });
    expect(await shop.verify(null, { root: `SHA256:${'A'.repeat(43)}` })).toMatchObject({ verified: false, landings: [{ status: 'unverifiable', failures: [{ code: 'root-mismatch' }] }] });
  });

  it('is not believed from an adoption that anybody else signed', async () => {
    const shop = await SignedShop.make();
    const forged = await SignedShop.make({ keys: { root: shop.keys['ana']! } });
    expect((await forged.verify(forged.adopted)).adoption).not.toBeNull();
    await shop.adopt(shop.adopted, 'ana');
    expect((await shop.verify(shop.adopted)).adoption).toMatchObject({ entry: 0 });
  });

  it('takes no key away by an adoption that neither a gate nor the root signed', async () => {
    const shop = await SignedShop.make();
    const without = shop.writeRules(['ana']).repo.commit('Take the key of Ana away\n\nAssisted-by: none\n');
    const again = shop.writeRules().repo.commit('Give it back\n\nAssisted-by: none\n');
    await shop.adopt(without, 'li', null);
    await shop.sign('ana', again, assisted(shop));
    ways.merge(shop);
    expect(await shop.verify()).toMatchObject({ verified: true, landings: [{ signOffs: [{ person: 'ana' }] }] });
  });
});

describe('the ledger', () => {
  it('that grew from a kept checkpoint is proven consistent with it; another one is not', async () => {
    const shop = await SignedShop.make();
    await shop.sign('ana', shop.adopted, assisted(shop));
    ways.merge(shop);
    const { ledger } = await shop.verify();
    await shop.sign('li', shop.adopted, shop.repo.git('rev-parse', 'topic'));
    const pin = { size: ledger!.size, root: ledger!.root };
    expect(await shop.verify(null, { since: pin })).toMatchObject({ verified: true });
    expect(await shop.verify(null, { since: { ...pin, root: '0'.repeat(64) } })).toMatchObject({ verified: false, landings: [{ status: 'unverifiable', failures: [{ code: 'ledger-inconsistent' }] }] });
    expect(await shop.verify(null, { since: { ...pin, size: 9 } })).toMatchObject({ verified: false, landings: [{ failures: [{ code: 'ledger-behind' }] }] });
  });

  it('never answers for an engine this one does not know', async () => {
    const shop = await SignedShop.make();
    const head = assisted(shop);
    const inputs = { digest: '0'.repeat(64), engine: 'countersign-9', policyAt: shop.adopted, at: '2023-11-16T02:00:00Z' };
    await shop.sign('ana', shop.adopted, head, { inputs });
    ways.merge(shop);
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'unverifiable', failures: [{ code: 'engine-unknown' }, { code: 'pending' }] }] });
    await shop.sign('li', shop.adopted, head);
    expect(await shop.verify()).toMatchObject({ verified: true, landings: [{ status: 'verified', signOffs: [{ person: 'li' }] }] });
  });

  it('of another repository, branch or base lets nothing in', async () => {
    const shop = await SignedShop.make();
    const head = assisted(shop);
    await shop.sign('ana', shop.adopted, head, { repository: 'f'.repeat(64) });
    await shop.sign('ana', shop.adopted, head, { target: 'refs/heads/release' });
    ways.merge(shop);
    expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending', signOffs: [] }] });
  });
});
