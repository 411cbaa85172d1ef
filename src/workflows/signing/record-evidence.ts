import { newStatement, writeStatement, type v1 } from '../../core/attestation/index.ts';
import type { Gate } from '../../core/policy/index.ts';
import { formatInstant, type Instant } from '../../core/values/index.ts';
import { findGovernance } from '../governing-policy.ts';
import type { Ports, Signer, TextFiles } from '../ports/index.ts';
import { readReports, type ReportFiles } from '../results/read-reports.ts';
import { gateWith, machineKeyOf } from './gate-key.ts';
import { freshLedger, ledgerSeen, rootOf } from './open-change.ts';
import { recordStatement, type InLedger } from './record-statement.ts';

/** What was found, as a machine says it. */
export interface EvidenceDraft {
  /** Said by the caller; `null`: files of results say it all. */
  readonly check: { readonly name: string; readonly outcome: 'passed' | 'failed'; readonly tool: string | null } | null;
  readonly reports: ReportFiles;
  readonly readBytes: TextFiles['readBytes'];
  /** A revision; its tree is what the result binds. */
  readonly revision: string;
  readonly target: string | null;
  readonly gate: string | null;
  /** The gate's key. */
  readonly key: string;
  /** 32 random hex digits, others each time. */
  readonly nonce: () => Promise<string>;
  readonly now: Instant;
}

/** Results that stand in the ledger, one entry for each. */
export interface RecordedEvidence {
  readonly results: readonly { readonly result: v1.ResultV1; readonly recorded: InLedger }[];
  readonly gate: Gate;
  readonly commit: string;
  readonly tree: string;
  readonly place: string;
  /** Checks and suites that rules of the policy ask for by name, each once. */
  readonly asked: readonly string[];
  readonly askedSuites: readonly string[];
}

/**
 * Signs what a check, tests or scanners found with the key of an enrolled gate, bound to the tree it ran on, and records it. Which gates
 * there are, the protected branch says: what a change brings enrols nobody.
 */
export async function recordEvidence(ports: Ports, signer: Signer, draft: EvidenceDraft): Promise<RecordedEvidence> {
  const { repository } = ports;
  const governance = await findGovernance(ports, null, draft.target, { preset: null, policyFile: null, peopleFile: null });
  const { people, source, target } = governance;
  const id = await rootOf(ports, { people, source, target: target.ref });
  const holder = await machineKeyOf(signer, draft.key, people, source.people, 'evidence');
  const gate = gateWith(holder, draft.key, draft.gate, 'evidence');
  const { commit } = await repository.resolve(draft.revision);
  const [{ tree }, { objectFormat }] = await Promise.all([repository.readTreeOf(commit), repository.facts()]);
  const reported = await readReports({ ...ports, readBytes: draft.readBytes }, draft.reports, commit, { ref: target.ref, tip: target.tip });
  const found = [...(draft.check === null ? [] : [{ kind: 'check', ...draft.check } as const]), ...reported];
  await freshLedger(ports);
  const say = async (result: v1.ResultV1) =>
    newStatement('evidence', {
      repository: id, objectFormat, gate: gate.id, tree, commit, result,
      nonce: await draft.nonce(), signedAt: formatInstant(draft.now), ledger: await ledgerSeen(ports),
    });
  // All or nothing, so far as it can be seen beforehand: what is too large to be signed throws here.
  for (const result of found) writeStatement(await say(result));
  const results: RecordedEvidence['results'][number][] = [];
  for (const result of found) results.push({ result, recorded: await recordStatement(ports, { signer, key: holder.key }, await say(result), null) });
  const required = governance.policy.rules.flatMap((rule) => rule.require);
  const asked = unique(required.flatMap((one) => (one.kind === 'checks' ? one.pass : [])));
  const askedSuites = unique(required.flatMap((one) => (one.kind === 'tests' ? one.suites : [])));
  return { results, gate, commit, tree, place: ports.ledger.place, asked, askedSuites };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
