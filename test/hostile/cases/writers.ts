import type { v1 } from '../../../src/core/attestation/index.ts';
import { formatInstant } from '../../../src/core/values/index.ts';
import { someSignOff, softSecurityKey } from '../../keys/index.ts';
import { later, repositoryId, shopPolicy, SignedShop } from '../../verify/signed-shop.ts';
import { preventedIf, type Row } from './row.ts';
import { refusedAtTheHook, repeople, topic } from './signed.ts';

const wrong: Row['source'] = { threat: 'statements made by the wrong kind of writer' };
const day = 86_400;
const claimed = (at = later) => ({ nonce: someSignOff.nonce, signedAt: formatInstant(at), ledger: null });

/** An assisted topic that Mina wrote, which waits for what `require` names. */
async function waiting(require: string, edit: ((text: string) => string) | null = null) {
  const shop = await SignedShop.make({ policy: shopPolicy.replace('sign-off: { level: senior, signature: any }', require) });
  const from = edit === null ? shop.adopted : repeople(shop, edit);
  const head = topic(shop, { author: 'Mina <mina@example.com>' });
  const change = await shop.change(from, head);
  const { target, base, head: signed, repository, objectFormat } = shop.signOff('li', change);
  return { shop, head, change, about: { repository, objectFormat, target }, from: base, to: signed };
}

/** Statements that machines make as people, and people as machines. */
export const writers: readonly Row[] = [
  {
    id: 'signer/gate-declares', actor: 'gate', act: 'writes down what a change is for, in the name of its author', source: wrong, expected: 'prevented',
    run: async () => {
      const { shop, head, change, about, from, to } = await waiting('document: [intent]');
      const said: v1.DeclarationV1 = {
        ...about, base: from, head: to, change: { digest: change.digest, entries: 1 }, person: { id: 'mina' }, attests: false,
        assistance: { used: true, tools: ['Copilot'] }, document: { intent: 'totals for the cart' }, maintainer: null, ...claimed(),
      };
      await shop.record('declaration', 'ci', said, { change, keep: [head] });
      return refusedAtTheHook(shop, head, () => shop.record('declaration', 'mina', said, { change, keep: [head] }));
    },
  },
  {
    id: 'signer/gate-after-review', actor: 'gate', act: 'settles the review that is owed after an emergency, in the name of Mina', source: wrong, expected: 'prevented',
    run: async () => {
      const policy = shopPolicy.replace('otherwise:', 'override: { by: { level: senior, count: 1 }, reason: required, review-within: 3d }\notherwise:');
      const shop = await SignedShop.make({ policy, keys: { ana: softSecurityKey() } });
      const head = topic(shop);
      const change = await shop.change(shop.adopted, head);
      const { target, base, head: signed, repository, objectFormat } = shop.signOff('ana', change);
      const overridden = { repository, objectFormat, target, base, head: signed, change: { digest: change.digest, entries: 1 }, person: { id: 'ana', level: 'senior' }, reason: 'checkout is down' };
      await shop.record('override', 'ana', { ...overridden, ...claimed(later - 600), expiresAt: formatInstant(later + 600) }, { change, keep: [head] });
      shop.repo.git('switch', '-q', 'main');
      shop.repo.git('merge', '-q', '--ff-only', 'topic');
      const landed = [{ commit: head, signOffs: [], test: null, override: false }];
      await shop.record('landing', 'ci', { repository, objectFormat, gate: 'ci', target, from: shop.adopted, to: head, landed, gitVersion: '2.39.5', ...claimed() });
      const verified = async () => (await shop.verify(null, { now: later + 4 * day })).verified;
      const review = (who: string) => shop.record('after-review', who, { repository, target, landing: { commit: head, change: change.digest }, person: { id: 'mina', level: 'mid' }, verdict: 'accept', comment: 'fine', ...claimed(later + 4 * day) });
      await review('ci');
      const byGate = await verified();
      await review('mina');
      return preventedIf(!byGate && (await verified()));
    },
  },
  {
    id: 'signer/person-reviews', actor: 'author', act: 'signs with their own key, as the gate, that Li approved on the forge', source: wrong, expected: 'prevented',
    run: async () => {
      const { shop, head, change, about, from, to } = await waiting('review: { count: 1, level: senior }', (text) => text.replace('emails: [li@example.com]', 'emails: [li@example.com], accounts: { github: li-berg }'));
      const said: v1.ReviewV1 = { ...about, repository: repositoryId, gate: 'ci', forge: 'github', account: 'li-berg', verdict: 'approve', base: from.commit, head: to.commit, change: change.digest, ...claimed() };
      await shop.record('review', 'mina', said);
      return refusedAtTheHook(shop, head, () => shop.record('review', 'ci', said));
    },
  },
];
