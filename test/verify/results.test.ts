import { randomBytes } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import type { v1 } from '../../src/core/attestation/index.ts';
import { formatInstant } from '../../src/core/values/index.ts';
import { removeFolders } from '../git/built-repository.ts';
import { lines, repositoryId, SignedShop } from './signed-shop.ts';

afterAll(removeFolders);

const policy = `version: 1
levels: [junior, mid, senior, principal]
mode: enforce
protected: [refs/heads/main]
undeclared: human
areas:
  shop: { paths: [shop/**], tier: high, owners: [ana, li] }
rules:
  - name: proven
    when: '"shop" in change.areas'
    require: [ scan: { no-new: warning }, tests: { suites: [unit], cover: 80% } ]
    because: machines measured it
otherwise: { allow: true, because: nothing asks for more }
`;

/** Before the commit: what was signed after it landed says nothing of whether it might. */
const signed = 1_700_000_000;

const path = 'shop/cart.ts';
const scan: v1.ResultV1 = { kind: 'scan', tool: 'semgrep', version: null, outcome: 'passed', files: [], nowhere: { error: 0, warning: 0, note: 0 }, sources: [] };
const tests: v1.ResultV1 = { kind: 'tests', suite: 'unit', outcome: 'passed', tool: null, ran: 3, failed: 0, skipped: 0, coverage: [{ path, hit: [{ start: 1, end: 14 }], missed: [] }], sources: [] };

interface Given {
  readonly results: readonly v1.ResultV1[];
  /** Whose key signs; the gate's name stands in the statement whoever it is. */
  readonly who?: string;
  readonly repository?: string;
  /** The tree before the landing instead of the landed one. */
  readonly stale?: boolean;
}

/** Lands one commit of the shop with these results in the ledger, and says how it verifies. */
async function landed({ results, who = 'ci', repository = repositoryId, stale = false }: Given) {
  const shop = await SignedShop.make({ policy });
  const before = shop.repo.git('rev-parse', 'HEAD^{tree}').trim();
  const commit = shop.repo.write(path, lines('cart', 14)).commit('Two more\n');
  const tree = stale ? before : shop.repo.git('rev-parse', 'HEAD^{tree}').trim();
  for (const result of results) {
    await shop.record('evidence', who, { repository, objectFormat: shop.format(), gate: 'ci', tree, commit, result, nonce: randomBytes(16).toString('hex'), signedAt: formatInstant(signed), ledger: null });
  }
  const { verified } = await shop.verify();
  return verified;
}

it.each<[string, 'proven' | 'not proven', Given]>([
  ['with both, by the gate, of the landed tree', 'proven', { results: [scan, tests] }],
  ['with the scan alone', 'not proven', { results: [scan] }],
  ['with a finding in the file it touches', 'not proven', { results: [{ ...scan, files: [{ path, error: 1, warning: 0, note: 0 }] }, tests] }],
  ['with a finding in another file', 'proven', { results: [{ ...scan, files: [{ path: 'shop/total.ts', error: 1, warning: 0, note: 0 }] }, tests] }],
  ['with the added lines not covered', 'not proven', { results: [scan, { ...tests, coverage: [{ path, hit: [{ start: 1, end: 12 }], missed: [{ start: 13, end: 14 }] }] }] }],
  ['with the file left out of the coverage', 'not proven', { results: [scan, { ...tests, coverage: [] }] }],
  ['with both, forged by a person', 'not proven', { results: [scan, tests], who: 'ana' }],
  ['with both, signed by the root', 'not proven', { results: [scan, tests], who: 'root' }],
  ['with both, of another repository', 'not proven', { results: [scan, tests], repository: '7'.repeat(64) }],
  ['with both, of the tree before', 'not proven', { results: [scan, tests], stale: true }],
])('a landing %s is %s', async (_, outcome, given) => {
  expect(await landed(given)).toBe(outcome === 'proven');
});

it('nobody can sign that tests passed of which one failed', async () => {
  await expect(landed({ results: [{ ...tests, failed: 1 }] })).rejects.toThrow('says that tests passed of which some failed or none ran');
});
