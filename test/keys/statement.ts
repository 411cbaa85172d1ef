import { engine, newStatement, type Statement, type StatementOf, type v1 } from '../../src/core/attestation/index.ts';

const hex = (digit: string, length: number): string => digit.repeat(length);

/** A sign-off that says nothing unusual, for tests that change a part of it. */
export const someSignOff: v1.SignOffV1 = {
  repository: hex('1', 64),
  objectFormat: 'sha1',
  target: 'refs/heads/main',
  base: { commit: hex('2', 40), tree: hex('3', 40) },
  head: { commit: hex('4', 40), tree: hex('5', 40) },
  change: { digest: hex('6', 64), entries: 5 },
  verdict: 'approve',
  commits: { count: 2, digest: hex('7', 64) },
  contributors: ['bo', `unknown:${hex('8', 64)}`],
  excluded: ['bo'],
  answering: { tier: 'critical', rules: ['senior-gate', 'critical'] },
  inputs: { digest: hex('9', 64), engine, policyAt: hex('2', 40), at: '2026-11-21T16:10:00Z' },
  person: { id: 'ana', level: 'senior' },
  answers: [{ item: 'concurrency', answer: 'one query, one lock', anchors: [{ path: 'services/checkout/reserve.ts', start: 19, end: 26 }] }],
  checklists: ['ai-review'],
  edgeCases: ['two carts, one item'],
  owner: 'bo',
  alsoFor: [],
  comment: null,
  shown: hex('a', 64),
  manner: 'terminal',
  previous: null,
  nonce: hex('b', 32),
  signedAt: '2026-11-21T16:13:00Z',
  expiresAt: null,
  ledger: { size: 2308, root: hex('c', 64) },
};

/** Members of a sign-off that answers nothing and names nobody. */
export const unanswered = { answers: [], checklists: [], edgeCases: [], owner: null, alsoFor: [], comment: null, shown: hex('0', 64), previous: null, expiresAt: null } as const;

/** `someSignOff` with other members, as a statement. */
export function signOff(members: Partial<v1.SignOffV1> = {}): StatementOf<'sign-off'> {
  return newStatement('sign-off', { ...someSignOff, ...members });
}

const { repository, objectFormat, target, base, head, change, nonce, signedAt, ledger } = someSignOff;
const about = { repository, objectFormat, target, base, head, change };
const claimed = { nonce, signedAt, ledger };

const someEvidence: v1.EvidenceV1 = { repository, objectFormat, ...claimed, gate: 'ci', tree: hex('5', 40), commit: hex('4', 40), result: { kind: 'check', name: 'test', outcome: 'passed', tool: 'vitest 5.1.1' } };

/** A passed check, with other members where given. */
export function evidence(members: Partial<v1.EvidenceV1> = {}): StatementOf<'evidence'> {
  return newStatement('evidence', { ...someEvidence, ...members });
}

/** One statement of each kind. */
export const someStatements: readonly Statement[] = [
  signOff(),
  newStatement('declaration', {
    ...about,
    ...claimed,
    person: { id: 'bo' },
    attests: false,
    assistance: { used: true, tools: ['Copilot'] },
    document: { intent: 'reserve stock in one query', rollback: 'revert' },
    maintainer: 'bo',
  }),
  newStatement('override', { ...about, ...claimed, person: { id: 'edda', level: 'principal' }, reason: 'checkout is down', expiresAt: '2026-11-22T16:13:00Z' }),
  newStatement('after-review', { repository, ...claimed, target, landing: { commit: hex('4', 40), change: hex('6', 64) }, person: { id: 'ana', level: 'senior' }, verdict: 'accept', comment: 'as it should be' }),
  newStatement('audit', { repository, ...claimed, person: { id: 'edda', level: 'principal' }, entries: { from: 0, to: 2308 }, findings: ['entry 12: reviewed in four seconds'] }),
  evidence(),
  newStatement('review', { repository, objectFormat, ...claimed, gate: 'forge', forge: 'github', account: 'mina', verdict: 'approve', target, base: hex('2', 40), head: hex('4', 40), change: hex('6', 64) }),
  newStatement('landing', {
    repository,
    objectFormat,
    ...claimed,
    gate: 'receive',
    target,
    from: hex('2', 40),
    to: hex('d', 40),
    landed: [{ commit: hex('d', 40), signOffs: [2301, 2299], test: 'disjoint', override: false }],
    gitVersion: '2.39.5',
  }),
  newStatement('adoption', { repository, objectFormat, ...claimed, gate: null, target, commit: hex('2', 40), policy: hex('e', 64), people: hex('f', 64) }),
];
