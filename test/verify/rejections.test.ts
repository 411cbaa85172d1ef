import { afterAll, expect, it } from 'vitest';
import { judgePush } from '../../src/workflows/receiving/judge-push.ts';
import { removeFolders } from '../git/built-repository.ts';
import { later, lines, SignedShop } from './signed-shop.ts';

afterAll(removeFolders);

const change = (shop: SignedShop, text: string) => shop.repo.write('shop/cart.ts', `${lines('cart', 12)}${text}`).commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');

/** Rejected by Ana, amended, approved by Li; the amended head. */
async function amended(): Promise<{ readonly shop: SignedShop; readonly rejected: string; readonly head: string }> {
  const shop = await SignedShop.make();
  shop.repo.git('switch', '-q', '-c', 'topic', 'main');
  const rejected = change(shop, '// one\n');
  await shop.sign('ana', shop.adopted, rejected, { verdict: 'reject' });
  shop.repo.git('reset', '-q', '--hard', 'main');
  const head = change(shop, '// two\n');
  await shop.sign('li', shop.adopted, head);
  return { shop, rejected, head };
}

const push = (shop: SignedShop, after: string) => shop.within((ports) => judgePush(ports, { refs: [{ ref: 'refs/heads/main', before: shop.adopted, after }], cited: [], now: later }));

it('amending what was rejected takes no rejection away, at the gate and afterwards, until it is withdrawn', async () => {
  const { shop, rejected, head } = await amended();
  expect(await push(shop, head)).toMatchObject([{ outcome: 'refused', because: expect.stringContaining('Ana rejected it') as string }]);
  shop.repo.git('switch', '-q', 'main');
  shop.repo.git('merge', '-q', '--squash', 'topic');
  shop.repo.commit('Add more (#1)\n\nAssisted-by: Copilot:gpt-5.2\n');
  expect(await shop.verify()).toMatchObject({ verified: false, landings: [{ status: 'refused' }] });
  await shop.sign('ana', shop.adopted, rejected, { verdict: 'withdraw' });
  expect(await shop.verify()).toMatchObject({ verified: true, landings: [{ status: 'verified' }] });
});

it('what is rejected later, of the same hands at the same file, changes nothing that had landed', async () => {
  const shop = await SignedShop.make();
  const head = change(shop, '// one\n');
  await shop.sign('li', shop.adopted, head);
  shop.repo.git('switch', '-q', '-c', 'topic', 'main');
  await shop.sign('ana', head, change(shop, '// two\n'), { verdict: 'reject' });
  shop.repo.git('switch', '-q', 'main');
  expect(await shop.verify()).toMatchObject({ verified: true, landings: [{ status: 'verified' }] });
});
