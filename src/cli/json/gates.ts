import type { AdoptJson, EvidenceRecordJson } from '../../contract/gates.ts';
import type { Adopted } from '../../workflows/signing/adopt-target.ts';
import type { RecordedEvidence } from '../../workflows/signing/record-evidence.ts';
import type { InLedger } from '../../workflows/signing/record-statement.ts';

function recordedJson({ entry, envelope, signature }: InLedger, place: string) {
  return { entry, envelope, key: signature.fingerprint, place };
}

/** `adopt --json` */
export function adoptJson({ kind, statement: { repository, target, commit, policy, people, gate }, recorded, place }: Adopted): AdoptJson {
  return { schema: 'urn:countersign:schema:adopt:v1', kind, repository, target, commit, policy, people, gate, recorded: recordedJson(recorded, place) };
}

/** `evidence record --json` */
export function evidenceRecordJson({ gate, commit, tree, result, recorded, place }: RecordedEvidence): EvidenceRecordJson {
  return { schema: 'urn:countersign:schema:evidence-record:v1', gate: gate.id, commit, tree, check: result.name, outcome: result.outcome, tool: result.tool, recorded: recordedJson(recorded, place) };
}
