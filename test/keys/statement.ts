import { newStatement, type StatementOf, type v1 } from '../../src/core/attestation/index.ts';

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
  inputs: { digest: hex('9', 64), engine: 'countersign-1', policyAt: hex('2', 40), at: '2026-11-21T16:10:00Z' },
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

/** `someSignOff` with other members, as a statement. */
export function signOff(members: Partial<v1.SignOffV1> = {}): StatementOf<'sign-off'> {
  return newStatement('sign-off', { ...someSignOff, ...members });
}
