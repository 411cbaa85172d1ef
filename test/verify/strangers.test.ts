import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { formatInstant } from '../../src/core/values/index.ts';
import { checkChange } from '../../src/workflows/check-change.ts';
import { auditLedger } from '../../src/workflows/ledger/audit-ledger.ts';
import { readLedger } from '../../src/workflows/ledger/read-ledger.ts';
import { judgePush } from '../../src/workflows/receiving/judge-push.ts';
import { openAudit } from '../../src/workflows/signing/sign-audit.ts';
import { openChange } from '../../src/workflows/signing/open-change.ts';
import { openLanding } from '../../src/workflows/signing/review-landing.ts';
import { newFolder, removeFolders } from '../git/built-repository.ts';
import { fileKey, softSecurityKey, type FileKey } from '../keys/index.ts';
import { typing } from '../signing/typing.ts';
import { later, lines, repositoryId, shopPolicy, SignedShop } from './signed-shop.ts';

afterAll(removeFolders);

const nonce = () => randomBytes(16).toString('hex');
const signed = (ledger: null | { size: number; root: string } = null) => ({ repository: repositoryId, nonce: nonce(), signedAt: formatInstant(later), ledger });
const never = { size: 1, root: 'f'.repeat(64) };

/** A shop, and somebody who may push to its ledger and is enrolled nowhere. */
async function shopWithStranger(policy = shopPolicy): Promise<SignedShop> {
  const shop = await SignedShop.make({ policy });
  shop.keys['stranger'] = fileKey(join(newFolder(), 'stranger'));
  return shop;
}

/** A topic with one assisted commit; its head. */
function topic(shop: SignedShop, text = '// more\n', isNew = true): string {
  if (isNew) shop.repo.git('switch', '-q', '-c', 'topic', 'main');
  return shop.repo.write('shop/cart.ts', `${lines('cart', 12)}${text}`).commit('Add more\n\nAssisted-by: Copilot:gpt-5.2\n');
}

const asked = { range: 'main..topic', target: null, now: later, onProgress: null };
const check = (shop: SignedShop) => shop.within((ports) => checkChange(ports, { ...asked, preset: null, policyFile: null, peopleFile: null }));
const landTopic = (shop: SignedShop) => void (shop.repo.git('switch', '-q', 'main'), shop.repo.git('merge', '-q', '--ff-only', 'topic'));

it('a stranger who says to have seen another ledger keeps nobody from signing, checking, auditing and verifying', async () => {
  const shop = await shopWithStranger();
  const head = topic(shop);
  await shop.sign('stranger', shop.adopted, head, { ...signed(never), verdict: 'reject', keep: false });
  expect((await shop.within((ports) => readLedger(ports.ledger, ports.cryptography))).faults).toMatchObject([{ code: 'fork', entry: 1 }]);
  expect((await shop.within((ports) => openChange(ports, asked))).ledger).toMatchObject({ size: 2 });
  expect((await shop.within((ports) => openAudit(ports, null))).entries).toEqual({ from: 0, to: 2 });
  await shop.sign('ana', shop.adopted, head);
  expect((await check(shop)).judgement.decision.status).toBe('approved');
  landTopic(shop);
  expect(await shop.verify()).toMatchObject({ verified: true });
});

it('a commit of the ledger that appends nothing is found by an audit, and keeps nobody from signing one', async () => {
  const shop = await shopWithStranger();
  const ref = 'refs/countersign/ledger';
  shop.repo.git('update-ref', ref, shop.repo.git('commit-tree', `${ref}^{tree}`, '-p', ref, '-m', 'Nothing'));
  expect((await shop.within((ports) => auditLedger(ports.ledger, ports.cryptography, null))).failures).toMatchObject([{ code: 'idle' }]);
  expect((await shop.within((ports) => openAudit(ports, null))).entries).toEqual({ from: 0, to: 1 });
});

it('an enrolled person who says so closes every gate, but for what takes their key away', async () => {
  const everything = shopPolicy.replace('when: change.assisted', 'when: change.files >= 1');
  const shop = await SignedShop.make({ policy: everything });
  shop.repo.git('switch', '-q', '-c', 'other', 'main');
  const other = shop.repo.write('docs/shop.md', 'Ours.\n').commit('Say whose\n\nAssisted-by: none\n');
  await shop.sign('ana', shop.adopted, other);
  await shop.sign('mina', shop.adopted, other, signed(never));
  const push = async (after: string) => (await shop.within((ports) => judgePush(ports, { refs: [{ ref: 'refs/heads/main', before: shop.adopted, after }], cited: [], now: Math.floor(Date.now() / 1000) })))[0];
  expect(await push(other)).toMatchObject({ outcome: 'refused', because: expect.stringMatching(/^whoever signed entry 2, as `mina` with the key SHA256:\S+, had seen other entries than the 1 that come first here$/) as string });

  shop.repo.git('switch', '-q', '-c', 'topic', 'main');
  shop.writeRules(['mina']);
  const head = shop.repo.commit('Take away a key\n\nAssisted-by: none\n');
  expect((await check(shop)).judgement.decision.status).toBe('unknown');
  const { code, stderr } = await typing(shop.repo.path, ['sign', 'main..topic', '--approve', '--yes', '--key', (shop.keys['ana'] as FileKey).path], null);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(await push(head)).toMatchObject({ outcome: 'passed' });
});

