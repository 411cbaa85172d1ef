import { randomBytes } from 'node:crypto';
import { formatInstant } from '../../../src/core/values/index.ts';
import { softSecurityKey } from '../../keys/index.ts';
import { later, repositoryId, shopPolicy, SignedShop } from '../../verify/signed-shop.ts';
import { once } from './places.ts';
import { preventedIf, type Row } from './row.ts';
import { byHand, pushed, repeople, topic } from './signed.ts';

const lie: Row['source'] = { threat: 'a false "no AI was used" where no trace says otherwise' };
const again: Row['source'] = { threat: 'what was taken back landed again' };
const agent: Row['source'] = { threat: 'an agent with the developer' };

/** As the presets have it: what nobody touched a key for waits for somebody who does. Ana and Li have security keys, and Ana is on call. */
const policy = shopPolicy
  .replace('rules:\n', `rules:
  - name: answered-for
    when: "!change.assisted && !author.touched"
    require:
      - review: { signature: touch }
    because: '"no AI" is easily said'
`)
  .replace('otherwise:', 'override: { by: { level: senior, count: 2 }, reason: required, review-within: 24h }\nrevert: { by: { level: mid, count: 1, on-call: true }, review-within: 24h }\notherwise:');

const place = once(async () => {
  const shop = await SignedShop.make({ policy, keys: { ana: softSecurityKey(), li: softSecurityKey() } });
  const tip = repeople(shop, (text) => `${text.replace(`'${shop.keys['ana']!.line}'`, `'${shop.keys['ana']!.line}', '${shop.keys['mina']!.line}'`).replace(/ {2}mina: .*\n/, '')}on-call: [ana]\n`);
  return { shop, tip };
});

/** A copy, with Ana's key in a file as `mina`'s was: what an agent beside her has. */
async function fresh(): Promise<{ readonly shop: SignedShop; readonly tip: string }> {
  const { shop: from, tip } = await place();
  const shop = new SignedShop(from.repo.copy(), from.policy);
  shop.adopted = from.adopted;
  Object.assign(shop.keys, from.keys, { file: from.keys['mina']! });
  return { shop, tip };
}

const ana = 'Ana <ana@example.com>';
const nonce = () => randomBytes(16).toString('hex');

/** Ana says by a key of hers (`ana`: touched; `file`: not) that no AI was used between two commits. */
async function declare(shop: SignedShop, who: 'ana' | 'file', base: string, head: string, target = 'refs/heads/main'): Promise<void> {
  const change = await shop.change(base, head);
  await shop.record('declaration', who, {
    repository: repositoryId, objectFormat: 'sha1', target, base: change.base, head: change.head, change: { digest: change.digest, entries: change.files.length },
    person: { id: 'ana' }, attests: false, assistance: { used: false, tools: [] }, document: {}, maintainer: null, nonce: nonce(), signedAt: formatInstant(later - 60), ledger: null,
  });
}

function override(shop: SignedShop, who: string, change: Awaited<ReturnType<SignedShop['change']>>): Promise<number> {
  return shop.record('override', who === 'ana' ? 'file' : who, {
    repository: repositoryId, objectFormat: 'sha1', target: change.target, base: change.base, head: change.head, change: { digest: change.digest, entries: change.files.length },
    person: { id: who, level: 'senior' }, reason: 'checkout is down', nonce: nonce(), signedAt: formatInstant(later - 600), expiresAt: formatInstant(later + 600), ledger: null,
  });
}

/** What an agent with all of Ana's but her hand pushes; refused until she touches her key for exactly that. */
function untouched(id: string, act: string, source: Row['source'], make: (shop: SignedShop, tip: string) => Promise<{ readonly base: string; readonly head: string }>): Row {
  return {
    id: `touch/${id}`, actor: 'agent', act, source, expected: 'prevented',
    run: async () => {
      const { shop, tip } = await fresh();
      const { base, head } = await make(shop, tip);
      const { outcome } = await pushed(shop, head);
      await declare(shop, 'ana', base, head);
      const wholesome = await pushed(shop, head);
      return preventedIf(outcome === 'refused' && wholesome.outcome === 'passed');
    },
  };
}

/** Lands what Ana wrote and touched her key for, and the taking back of it, as she touched it for as well; the tip. */
async function landAndTakeBack(shop: SignedShop, tip: string): Promise<{ readonly first: string; readonly back: string }> {
  const { repo } = shop;
  const first = topic(shop, { author: ana, trailer: byHand });
  await declare(shop, 'ana', tip, first);
  await land(shop, first);
  repo.git('switch', '-q', '-c', 'back');
  repo.git('revert', '--no-edit', 'HEAD');
  repo.git('commit', '-q', '--amend', `--author=${ana}`, '-m', `Take it back${byHand}`);
  const back = repo.git('rev-parse', 'HEAD');
  await declare(shop, 'ana', first, back);
  await land(shop, back);
  return { first, back };
}

