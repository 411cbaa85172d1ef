import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkChange } from '../../src/workflows/check-change.ts';
import { judgePush } from '../../src/workflows/receiving/judge-push.ts';
import { newFolder, removeFolders } from '../git/built-repository.ts';
import { fileKey, someSignOff } from '../keys/index.ts';
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

it('the rejection of somebody enrolled since the newest adoption stands once their key is gone', async () => {
  const shop = await SignedShop.make();
  const gina = (shop.keys['gina'] = fileKey(newFolder()));
  const path = join(shop.repo.path, '.countersign/people.yaml');
  const people = readFileSync(path, 'utf8');
  const write = (text: string, message: string) => shop.repo.write('.countersign/people.yaml', text).commit(`${message}\n\nAssisted-by: none\n`);
  const enrolled = write(people.replace('gates:', `  gina: { name: Gina, level: mid, emails: [gina@example.com], keys: ['${gina.line}'] }\ngates:`), 'Enrol Gina');
  shop.repo.git('switch', '-q', '-c', 'topic');
  const head = change(shop, '// one\n');
  await shop.sign('gina', enrolled, head, { verdict: 'reject', inputs: { ...someSignOff.inputs, policyAt: enrolled }, person: { id: 'gina', level: 'mid' } });
  // Whoever is not enrolled anywhere on the branch names what they like.
  shop.keys['stranger'] = fileKey(newFolder());
  await shop.sign('stranger', enrolled, head, { verdict: 'request-changes', inputs: { ...someSignOff.inputs, policyAt: enrolled }, person: { id: 'gina', level: 'mid' } });
  shop.repo.git('switch', '-q', 'main');
  const gone = write(people, 'Gina leaves');
  shop.repo.git('switch', '-q', 'topic');
  shop.repo.git('rebase', '-q', 'main');
  const moved = shop.repo.git('rev-parse', 'HEAD');
  await shop.sign('li', gone, moved);
  expect(await shop.within((ports) => judgePush(ports, { refs: [{ ref: 'refs/heads/main', before: gone, after: moved }], cited: [], now: later }))).toMatchObject([
    { outcome: 'refused', because: expect.stringContaining('gina rejected it') as string },
  ]);
  const ports = { readText: () => Promise.reject(new Error('nothing is read')) };
  const options = { range: 'main..topic', target: null, now: later, onProgress: null, preset: null, policyFile: null, peopleFile: null };
  const report = await shop.within((opened) => checkChange({ ...opened, ...ports }, options));
  expect(report.judgement.decision).toMatchObject({ status: 'refused', root: { sentence: 'gina rejected it' } });
  expect(report.inputs.signOffs.map(({ person, verdict }) => `${person} ${verdict}`)).toEqual(['gina reject', 'li approve']);
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
