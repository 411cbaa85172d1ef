import { randomBytes } from 'node:crypto';
import type { v1 } from '../../../src/core/attestation/index.ts';
import { formatInstant } from '../../../src/core/values/index.ts';
import { newFolder } from '../../git/built-repository.ts';
import { fileKey } from '../../keys/index.ts';
import { later, repositoryId, shopPolicy, SignedShop } from '../../verify/signed-shop.ts';
import type { Row } from './row.ts';
import { refusedAtTheHook, topic } from './signed.ts';

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

/** A result that proves nothing of this head, refused until the gate signs one that does. */
function claimed(id: string, act: string, { who = 'ci', gate = 'ci', outcome = 'passed', repository = repositoryId, ofBase = false }: Claimed, source = made, rest: Partial<Row> = {}): Row {
  return {
    id: `result/${id}`, actor: 'author', act, source, expected: 'prevented', ...rest,
    run: async () => {
      const shop = await SignedShop.make({ policy });
      shop.keys['stranger'] = fileKey(newFolder());
      const head = topic(shop);
      await shop.sign('ana', shop.adopted, head);
      const result = (commit: string, members: Partial<v1.EvidenceV1> = {}): v1.EvidenceV1 => ({
        repository: repositoryId, objectFormat: 'sha1', gate: 'ci', tree: shop.repo.git('rev-parse', `${commit}^{tree}`), commit, nonce: randomBytes(16).toString('hex'),
        signedAt: formatInstant(later), ledger: null, result: { kind: 'check', name: 'test', outcome: 'passed', tool: null }, ...members,
      });
      await shop.record('evidence', who, result(ofBase ? shop.adopted : head, { gate, repository, result: { kind: 'check', name: 'test', outcome, tool: null } }));
      return refusedAtTheHook(shop, head, () => shop.record('evidence', 'ci', result(head)));
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
];