async function land(shop: SignedShop, head: string): Promise<void> {
  const { outcome, because } = await pushed(shop, head);
  if (outcome !== 'passed') throw new Error(`what is touched for must land: ${because}`);
  shop.repo.git('switch', '-q', 'main');
  shop.repo.git('merge', '-q', '--ff-only', head);
}

/** What an agent that has all of a person's but their hand makes of touches they gave for something else. */
export const touches: readonly Row[] = [
  untouched('none', 'says "no AI" in the message, and by the person’s key in a file', lie, async (shop, base) => {
    const head = topic(shop, { author: ana, trailer: byHand });
    await declare(shop, 'file', base, head);
    return { base, head };
  }),
  untouched('more', 'adds a line to what a person touched their key for', lie, async (shop, base) => {
    await declare(shop, 'ana', base, topic(shop, { author: ana, trailer: byHand }));
    return { base, head: topic(shop, { name: 'more', author: ana, trailer: byHand, text: '// more\n// and more\n' }) };
  }),
  untouched('mode', 'makes a file executable that a person touched their key for', lie, async (shop, base) => {
    await declare(shop, 'ana', base, topic(shop, { author: ana, trailer: byHand }));
    shop.repo.git('update-index', '--chmod=+x', 'shop/cart.ts');
    shop.repo.git('commit', '-q', '--amend', '--no-edit');
    return { base, head: shop.repo.git('rev-parse', 'HEAD') };
  }),
  untouched('other-branch', 'lands what a person touched their key for on another branch', lie, async (shop, base) => {
    const head = topic(shop, { author: ana, trailer: byHand });
    await declare(shop, 'ana', base, head, 'refs/heads/next');
    return { base, head };
  }),
  untouched('landed-again', 'lands again what was taken back, for which a person had touched their key', again, async (shop, tip) => {
    const { back } = await landAndTakeBack(shop, tip);
    return { base: back, head: topic(shop, { name: 'again', author: ana, trailer: byHand }) };
  }),
  untouched('taken-back-again', 'takes away again what came back, for which a person had touched their key', again, async (shop, tip) => {
    const { back } = await landAndTakeBack(shop, tip);
    const head = topic(shop, { name: 'again', author: ana, trailer: byHand });
    await declare(shop, 'ana', back, head);
    await land(shop, head);
    shop.repo.git('switch', '-q', '-c', 'away', 'main');
    shop.repo.git('revert', '--no-edit', 'HEAD');
    shop.repo.git('commit', '-q', '--amend', `--author=${ana}`, '-m', `Take it away${byHand}`);
    return { base: head, head: shop.repo.git('rev-parse', 'HEAD') };
  }),
  untouched('revert-on-call', 'takes a landing back alone, by the key in a file of who is on call', agent, async (shop, tip) => {
    const first = topic(shop, { author: ana, trailer: byHand });
    await declare(shop, 'ana', tip, first);
    await land(shop, first);
    shop.repo.git('switch', '-q', '-c', 'back');
    shop.repo.git('revert', '--no-edit', 'HEAD');
    shop.repo.git('commit', '-q', '--amend', `--author=${ana}`, '-m', `Take it back${byHand}`);
    const head = shop.repo.git('rev-parse', 'HEAD');
    await shop.sign('file', first, head, { person: { id: 'ana', level: 'senior' } });
    return { base: first, head };
  }),
  untouched('override', 'signs the second of two overrides by a person’s key in a file', agent, async (shop, base) => {
    const head = topic(shop, { author: ana, trailer: byHand });
    const change = await shop.change(base, head);
    await override(shop, 'li', change);
    await override(shop, 'ana', change);
    return { base, head };
  }),
  {
    id: 'touch/review-again', actor: 'agent', act: 'lands again what was taken back, which a review on the forge had let in', source: again, expected: 'prevented',
    run: async () => {
      const shop = await SignedShop.make({ policy: shopPolicy.replace('sign-off: { level: senior, signature: any }', 'review: { count: 1 }') });
      const { repo } = shop;
      const base = repeople(shop, (text) => text.replace('emails: [li@example.com]', 'emails: [li@example.com], accounts: { github: li }'));
      const review = async (from: string, to: string) => {
        const { digest, target } = await shop.change(from, to);
        await shop.record('review', 'ci', { repository: repositoryId, objectFormat: 'sha1', gate: 'ci', forge: 'github', account: 'li', verdict: 'approve', target, base: from, head: to, change: digest, nonce: nonce(), signedAt: formatInstant(later - 60), ledger: null });
      };
      const first = topic(shop, { author: ana });
      await review(base, first);
      await land(shop, first);
      repo.git('revert', '--no-edit', 'HEAD');
      repo.git('commit', '-q', '--amend', `--author=${ana}`, '-m', `Take it back${byHand}`);
      const back = repo.git('rev-parse', 'HEAD');
      const head = topic(shop, { name: 'again', author: ana });
      const { outcome } = await pushed(shop, head);
      await review(back, head);
      return preventedIf(outcome === 'refused' && (await pushed(shop, head)).outcome === 'passed');
    },
  },
];
