import { z } from 'zod';
import { check } from './check.ts';
import { verify } from './proof/verify.ts';
import { doctor } from './doctor.ts';
import { error } from './error.ts';
import { explain } from './explain.ts';
import { ledgerAudit, ledgerExport, ledgerProve, ledgerPush, ledgerReceipt, ledgerShow } from './ledger.ts';
import { hook, mark } from './marking.ts';
import { policyDiff } from './policy-diff.ts';
import { policyExplain } from './policy-explain.ts';
import { policyLint, policyShow } from './policy.ts';
import { policyTest } from './policy-test.ts';
import { receive } from './receiving.ts';
import { reviewers } from './reviewers.ts';
import { witness } from './witness.ts';
import { scan } from './scan.ts';
import { adopt, evidenceRecord } from './gates.ts';
import { init } from './setup.ts';
import { peopleAdd, peopleAllowedSigners, peopleEnrol, peopleImport, peopleList, peopleProve, peopleRevoke, peopleRoot } from './people.ts';
import { afterReview, audit, declare, override, sign } from './signing.ts';

/** Everything the command line prints as JSON, by the name `countersign schema NAME` knows it by. */
export const contract = {
  scan,
  check,
  verify,
  explain,
  reviewers,
  'policy-lint': policyLint,
  'policy-show': policyShow,
  'policy-explain': policyExplain,
  'policy-diff': policyDiff,
  'policy-test': policyTest,
  doctor,
  mark,
  hook,
  receive,
  init,
  adopt,
  'evidence-record': evidenceRecord,
  sign,
  declare,
  override,
  'after-review': afterReview,
  audit,
  'people-list': peopleList,
  'people-import': peopleImport,
  'people-add': peopleAdd,
  'people-root': peopleRoot,
  'people-enrol': peopleEnrol,
  'people-prove': peopleProve,
  'people-revoke': peopleRevoke,
  'people-allowed-signers': peopleAllowedSigners,
  'ledger-show': ledgerShow,
  'ledger-prove': ledgerProve,
  'ledger-receipt': ledgerReceipt,
  'ledger-audit': ledgerAudit,
  'ledger-export': ledgerExport,
  'ledger-push': ledgerPush,
  witness,
  error,
} as const;

/** A JSON Schema as a plain object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schema (draft 2020-12) of each, as published in docs/schemas. Open: later versions may add fields. */
export function contractSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(contract).map(([name, schema]) => [
      name,
      {
        $id: `urn:countersign:schema:${name}:v1`,
        title: `countersign ${name}`,
        ...(z.toJSONSchema(schema, { io: 'input', reused: 'inline' }) as JsonSchema),
      },
    ]),
  );
}
