import { newFolder } from '../../git/built-repository.ts';
import { fileKey } from '../../keys/index.ts';
import { SignedShop } from '../../verify/signed-shop.ts';
import { detectedIf, type Row } from './row.ts';
import { topic } from './signed.ts';

const admin: Row['source'] = { threat: 'an administrator of the server forges a sign-off' };

/** What stands on `main` past every gate; a `verify` in any clone must not say it is verified, and must once Ana signed. */
function stands(id: string, act: string, forge: (shop: SignedShop, head: string) => Promise<unknown>, rest: Partial<Row> = {}): Row {
  return {
    id: `history/${id}`, actor: 'administrator', act, source: admin, expected: 'detected', ...rest,
    run: async () => {
      const shop = await SignedShop.make();
      const head = topic(shop);
      shop.keys['forger'] = fileKey(newFolder());
      await forge(shop, head);
      shop.repo.git('update-ref', 'refs/heads/main', 'topic');
      const { verified, landings } = await shop.verify();
      await shop.sign('li', shop.adopted, head);
      const sound = await shop.verify();
      return detectedIf(!verified && landings.at(-1)?.status !== 'verified' && sound.verified);
    },
  };
}

const asAna = { person: { id: 'ana', level: 'senior' } } as const;

/** What whoever owns the server can do past the hook, and what a clone then says. */
export const history: readonly Row[] = [
  stands('let-in', 'switches the hook off and lets a change in that nobody signed', async () => {}),
  stands('forged', 'forges a sign-off of Ana with a key of their own', (shop, head) => shop.sign('forger', shop.adopted, head, asAna)),
  stands('by-gate', 'signs as Ana with the key of the gate that the server holds', (shop, head) => shop.sign('ci', shop.adopted, head, asAna)),
  {
    id: 'history/dated-back', actor: 'administrator', act: 'dates a sign-off back to before its key was taken away', source: admin, expected: 'detected',
    run: async () => {
      const shop = await SignedShop.make();
      const without = shop.writeRules(['ana']).repo.commit('Ana leaves\n\nAssisted-by: none\n');
      await shop.adopt(without, 'ci');
      const again = shop.writeRules().repo.commit('Somebody brings her key back, unseen\n\nAssisted-by: none\n');
      shop.repo.git('update-ref', 'refs/heads/main', again);
      const head = topic(shop);
      await shop.sign('ana', again, head, { signedAt: '2023-11-10T00:00:00Z' });
      shop.repo.git('update-ref', 'refs/heads/main', 'topic');
      const { landings } = await shop.verify(`${again}..main`);
      await shop.sign('li', again, head);
      const sound = await shop.verify(`${again}..main`);
      return detectedIf(landings.at(-1)?.status === 'pending' && sound.verified);
    },
  },
  {
    id: 'history/other-root', actor: 'administrator', act: 'begins a history of their own with another root key', source: { threat: 'a false first trust' }, expected: 'detected',
    run: async () => {
      const [shop, theirs] = [await SignedShop.make(), await SignedShop.make({ keys: { root: fileKey(newFolder()) } })];
      const { adoption } = await shop.verify(shop.adopted);
      const head = topic(theirs);
      await theirs.sign('li', theirs.adopted, head);
      theirs.repo.git('update-ref', 'refs/heads/main', 'topic');
      const [blind, compared] = [await theirs.verify(), await theirs.verify(null, { root: adoption!.root })];
      return detectedIf(blind.verified && !compared.verified && compared.landings.at(-1)?.failures[0]?.code === 'root-mismatch');
    },
  },
  {
    id: 'history/rewritten', actor: 'administrator', act: 'rewrites what landed after it was recorded', source: { pitfall: 'race' }, expected: 'detected',
    run: async () => {
      const shop = await SignedShop.make();
      const head = topic(shop);
      await shop.sign('li', shop.adopted, head);
      shop.repo.git('update-ref', 'refs/heads/main', 'topic');
      const sound = await shop.verify();
      shop.repo.write('shop/cart.ts', 'evil\n').git('add', '-A');
      shop.repo.git('commit', '-q', '--amend', '--no-edit');
      shop.repo.git('update-ref', 'refs/heads/main', 'HEAD');
      return detectedIf(sound.verified && !(await shop.verify()).verified);
    },
  },
  {
    id: 'history/ledger-gone', actor: 'administrator', act: 'takes the whole ledger away from who clones', source: { threat: 'the ledger rolled back' }, expected: 'detected',
    run: async () => {
      const shop = await SignedShop.make();
      await shop.sign('li', shop.adopted, topic(shop));
      shop.repo.git('update-ref', 'refs/heads/main', 'topic');
      const sound = await shop.verify();
      const clone = new SignedShop(shop.repo.copy(), shop.policy);
      clone.repo.git('update-ref', '-d', 'refs/countersign/ledger');
      const { verified, landings } = await clone.verify();
      return detectedIf(sound.verified && !verified && landings.at(-1)?.status === 'unverifiable');
    },
  },
];
