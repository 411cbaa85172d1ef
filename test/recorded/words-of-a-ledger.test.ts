import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeSha256, openRepository } from '../../src/adapters/git/index.ts';
import { openLedgerStore } from '../../src/adapters/ledger/index.ts';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { newStatement, pae, payloadType, writeEnvelope, writeStatement, type PredicateName, type Predicates, type Statement } from '../../src/core/attestation/index.ts';
import { formatInstant } from '../../src/core/values/index.ts';
import { checkChange } from '../../src/workflows/check-change.ts';
import { explainChange } from '../../src/workflows/explain-change.ts';
import { appendStatements } from '../../src/workflows/ledger/append-statements.ts';
import type { Ports } from '../../src/workflows/ports/index.ts';
import type { CheckReport } from '../../src/workflows/reports.ts';
import { BuiltRepository, newFolder, removeFolders } from '../git/built-repository.ts';
import { fileKey, type TestKey } from '../keys/index.ts';
import { unanswered } from '../keys/statement.ts';

const id = '3f2a'.padEnd(64, '0');
const now = 1_700_100_000;
const policy = `version: 1
mode: enforce
rules:
  - name: gate
    when: change.assisted
    because: somebody else answers for it
    require:
      - sign-off: { level: senior, count: 1, signature: any }
      - checks: { pass: [test], after: sign-off }
otherwise: { allow: true, because: no rule asks for more }
`;

let shop: BuiltRepository;
let keys: Record<'ana' | 'bo' | 'ci' | 'mallory', TestKey>;

beforeAll(() => {
  shop = BuiltRepository.init();
  const folder = newFolder();
  keys = { ana: fileKey(folder), bo: fileKey(folder), ci: fileKey(folder), mallory: fileKey(folder) };
  const people = `root: { repository: "${id}", keys: [] }
people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com], keys: ["${keys.ana.line}"] }
  bo: { name: Bo Lind, level: mid, emails: [ada@example.com, carl@example.com], keys: ["${keys.bo.line}"] }
gates:
  ci: { keys: ["${keys.ci.line}"], may: [evidence] }
`;
  shop.write('.countersign/policy.yaml', policy).write('.countersign/people.yaml', people).write('a.ts', 'one\n');
  shop.commit('Start');
  shop.git('checkout', '-q', '-b', 'topic');
  shop.write('a.ts', 'one\ntwo\n');
  shop.commit('Add two\n\nAssisted-by: Copilot:gpt-5.2');
});

afterAll(removeFolders);

async function withPorts<T>(work: (ports: Ports) => Promise<T>): Promise<T> {
  const repository = await openRepository(shop.path);
  try {
    return await work({ repository, sha256: nodeSha256, cryptography: nodeCryptography, readText: () => Promise.reject(new Error('no file')), ledger: openLedgerStore(repository.access(), { now: () => now }) });
  } finally {
    await repository.close();
  }
}

const check = (range = 'main..topic') => withPorts((ports) => checkChange(ports, { range, target: null, now, preset: null, policyFile: null, peopleFile: null, onProgress: null }));

function record<N extends PredicateName>(key: TestKey, name: N, predicate: Predicates[N]): Promise<unknown> {
  const payload = writeStatement(newStatement(name, predicate) as unknown as Statement);
  const envelope = writeEnvelope(payload, key.sign(pae(payloadType, payload)));
  return withPorts((ports) => appendStatements(ports, [{ envelope, entryList: null, keep: [] }]));
}

let nonces = 0;
const common = () => ({ repository: id, objectFormat: 'sha1', nonce: String((nonces += 1)).padStart(32, '0'), signedAt: formatInstant(now - 60), ledger: null }) as const;

function signOff({ change }: CheckReport, person: string, parts: Partial<Predicates['sign-off']> = {}): Predicates['sign-off'] {
  return {
    ...common(),
    target: change.target,
    base: change.base,
    head: change.head,
    change: { digest: change.digest, entries: change.files.length },
    verdict: 'approve',
    commits: { count: change.commits.length, digest: '0'.repeat(64) },
    contributors: ['bo'],
    excluded: ['bo'],
    answering: { tier: 'medium', rules: ['gate'] },
    inputs: { digest: '0'.repeat(64), engine: 'countersign-1', policyAt: change.base.commit, at: formatInstant(now - 60) },
    person: { id: person, level: 'senior' },
    ...unanswered,
    manner: 'unattended',
    ...parts,
  };
}

const ledgerOf = ({ coverage }: CheckReport) => coverage.find(({ source }) => source.includes('countersign/ledger'));

