// Leaves what an engine signs and verifies for those that come after it: a repository with its ledger as one bundle, and
// what verification says of it. Run once for each engine, never again: node scripts/make-engine-fixture.ts FOLDER
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatInstant } from '../src/core/values/index.ts';
import { removeFolders } from '../test/git/built-repository.ts';
import { softPasskey, softSecurityKey } from '../test/keys/index.ts';
import { later, lines, repositoryId, shopPolicy, SignedShop, summaryOf, verifyAt } from '../test/verify/signed-shop.ts';

const folder = resolve(process.argv[2] ?? '');
const policy = shopPolicy.replace('tier: high', 'tier: low').replace('otherwise:', 'carry: { low: textual }\noverride: { by: { level: senior, count: 2 }, reason: required, review-within: 3d }\notherwise:');
const shop = await SignedShop.make({ policy, keys: { ana: softPasskey(), li: softSecurityKey('ecdsa-sk') } });
const { repo } = shop;
const [ai, byHand] = ['\n\nAssisted-by: Copilot:gpt-5.2\n', '\n\nAssisted-by: none\n'];

/** A branch with one change that an AI helped with, signed by somebody. */
async function work(name: string, who: string | null, path: string, text: string): Promise<{ readonly base: string; readonly head: string }> {
  const base = repo.git('rev-parse', 'main');
  repo.git('switch', '-q', '-c', name, 'main');
  const head = repo.write(path, text).commit(`Work on ${name}${ai}`);
  if (who !== null) await shop.sign(who, base, head);
  repo.git('switch', '-q', 'main');
  return { base, head };
}

function squash(...names: string[]): string {
  for (const name of names) repo.git('merge', '-q', '--squash', name);
  return repo.commit(`Land ${names.join(' and ')}`);
}

await work('exact', 'ana', 'shop/cart.ts', `${lines('cart', 12)}// exact\n`);
squash('exact');
await work('disjoint', 'li', 'shop/cart.ts', `${lines('cart', 12)}// disjoint\n`);
repo.write('docs/shop.md', 'Moved.\n').commit(`Move the docs${byHand}`);
squash('disjoint');
await work('textual', 'ana', 'shop/total.ts', `${lines('total', 12)}// textual\n`);
repo.write('shop/total.ts', `// moved\n${lines('total', 12)}`).commit(`Move the total${byHand}`);
squash('textual');
await work('merged', 'ana', 'shop/more.ts', lines('more', 3));
repo.git('merge', '-q', '--no-ff', '-m', 'Merge merged', 'merged');
const main = repo.git('rev-parse', 'main');
await work('one', 'ana', 'shop/one.ts', lines('one', 3));
await work('two', 'li', 'shop/two.ts', lines('two', 3));
repo.git('switch', '-q', '-c', 'queue', main);
repo.git('merge', '-q', '--no-ff', '-m', 'One', 'one');
repo.git('merge', '-q', '--no-ff', '-m', 'Two', 'two');
repo.git('switch', '-q', 'main');
squash('queue');
const emergency = await work('emergency', null, 'shop/cart.ts', lines('cart', 12));
for (const id of ['ana', 'li']) {
  const change = await shop.change(emergency.base, emergency.head);
  await shop.record('override', id, {
    repository: repositoryId, objectFormat: 'sha1', target: change.target, base: change.base, head: change.head, change: { digest: change.digest, entries: 1 }, person: { id, level: 'senior' },
    reason: 'checkout is down', nonce: randomBytes(16).toString('hex'), signedAt: formatInstant(later - 600), expiresAt: formatInstant(later + 600), ledger: null,
  }, { change, keep: [emergency.head] });
}
repo.git('merge', '-q', '--ff-only', 'emergency');
await shop.record('landing', 'ci', {
  repository: repositoryId, objectFormat: 'sha1', gate: 'ci', target: 'refs/heads/main', from: emergency.base, to: emergency.head,
  landed: [{ commit: emergency.head, signOffs: [], test: null, override: true }], gitVersion: '2.39.5', nonce: randomBytes(16).toString('hex'), signedAt: formatInstant(later), ledger: null,
});
await work('unsigned', null, 'shop/unsigned.ts', lines('unsigned', 3));
squash('unsigned');
for (const name of ['exact', 'disjoint', 'textual', 'merged', 'one', 'two', 'queue', 'emergency', 'unsigned']) repo.git('branch', '-q', '-D', name);

mkdirSync(folder, { recursive: true });
execFileSync('git', ['bundle', 'create', '-q', join(folder, 'repository.bundle'), '--all'], { cwd: repo.path });
const report = await verifyAt(repo.path, `${shop.adopted}..main`);
writeFileSync(join(folder, 'verified.json'), `${JSON.stringify(summaryOf(report), null, 2)}\n`);
removeFolders();
