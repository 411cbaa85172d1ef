import type { RecordedStatement } from '../../src/core/attestation/index.ts';
import type { SignOffV1 } from '../../src/core/attestation/v1/index.ts';
import type { Repository } from '../../src/workflows/ports/index.ts';

export const main = 'refs/heads/main';

/** What of an approval a test chooses. */
export interface Approved {
  readonly base: string;
  readonly head: string;
  readonly target?: string;
  readonly alsoFor?: readonly string[];
  readonly verdict?: SignOffV1['verdict'];
  readonly entry?: number;
}

/** An approval of `base..head` as the ledger would give it, its signature believed: carrying asks trees and history alone. */
export async function approvalOf(repository: Repository, { base, head, target = main, alsoFor = [], verdict = 'approve', entry = 0 }: Approved): Promise<RecordedStatement> {
  const { objectFormat } = await repository.facts();
  const change = await repository.readChange(target, base === '' ? null : base, head, true);
  const moment = '2026-01-02T03:04:05Z';
  const predicate: SignOffV1 = {
    repository: 'f'.repeat(64), objectFormat, target, base: change.base, head: change.head,
    change: { digest: change.digest, entries: change.files.length },
    verdict, commits: { count: change.commits.length, digest: '0'.repeat(64) }, contributors: [], excluded: [],
    answering: { tier: 'low', rules: [] }, inputs: { digest: '0'.repeat(64), engine: 'countersign-1', policyAt: base, at: moment },
    person: { id: 'sam', level: 'senior' }, answers: [], checklists: [], edgeCases: [], owner: null, alsoFor, comment: null,
    shown: '0'.repeat(64), manner: 'terminal', previous: null, nonce: '0'.repeat(32), signedAt: moment, expiresAt: null, ledger: null,
  };
  const digest: Record<string, string> = { gitCommit: change.head.commit, gitTree: change.head.tree };
  return {
    entry,
    envelope: entry.toString(16).padStart(64, '0'),
    statement: { name: 'sign-off', subject: [{ name: target, digest }, { name: 'change', digest: { sha256: change.digest } }], predicate },
    signature: { publicKey: 'ssh-ed25519 AAAA', fingerprint: 'SHA256:test', strength: 'touch', synced: false, counter: null, passkey: null },
  };
}