it('a rejection outlives an amended commit, whatever a stranger appends about it', async () => {
  const shop = await shopWithStranger();
  const head = topic(shop);
  await shop.sign('ana', shop.adopted, head, { verdict: 'reject' });
  const landed = { commit: shop.adopted, tree: shop.repo.git('rev-parse', `${shop.adopted}^{tree}`) };
  await shop.sign('stranger', shop.adopted, head, { verdict: 'reject', person: { id: 'ana', level: 'senior' }, head: landed, keep: false });
  shop.repo.git('reset', '-q', '--hard', 'main');
  const again = topic(shop, '// more!\n', false);
  await shop.sign('li', shop.adopted, again);
  expect((await check(shop)).judgement.decision).toMatchObject({ status: 'refused', root: { sentence: expect.stringMatching(/^Ana rejected it as it was at [0-9a-f]{7}, on /) as unknown } });
});

it('a word signed by somebody else too is nobody’s but each signer’s: neither keeps the other out', async () => {
  const shop = await shopWithStranger();
  const head = topic(shop);
  const predicate = { ...shop.signOff('ana', await shop.change(shop.adopted, head)), verdict: 'reject' } as const;
  const theirs = await shop.record('sign-off', 'stranger', predicate);
  const own = await shop.record('sign-off', 'ana', predicate, { keep: [head] });
  expect(own).toBe(theirs + 1);
  expect(await shop.record('sign-off', 'ana', predicate, { keep: [head] })).toBe(own);
  expect((await check(shop)).judgement.decision).toMatchObject({ status: 'refused', root: { sentence: 'Ana rejected it' } });
});

it('an adoption without the root’s key adopts nothing: neither sign-offs nor rejections of later people are taken away by it', async () => {
  const shop = await shopWithStranger();
  shop.keys['ana'] = fileKey(join(newFolder(), 'ana-anew'));
  shop.writeRules();
  const enrolled = shop.repo.commit('Ana has another key\n\nAssisted-by: none\n');
  await shop.adopt(enrolled, 'ci');
  await shop.record('adoption', 'stranger', { ...signed(), objectFormat: 'sha1', gate: null, target: 'refs/heads/main', commit: shop.adopted, policy: null, people: null });
  const head = topic(shop);
  await shop.sign('ana', enrolled, head);
  landTopic(shop);
  expect(await shop.verify(`${enrolled}..${head}`)).toMatchObject({ verified: true });
});

it('an override or an audit in somebody else’s name takes nobody from those who look afterwards', async () => {
  const policy = shopPolicy.replace('otherwise:', 'override: { by: { level: senior, count: 1 }, reason: required, review-within: 3d }\notherwise:');
  const shop = await SignedShop.make({ policy, keys: { ana: softSecurityKey() } });
  shop.keys['stranger'] = fileKey(join(newFolder(), 'stranger'));
  const head = topic(shop);
  const change = await shop.change(shop.adopted, head);
  const override = (by: string, id: string) =>
    shop.record('override', by, {
      ...signed(), objectFormat: 'sha1', target: change.target, base: change.base, head: change.head, change: { digest: change.digest, entries: 1 },
      person: { id, level: 'senior' }, reason: 'checkout is down', signedAt: formatInstant(later - 600), expiresAt: formatInstant(later + 600),
    }, { change, keep: [head] });
  for (const id of ['li', 'mina']) await override('stranger', id);
  await override('ana', 'ana');
  landTopic(shop);
  await shop.record('landing', 'ci', { ...signed(), objectFormat: 'sha1', gate: 'ci', target: 'refs/heads/main', from: shop.adopted, to: head, landed: [{ commit: head, signOffs: [], test: null, override: true }], gitVersion: '2.39.5' });
  await shop.record('audit', 'stranger', { ...signed({ size: 99, root: 'f'.repeat(64) }), person: { id: 'ana', level: 'senior' }, entries: { from: 0, to: 99 }, findings: [] });
  expect((await shop.within((ports) => openAudit(ports, null))).entries.from).toBe(0);
  expect((await shop.within((ports) => openLanding(ports, head, { target: null, now: later, onProgress: null }))).overriddenBy).toEqual(['ana']);
  await shop.record('after-review', 'mina', { ...signed(), target: 'refs/heads/main', landing: { commit: head, change: change.digest }, person: { id: 'mina', level: 'mid' }, verdict: 'accept', comment: 'fine' });
  expect(await shop.verify(null, { now: later + 4 * 86_400 })).toMatchObject({ verified: true, landings: [{ status: 'overridden', failures: [] }] });
});
