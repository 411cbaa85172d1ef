import { afterAll, describe, expect, it } from 'vitest';
import { judgePush } from '../../src/workflows/receiving/judge-push.ts';
import { removeFolders } from '../git/built-repository.ts';
import { later, lines, SignedShop } from '../verify/signed-shop.ts';

afterAll(removeFolders);

const main = 'refs/heads/main';

/** What is said of a push of main from one commit to another. */
async function judged(shop: SignedShop, before: string | null, after: string | null): Promise<{ readonly outcome: string; readonly because: string | null }> {
  const [verdict] = await shop.within((ports) => judgePush(ports, { refs: [{ ref: main, before, after }], cited: [], now: later }));
  return { outcome: verdict!.outcome, because: verdict!.because };
}

/** A change of the shop that an AI helped with, on a branch; main stays where it was. */
function assisted(shop: SignedShop, message = 'Add more'): string {
  shop.repo.git('switch', '-q', '-c', 'topic', 'main');
  return shop.repo.write('shop/cart.ts', `${lines('cart', 12)}export const more = 1;\n`).commit(`${message}\n\nAssisted-by: Copilot:gpt-5.2\n`);
}

describe('a push to a protected branch', () => {
  it('is let in where what it brings is signed', async () => {
    const shop = await SignedShop.make();
    const head = assisted(shop);
    await shop.sign('ana', shop.adopted, head);
    expect(await judged(shop, shop.adopted, head)).toEqual({ outcome: 'passed', because: null });
  });

  it('is refused where nobody signed what it brings', async () => {
    const shop = await SignedShop.make();
    expect(await judged(shop, shop.adopted, assisted(shop))).toMatchObject({ outcome: 'refused', because: expect.stringContaining('needs a senior') });
  });

  it('is refused where it takes away what had landed', async () => {
    const shop = await SignedShop.make();
    const tip = shop.repo.write('docs/shop.md', 'More of the shop.\n').commit('Say more\n\nAssisted-by: none\n');
    shop.repo.git('switch', '-q', '-c', 'old', shop.adopted);
    const other = shop.repo.write('docs/shop.md', 'Less of the shop.\n').commit('Say less\n\nAssisted-by: none\n');
    expect(await judged(shop, tip, other)).toMatchObject({ outcome: 'refused', because: expect.stringContaining('out of the history of main') });
    expect(await judged(shop, tip, null)).toMatchObject({ outcome: 'refused', because: 'a protected branch is not deleted' });
  });

  it('is refused where its first parents do not lead to what had landed', async () => {
    const shop = await SignedShop.make();
    const tip = shop.repo.write('docs/shop.md', 'More of the shop.\n').commit('Say more\n\nAssisted-by: none\n');
    shop.repo.git('switch', '-q', '-c', 'side', shop.adopted);
    shop.repo.write('docs/side.md', 'Aside.\n').commit('Say aside\n\nAssisted-by: none\n');
    shop.repo.git('merge', '-q', '--no-ff', '-m', 'Merge main', 'main');
    expect(await judged(shop, tip, shop.repo.git('rev-parse', 'HEAD'))).toMatchObject({ outcome: 'refused', because: expect.stringContaining('a side branch') });
  });
});
