import type { VerifyJson } from '../../../contract/proof/verify.ts';
import { formatInstant } from '../../../core/values/index.ts';
import type { VerifyReport } from '../../../workflows/verify/verify-report.ts';

/** `verify --json`. Holds nothing of the folder the clone lies in. */
export function verifyJson(report: VerifyReport): VerifyJson {
  return {
    schema: 'urn:countersign:schema:verify:v1',
    verified: report.verified,
    range: report.range,
    target: report.target,
    ledger: report.ledger === null ? null : ledgerJson(report.ledger),
    adoption: report.adoption === null ? null : { ...report.adoption },
    landings: report.landings.map(({ commit, subject, status, carriedBy, signOffs, failures, steps, landedAt, mode, policyDigest }) => ({
      commit,
      subject,
      status,
      carriedBy,
      signOffs: signOffs.map(({ person, level, strength, entry, test, envelope }) => ({ person, level, strength, entry, test, envelope })),
      failures: failures.map(({ code, sentence, mend }) => ({ code, sentence, mend })),
      steps: steps.map(({ step, outcome, sentence }) => ({ step, outcome, sentence })),
      landedAt: landedAt === null ? null : formatInstant(landedAt),
      mode,
      policy: policyDigest,
    })),
  };
}

function ledgerJson({ witnessed, ...ledger }: NonNullable<VerifyReport['ledger']>): NonNullable<VerifyJson['ledger']> {
  return { ...ledger, ...(witnessed === undefined ? {} : { witnessed: { ...witnessed, at: formatInstant(witnessed.at) } }) };
}
