import type { v1 } from '../../core/attestation/index.ts';
import { foundIn } from '../../core/recorded/index.ts';
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
export function evidenceRecordJson({ results, gate, commit, tree, place }: RecordedEvidence): EvidenceRecordJson {
  const first = results[0]!;
  return {
    schema: 'urn:countersign:schema:evidence-record:v1',
    gate: gate.id,
    commit,
    tree,
    check: foundIn(first.result).name,
    outcome: first.result.outcome,
    tool: first.result.tool,
    recorded: recordedJson(first.recorded, place),
    results: results.map(({ result, recorded }) => ({ ...resultJson(result), recorded: recordedJson(recorded, place) })),
  };
}

function resultJson(result: v1.ResultV1): Omit<EvidenceRecordJson['results'][number], 'recorded'> {
  const { kind, outcome, tool } = result;
  const none = { kind, outcome, tool, check: null, suite: null, tests: null, covered: null, findings: null, cases: null };
  if (result.kind === 'check') return { ...none, check: result.name };
  if (result.kind === 'tests') {
    const { suite, ran, failed, skipped, coverage } = result;
    return { ...none, suite, tests: { ran, failed, skipped }, covered: coverage === null ? null : coverage.map(({ path }) => path) };
  }
  if (result.kind === 'edge-cases') return { ...none, cases: [...result.cases] };
  const sum = (level: 'error' | 'warning' | 'note') => result.files.reduce((all, file) => all + file[level], result.nowhere[level]);
  return { ...none, findings: { error: sum('error'), warning: sum('warning'), note: sum('note') } };
}
