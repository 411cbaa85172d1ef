import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { removeFolders, newFolder } from '../git/built-repository.ts';
import { openSigner } from '../../src/adapters/signing/index.ts';
import { formatInstant } from '../../src/core/values/index.ts';
import { recordLandings } from '../../src/workflows/receiving/record-landings.ts';
import { fileKey, softSecurityKey } from '../keys/index.ts';
import { later, lines, repositoryId, shopPolicy, SignedShop } from './signed-shop.ts';

afterAll(removeFolders);

const ai = '\n\nAssisted-by: Copilot:gpt-5.2\n';
const byHand = '\n\nAssisted-by: none\n';

function topic(shop: SignedShop, name: string, from: string, steps: Readonly<Record<string, string>>[], trailer = ai): string {
  shop.repo.git('switch', '-q', '-c', name, from);
  for (const files of steps) {
    for (const [path, text] of Object.entries(files)) shop.repo.write(path, text);
    shop.repo.commit(`${name}${trailer}`);
  }
  return shop.repo.git('rev-parse', 'HEAD');
}

function by(shop: SignedShop, author: string): string {
  shop.repo.git('commit', '-q', '--amend', '--no-edit', `--author=${author}`);
  return shop.repo.git('rev-parse', 'HEAD');
}

describe('the ledger takes no adoption', () => {
  /** Li's key was taken away and given back; then an adoption names the commit without it, and Li signs. */
  async function bringingBack(who: string, gate: string | null, adopted: boolean) {
    const shop = await SignedShop.make();
    const without = shop.writeRules(['li']).repo.commit(`Without Li${byHand}`);
    const again = shop.writeRules().repo.commit(`With Li${byHand}`);
    if (adopted) await shop.adopt(again, 'ci');
    shop.keys['stranger'] = fileKey(join(newFolder(), 'stranger'));
    await shop.record('adoption', who, {
      repository: repositoryId, objectFormat: 'sha1', gate, target: 'refs/heads/main', commit: without, policy: null, people: null, nonce: '0'.repeat(32), signedAt: '2023-11-15T00:00:00Z', ledger: null,
    });
    await shop.sign('li', again, topic(shop, 'topic', 'main', [{ 'shop/cart.ts': lines('cart', 13) }]));
    shop.repo.git('switch', '-q', 'main');
    shop.repo.git('merge', '-q', '--ff-only', 'topic');
    return shop.verify();
  }

  it.each([
    ['from somebody who only says to be the root', 'stranger', null, false],
    ['that goes back before the one there is', 'ci', 'ci', true],
  ])('%s', async (_, who, gate, adopted) => {
    expect(await bringingBack(who, gate, adopted)).toMatchObject({ verified: true });
  });
});

describe('a landing taken apart', () => {
  const policy = shopPolicy.replace('when: change.assisted', 'when: change.linesAdded > 20');
  const files = Array.from({ length: 4 }, (_, n) => ({ [`shop/new${n}.ts`]: lines(`new${n}`, 10) }));

  /** Four changes that nobody has to sign, signed by Mina all the same, and all of them landing at once. */
  async function apart(author: string, named: string | null = null) {
    const shop = await SignedShop.make({ policy });
    const other = topic(shop, 'other', shop.adopted, [{ 'docs/shop.md': 'A word.\n' }], byHand);
    for (const [n, one] of files.entries()) {
      topic(shop, `part${n}`, shop.adopted, [one], byHand);
      const head = by(shop, author);
      const tree = shop.repo.git('rev-parse', `${head}^{tree}`);
      await shop.sign('mina', shop.adopted, head, { answering: { tier: 'high', rules: [] }, head: { commit: named === 'other' ? other : head, tree } });
    }
    shop.repo.git('switch', '-q', 'main');
    for (const one of files) for (const [path, text] of Object.entries(one)) shop.repo.write(path, text);
    shop.repo.commit(`All at once${byHand}`);
    return (await shop.verify()).landings[0]!;
  }

  it.each([
    ['into what others wrote and somebody signed is judged part by part', 'Ada <ada@example.com>', null, 'verified'],
    ['by sign-offs of its own author is judged as the whole that it is', 'Mina <mina@example.com>', null, 'pending'],
    ['by sign-offs that name commits of something else is judged as the whole that it is', 'Mina <mina@example.com>', 'other', 'pending'],
  ])('%s', async (_, author, named, status) => {
    expect(await apart(author, named)).toMatchObject({ status });
  });
});

it('an override that let a squash in does not let it in again after a revert', async () => {
  const policy = shopPolicy.replace('otherwise:', 'override: { by: { level: senior, count: 1 }, reason: required, review-within: 3d }\notherwise:');
  const ci = fileKey(newFolder(), 'ed25519', { name: 'gate' });
  const shop = await SignedShop.make({ policy, keys: { ana: softSecurityKey(), ci } });
  const change = await shop.change(shop.adopted, topic(shop, 'topic', 'main', [{ 'shop/cart.ts': lines('cart', 13) }]));
  await shop.record('override', 'ana', {
    repository: repositoryId, objectFormat: 'sha1', target: change.target, base: change.base, head: change.head, change: { digest: change.digest, entries: 1 },
    person: { id: 'ana', level: 'senior' }, reason: 'checkout is down', nonce: '0'.repeat(32), signedAt: formatInstant(later - 600), expiresAt: formatInstant(later + 600), ledger: null,
  }, { change, keep: [change.head.commit] });
  const draft = { signer: openSigner(process.env, { terminal: false }), key: ci.path, nonce: () => Promise.resolve('1'.repeat(32)), now: later };
  const land = async (act: () => unknown) => {
    shop.repo.git('switch', '-q', 'main');
    const before = shop.repo.git('rev-parse', 'HEAD');
    act();
    const after = shop.repo.git('rev-parse', 'HEAD');
    await shop.within((ports) => recordLandings(ports, [{ ref: 'refs/heads/main', before, after }], draft));
    return (await shop.verify()).landings[0]!.status;
  };
  const squash = () => {
    shop.repo.git('merge', '-q', '--squash', 'topic');
    shop.repo.commit(`Squash${ai}`);
  };
  expect(await land(squash)).toBe('overridden');
  await land(() => shop.repo.git('revert', '--no-edit', 'HEAD'));
  expect(await land(squash)).not.toBe('overridden');
});