test('what a ledger says is read by `check`: signed, tested, approved; rejected, rewritten, taken away', async () => {
  const before = await check();
  expect([before.judgement.decision.status, ledgerOf(before)?.state]).toEqual(['pending', 'absent']);

  await record(keys.mallory, 'sign-off', signOff(before, 'ana'));
  await record(keys.ana, 'sign-off', signOff(before, 'ana'));
  const signed = await check();
  expect(signed.judgement.decision).toMatchObject({ status: 'pending', root: { sentence: 'needs tests' } });
  expect(signed.judgement.decision.root.children.at(-1)!.setAside).toMatchObject([{ signOff: '0', because: expect.stringMatching(/^key of nobody enrolled/) as unknown }]);
  expect(ledgerOf(signed)).toMatchObject({ state: 'read', sentence: '2 entries' });

  await record(keys.ci, 'evidence', { ...common(), gate: 'ci', tree: signed.change.head.tree, commit: null, result: { kind: 'check', name: 'test', outcome: 'passed', tool: null } });
  const tested = await check();
  expect(tested.judgement.decision).toMatchObject({ status: 'approved', root: { sentence: 'signed by Ana (senior, any)' } });

  // The target moves elsewhere, and the sign-off with it; the test of the old tree goes along where nothing touched moved.
  shop.git('checkout', '-q', 'main');
  shop.write('b.ts', 'other\n');
  shop.commit('Elsewhere');
  shop.git('checkout', '-q', 'topic');
  shop.git('rebase', '-q', 'main');
  const moved = await check();
  expect(moved.judgement.decision).toMatchObject({ status: 'approved' });
  expect(moved.inputs.carries).toEqual([{ signOff: '1', test: 'disjoint', moved: [] }]);

  // One byte more is another change.
  shop.write('a.ts', 'one\ntwo!\n');
  shop.git('commit', '-qam', 'Add two\n\nAssisted-by: Copilot:gpt-5.2', '--amend');
  const altered = await check();
  expect(altered.judgement.decision.status).toBe('pending');

  // A rejection outlives an amended commit: the same hands at the same file.
  await record(keys.ana, 'sign-off', signOff(altered, 'ana', { verdict: 'reject' }));
  shop.write('a.ts', 'one\nthree\n');
  shop.git('commit', '-qam', 'Add three\n\nAssisted-by: Copilot:gpt-5.2', '--amend');
  const rejected = await check();
  expect(rejected.judgement.decision).toMatchObject({ status: 'refused', root: { sentence: expect.stringMatching(/^Ana rejected it as it was at [0-9a-f]{7}, on \d{4}-\d\d-\d\d$/) as unknown }, next: [{ sentence: 'Ana withdraws the rejection', command: expect.stringMatching(/^countersign sign [0-9a-f]{12}\.\.[0-9a-f]{12} --withdraw$/) as unknown }, {}] });
  await record(keys.ana, 'sign-off', signOff(rejected, 'ana', { verdict: 'withdraw' }));
  expect((await check()).judgement.decision.status).toBe('pending');
});

test('a signed declaration is a claim that `explain` prints with its entry', async () => {
  const { change } = await check();
  const about = { objectFormat: 'sha1', target: change.target, base: change.base, head: change.head, change: { digest: change.digest, entries: change.files.length } } as const;
  await record(keys.bo, 'declaration', { ...common(), ...about, person: { id: 'bo' }, attests: false, assistance: { used: true, tools: ['Claude'] }, document: {}, maintainer: null });
  const { claims } = await withPorts((ports) => explainChange(ports, { revision: 'main..topic' }));
  expect(claims.at(-1)).toMatchObject({ kind: 'declared', tool: 'Claude', source: { in: 'ledger' }, quote: '"used":true' });
  expect((await check()).judgement.assistance.tools).toContain('Claude');
});

test('a ledger that contradicts itself leaves every decision open, and one rolled back too', async () => {
  const tip = shop.git('rev-parse', 'refs/countersign/ledger');
  writeFileSync(join(shop.path, 'wrong'), `countersign/${id}\n2\n${Buffer.alloc(32).toString('base64')}\n`);
  const blob = shop.git('hash-object', '-w', 'wrong');
  const tree = shop.gitWith(shop.git('ls-tree', tip).replace(/[0-9a-f]{40}\tcheckpoint/, `${blob}\tcheckpoint`) + '\n', 'mktree');
  shop.git('update-ref', 'refs/countersign/ledger', shop.git('commit-tree', '-m', 'forged', '-p', tip, tree));
  const forged = await check();
  expect(forged.judgement.decision.status).toBe('unknown');
  expect(forged.judgement.decision.root.sentence).toMatch(/^ledger: the ledger cannot be believed/);
  expect(forged.judgement.decision.next[0]!.command).toBe('countersign ledger audit');
  expect(ledgerOf(forged)?.state).toBe('partial');
  shop.git('update-ref', '-d', 'refs/countersign/ledger');
  const gone = await check();
  expect([gone.judgement.decision.status, ledgerOf(gone)?.state]).toEqual(['unknown', 'partial']);
});
