import { canonicalJson, formatInstant, type Instant, type Json } from '../../core/values/index.ts';
import { isProven, type VerifiedLanding, type VerifyReport } from './verify-report.ts';

/** Who says so, when, and of which repository. */
export interface Verifier {
  readonly version: string;
  readonly now: Instant;
}

/** What a landing earns: that people signed off on it as its policy asks. Levels of an organisation begin so (SLSA source track). */
const level = 'ORG_SOURCE_COUNTERSIGNED';

/**
 * A SLSA Verification Summary Attestation for each landing (https://slsa.dev/spec/v1.2/verification_summary), as in-toto
 * statements, one a line of canonical JSON; unsigned: whoever publishes them signs them. Only a landing that passed is
 * `PASSED`; what could not be verified is `FAILED` like what was refused.
 */
export function summaryAttestations(report: VerifyReport, verifier: Verifier): string {
  return report.landings.map((landing) => `${canonicalJson(statement(report, landing, verifier))}\n`).join('');
}

function statement({ target, adoption }: VerifyReport, landing: VerifiedLanding, { version, now }: Verifier): Json {
  const passed = isProven(landing);
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { gitCommit: landing.commit }, annotations: { sourceRefs: [target] } }],
    predicateType: 'https://slsa.dev/verification_summary/v1',
    predicate: {
      verifier: { id: 'urn:countersign:verify:v1', version: { countersign: version } },
      timeVerified: formatInstant(now),
      resourceUri: adoption === null ? 'urn:countersign:repository:unknown' : `urn:countersign:repository:${adoption.repository}`,
      policy: { uri: `git:${landing.commit}^:.countersign/policy.yaml`, ...(landing.policyDigest === null ? {} : { digest: { sha256: landing.policyDigest } }) },
      inputAttestations: landing.signOffs.map(({ entry, envelope }) => ({ uri: `urn:countersign:ledger-entry:${entry}`, digest: { sha256: envelope } })),
      verificationResult: passed ? 'PASSED' : 'FAILED',
      // An override is no sign-off: it may pass the gate and earns no level.
      verifiedLevels: passed ? (landing.status === 'verified' ? [level] : []) : ['FAILED'],
      slsaVersion: '1.2',
    },
  };
}
