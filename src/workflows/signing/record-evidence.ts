import { newStatement, type v1 } from '../../core/attestation/index.ts';
import type { Gate } from '../../core/policy/index.ts';
import { formatInstant, type Instant } from '../../core/values/index.ts';
import { findGovernance } from '../governing-policy.ts';
import type { Ports, Signer } from '../ports/index.ts';
import { gateWith, machineKeyOf } from './gate-key.ts';
import { freshLedger, ledgerSeen, rootOf } from './open-change.ts';
import { recordStatement, type InLedger } from './record-statement.ts';

/** What a check found, as a machine says it. */
export interface EvidenceDraft {
  readonly name: string;
  readonly outcome: 'passed' | 'failed';
  readonly tool: string | null;
  /** A revision; its tree is what the result binds. */
  readonly revision: string;
  readonly target: string | null;
  readonly gate: string | null;
  /** The gate's key. */
  readonly key: string;
  /** 32 hex digits. */
  readonly nonce: string;
  readonly now: Instant;
}

/** A result that stands in the ledger. */
export interface RecordedEvidence {
  readonly recorded: InLedger;
  readonly gate: Gate;
  readonly result: v1.EvidenceV1['result'];
  readonly commit: string;
  readonly tree: string;
  readonly place: string;
  /** Checks that rules of the policy ask for by name; each once. */
  readonly asked: readonly string[];
}

/**
 * Signs what a check found with the key of an enrolled gate, bound to the tree it ran on, and records it. Which gates
 * there are, the protected branch says: what a change brings enrols nobody.
 */
export async function recordEvidence(ports: Ports, signer: Signer, draft: EvidenceDraft): Promise<RecordedEvidence> {
  const { repository } = ports;
  const governance = await findGovernance(ports, null, draft.target, { preset: null, policyFile: null, peopleFile: null });
  const { people, source, target } = governance;
  const id = await rootOf(ports, { people, source, target: target.ref });
  const found = await machineKeyOf(signer, draft.key, people, source.people, 'evidence');
  const gate = gateWith(found, draft.key, draft.gate, 'evidence');
  const { commit } = await repository.resolve(draft.revision);
  const [{ tree }, { objectFormat }] = await Promise.all([repository.readTreeOf(commit), repository.facts()]);
  await freshLedger(ports);
  const result = { kind: 'check', name: draft.name, outcome: draft.outcome, tool: draft.tool } as const;
  const statement = newStatement('evidence', {
    repository: id, objectFormat, gate: gate.id, tree, commit, result,
    nonce: draft.nonce, signedAt: formatInstant(draft.now), ledger: await ledgerSeen(ports),
  });
  const recorded = await recordStatement(ports, { signer, key: found.key }, statement, null);
  const asked = governance.policy.rules.flatMap((rule) => rule.require.flatMap((one) => (one.kind === 'checks' ? one.pass : [])));
  return { recorded, gate, result, commit, tree, place: ports.ledger.place, asked: [...new Set(asked)] };
}
