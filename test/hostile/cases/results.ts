import { randomBytes } from 'node:crypto';
import { newStatement, openEnvelope, pae, payloadType, writeEnvelope, writeStatement, type v1 } from '../../../src/core/attestation/index.ts';
import { formatInstant } from '../../../src/core/values/index.ts';
import { planEntries } from '../../../src/workflows/ledger/appending/plan-entries.ts';
import { readEnd } from '../../../src/workflows/ledger/appending/read-end.ts';
import { newFolder } from '../../git/built-repository.ts';
import { fileKey } from '../../keys/index.ts';
import { later, lines, repositoryId, shopPolicy, SignedShop } from '../../verify/signed-shop.ts';
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

/** Appends a statement as a program of the author's own would, which does not look whether the ledger has it. */
async function appendAnyhow(shop: SignedShop, predicate: v1.EvidenceV1): Promise<void> {
  const payload = writeStatement(newStatement('evidence', predicate));
  const bytes = writeEnvelope(payload, shop.keys['ci']!.sign(pae(payloadType, payload)));
  await shop.within(async ({ ledger, cryptography }) => {
    const opened = openEnvelope(bytes, cryptography);
    if (!opened.ok) throw new Error(opened.refusal.sentence);
    const { statement, payloadSha256, envelopeSha256, signature } = opened.value;
    const tip = await ledger.tip();
    const end = await readEnd(ledger, tip, cryptography.sha256);
    const entry = { bytes, entryList: null, keep: [], kind: statement.name, payload: payloadSha256, envelope: envelopeSha256, key: signature.fingerprint, repository: repositoryId, said: { statement, signature } };
    const { outcome } = await ledger.append(tip, planEntries(cryptography.sha256, end, [entry]).files, [], 'Append 1 entry');
    if (outcome !== 'appended') throw new Error(outcome);
  });
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
  // Two guards, each enough: what is about no tree of this change is not read, and results are looked up by tree.
  done('stale', 'has the result of the head before their last push taken for the new one', async (shop) => {
    const before = topic(shop);
    await shop.record('evidence', 'ci', result(shop, before));
    const head = shop.repo.write('shop/total.ts', 'export const total = 1;\n').commit(`One more${ai}`);
    await shop.sign('ana', shop.adopted, head);
    return head;
  }, { source: { pitfall: 'later-push' } }),
  // The second guard alone: the tree is that of a sign-off which is carried here, so the result is read.
  done('stale-carried', 'has the result from before the branch moved under their file taken for what it is now', async (shop) => {
    const before = topic(shop);
    await shop.sign('ana', shop.adopted, before);
    await shop.record('evidence', 'ci', result(shop, before));
    shop.repo.git('switch', '-q', 'main');
    const moved = shop.repo.write('shop/cart.ts', `// moved\n${lines('cart', 12)}`).commit('Move\n\nAssisted-by: none\n');
    shop.repo.git('switch', '-q', 'topic');
    shop.repo.git('rebase', '-q', 'main');
    const head = shop.repo.git('rev-parse', 'HEAD');
    await shop.sign('ana', moved, head);
    return head;
  }, { source: { pitfall: 'rebound' } }),
  done('said-again', 'appends the gate’s passed result once more, after a later run of it failed', async (shop) => {
    const head = topic(shop);
    await shop.sign('ana', shop.adopted, head);
    const passed = result(shop, head);
    await shop.record('evidence', 'ci', passed);
    await shop.record('evidence', 'ci', result(shop, head, { result: { kind: 'check', name: 'test', outcome: 'failed', tool: null } }));
    await shop.record('evidence', 'ci', passed);
    await appendAnyhow(shop, passed);
    return head;
  }),
  done('other-check', 'has another check that passed taken for the one that is asked', async (shop) => {
    const head = topic(shop);
    await shop.sign('ana', shop.adopted, head);
    await shop.record('evidence', 'ci', result(shop, head, { result: { kind: 'check', name: 'test ', outcome: 'passed', tool: null } }));
    return head;
  }),
];
