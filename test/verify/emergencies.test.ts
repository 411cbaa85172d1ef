import { randomBytes } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { formatInstant } from '../../src/core/values/index.ts';
import { removeFolders } from '../git/built-repository.ts';
import { softSecurityKey } from '../keys/index.ts';
import { later, lines, repositoryId, shopPolicy, SignedShop } from './signed-shop.ts';

afterAll(removeFolders);

const day = 86_400;

/** A change landed by a squash at `later`, as a gate witnessed, under what Ana and Li said before. */
async function landed(policy: string, say: (shop: SignedShop, base: string, head: string) => Promise<unknown>) {
  const shop = await SignedShop.make({ policy, keys: { ana: softSecurityKey(), li: softSecurityKey() } });
  shop.repo.git('switch', '-q', '-c', 'topic', 'main');
  const head = shop.repo.write('shop/cart.ts', `${lines('cart', 12)}// more\n`).commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');
  await say(shop, shop.adopted, head);
  shop.repo.git('switch', '-q', 'main');
  shop.repo.git('merge', '-q', '--ff-only', 'topic');
  await shop.record('landing', 'ci', {
    repository: repositoryId, objectFormat: 'sha1', gate: 'ci', target: 'refs/heads/main', from: shop.adopted, to: head,
    landed: [{ commit: head, signOffs: [], test: null, override: false }], gitVersion: '2.39.5', nonce: nonce(), signedAt: formatInstant(later), ledger: null,
  });
  return { shop, head };
}

const nonce = () => randomBytes(16).toString('hex');
const overridable = shopPolicy.replace('otherwise:', 'override: { by: { level: senior, count: 2 }, reason: required, review-within: 3d }\notherwise:');

async function override(shop: SignedShop, who: string, base: string, head: string): Promise<void> {
  const change = await shop.change(base, head);
  await shop.record('override', who, {
    repository: repositoryId, objectFormat: 'sha1', target: change.target, base: change.base, head: change.head, change: { digest: change.digest, entries: 1 },
    person: { id: who, level: 'senior' }, reason: 'checkout is down', nonce: nonce(), signedAt: formatInstant(later - 600), expiresAt: formatInstant(later + 600), ledger: null,
  }, { change, keep: [head] });
}

it('an override is a pass of its own, until its after-review is overdue', async () => {
  const { shop, head } = await landed(overridable, async (there, base, tip) => {
    await override(there, 'ana', base, tip);
    await override(there, 'li', base, tip);
  });
  expect(await shop.verify(null, { now: later + day })).toMatchObject({ verified: true, landings: [{ status: 'overridden', failures: [], landedAt: later }] });
  expect(await shop.verify(null, { now: later + 4 * day })).toMatchObject({ verified: false, landings: [{ status: 'overridden', failures: [{ code: 'after-review-overdue' }] }] });
  const change = await shop.change(shop.adopted, head);
  await shop.record('after-review', 'mina', {
    repository: repositoryId, target: 'refs/heads/main', landing: { commit: head, change: change.digest }, person: { id: 'mina', level: 'mid' }, verdict: 'accept', comment: 'fine', nonce: nonce(), signedAt: formatInstant(later + 4 * day), ledger: null,
  });
  expect(await shop.verify(null, { now: later + 4 * day })).toMatchObject({ verified: true, landings: [{ status: 'overridden', failures: [] }] });
});

it('an override by one where two are asked is none', async () => {
  const { shop } = await landed(overridable, (there, base, head) => override(there, 'ana', base, head));
  expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending' }] });
});

it('an override lets in once, also where no gate records what landed', async () => {
  const shop = await SignedShop.make({ policy: overridable, keys: { ana: softSecurityKey(), li: softSecurityKey() } });
  const { repo } = shop;
  const more = (message: string) => repo.write('shop/cart.ts', `${lines('cart', 12)}// more\n`).commit(`${message}\n\nAssisted-by: Copilot:gpt-5.2\n`);
  const head = more('Add more');
  await override(shop, 'ana', shop.adopted, head);
  await override(shop, 'li', shop.adopted, head);
  expect(await shop.verify()).toMatchObject({ landings: [{ status: 'overridden' }] });
  repo.write('shop/cart.ts', lines('cart', 12)).commit('Take it back\n\nAssisted-by: none\n');
  const again = more('Add more');
  const { landings } = await shop.verify(again);
  expect(landings).toMatchObject([{ commit: again, status: 'pending' }]);
  expect(landings[0]!.judgement?.decision.root.children.find(({ rule }) => rule === 'override')?.setAside).toMatchObject([{ because: 'used already: an override opens once' }, { because: 'used already: an override opens once' }]);
  expect(await shop.verify(head)).toMatchObject({ landings: [{ status: 'overridden' }] });
});

it('what was signed after a gate had let it in did not let it in', async () => {
  const { shop, head } = await landed(shopPolicy, async () => undefined);
  await shop.sign('ana', shop.adopted, head);
  expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending', signOffs: [], landedAt: later }] });
});

it("a sign-off is held against the gate's clock, and against none where no gate was there", async () => {
  const expiring = shopPolicy.replace('otherwise:', 'expire: { sign-off: 30d }\notherwise:');
  const old = { signedAt: formatInstant(later - 40 * day) };
  const { shop } = await landed(expiring, (there, base, head) => there.sign('ana', base, head, old));
  expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'pending' }] });
  const unwitnessed = await SignedShop.make({ policy: expiring });
  const head = unwitnessed.repo.write('shop/cart.ts', `${lines('cart', 12)}// more\n`).commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');
  await unwitnessed.sign('ana', unwitnessed.adopted, head, old);
  const { verified, landings } = await unwitnessed.verify();
  expect(verified).toBe(true);
  expect(landings[0]!.steps).toContainEqual(expect.objectContaining({ step: 'time', outcome: 'noted' }));
});
