import { randomBytes } from 'node:crypto';
import type { v1 } from '../../../src/core/attestation/index.ts';
import { formatInstant } from '../../../src/core/values/index.ts';
import { newFolder } from '../../git/built-repository.ts';
import { fileKey } from '../../keys/index.ts';
import { later, repositoryId, shopPolicy, SignedShop } from '../../verify/signed-shop.ts';
import type { Row } from './row.ts';
import { ai, refusedAtTheHook, repeople, topic } from './signed.ts';

const made: Row['source'] = { threat: 'results of tests made up by the author' };
const policy = shopPolicy.replace('- sign-off: { level: senior, signature: any }', '- sign-off: { level: senior, signature: any }\n      - checks: { pass: [test] }');

interface Claimed {
  readonly who?: string;
  readonly gate?: string;
  readonly outcome?: 'passed' | 'failed';
  readonly repository?: string;
  /** Of another tree than the head's. */
  readonly ofBase?: boolean;
}

/** That the check ran on a commit and passed, as the gate says it. */
function result(shop: SignedShop, commit: string, members: Partial<v1.EvidenceV1> = {}): v1.EvidenceV1 {
  return {
    repository: repositoryId, objectFormat: 'sha1', gate: 'ci', tree: shop.repo.git('rev-parse', `${commit}^{tree}`), commit, nonce: randomBytes(16).toString('hex'),
    signedAt: formatInstant(later), ledger: null, result: { kind: 'check', name: 'test', outcome: 'passed', tool: null }, ...members,
  };
}

/** A result that proves nothing of this head, refused until the gate signs one that does. */
function claimed(id: string, act: string, { who = 'ci', gate = 'ci', outcome = 'passed', repository = repositoryId, ofBase = false }: Claimed, source = made, rest: Partial<Row> = {}): Row {
  return {
    id: `result/${id}`, actor: 'author', act, source, expected: 'prevented', ...rest,
    run: async () => {
      const shop = await SignedShop.make({ policy });
      shop.keys['stranger'] = fileKey(newFolder());
      const head = topic(shop);
      await shop.sign('ana', shop.adopted, head);
      await shop.record('evidence', who, result(shop, ofBase ? shop.adopted : head, { gate, repository, result: { kind: 'check', name: 'test', outcome, tool: null } }));
      return refusedAtTheHook(shop, head, () => shop.record('evidence', 'ci', result(shop, head)));
    },
  };
}

/** What else is done about results, refused until the gate signs one that passed. */
function done(id: string, act: string, how: (shop: SignedShop) => Promise<string>, rest: Partial<Row> = {}): Row {
  return {
    id: `result/${id}`, actor: 'author', act, source: made, expected: 'prevented', ...rest,
    run: async () => {
      const shop = await SignedShop.make({ policy });
      const head = await how(shop);
      return refusedAtTheHook(shop, head, () => shop.record('evidence', 'ci', result(shop, head)));
    },
  };
}

/** Results of checks that the author made up or found elsewhere. */
export const results: readonly Row[] = [
  claimed('own-key', 'signs a passed test with their own key', { who: 'mina', gate: 'mina' }, { pitfall: 'forged-status' }, { elsewhere: 'githubStatus' }),
  claimed('own-key-as-gate', 'signs a passed test with their own key in the name of the gate', { who: 'mina' }),
  claimed('stranger', 'signs a passed test with a key nobody enrolled', { who: 'stranger' }),
  claimed('other-tree', 'has the gate’s result for the code before theirs taken for theirs', { ofBase: true }),
  claimed('other-repository', 'brings the gate’s result from another repository', { repository: 'f'.repeat(64) }),
  claimed('failed', 'has a test that failed taken for one that ran', { outcome: 'failed' }, { pitfall: 'fail-open' }),
  done('no-power', 'signs a passed test, and may only record landings', async (shop) => {
    const key = (shop.keys['host'] = fileKey(newFolder()));
    const base = repeople(shop, (text) => `${text}  host: { keys: ['${key.line}'], may: [landing, adoption] }\n`);
    const head = topic(shop);
    await shop.sign('ana', base, head);
    await shop.record('evidence', 'host', result(shop, head, { gate: 'host' }));
    return head;
  }, { actor: 'gate' }),
  done('stale', 'has the result of the head before their last push taken for the new one', async (shop) => {
    const before = topic(shop);
    await shop.record('evidence', 'ci', result(shop, before));
    const head = shop.repo.write('shop/total.ts', 'export const total = 1;\n').commit(`One more${ai}`);
    await shop.sign('ana', shop.adopted, head);
    return head;
  }, { source: { pitfall: 'later-push' } }),
  done('said-again', 'appends the gate’s passed result once more, after a later run of it failed', async (shop) => {
    const head = topic(shop);
    await shop.sign('ana', shop.adopted, head);
    const passed = result(shop, head);
    await shop.record('evidence', 'ci', passed);
    await shop.record('evidence', 'ci', result(shop, head, { result: { kind: 'check', name: 'test', outcome: 'failed', tool: null } }));
    await shop.record('evidence', 'ci', passed);
    return head;
  }),
  done('other-check', 'has another check that passed taken for the one that is asked', async (shop) => {
    const head = topic(shop);
    await shop.sign('ana', shop.adopted, head);
    await shop.record('evidence', 'ci', result(shop, head, { result: { kind: 'check', name: 'test ', outcome: 'passed', tool: null } }));
    return head;
  }),
];
