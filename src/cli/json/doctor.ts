import type { DoctorJson } from '../../contract/doctor.ts';
import type { Finding } from '../../workflows/reports.ts';

/** `doctor --json` */
export function doctorJson(findings: readonly Finding[]): DoctorJson {
  const has = (state: Finding['state']) => findings.some((finding) => finding.state === state);
  return {
    schema: 'urn:countersign:schema:doctor:v1',
    status: has('problem') ? 'problem' : has('warning') ? 'warning' : 'ok',
    findings: findings.map(({ name, state, sentence, mend }) => ({ name, state, sentence, mend })),
  };
}
