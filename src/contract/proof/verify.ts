import { z } from 'zod';
import { amount, commitId, mode, sha256, time } from '../parts.ts';

const failure = z.object({
  code: z
    .string()
    .describe(
      'history-shallow, object-missing, ledger-absent, ledger-behind, ledger-inconsistent, adoption-absent, root-mismatch, root-missing, policy-invalid, engine-unknown, not-covered, not-included, pending, refused, unsatisfiable, undecided or after-review-overdue',
    ),
  sentence: z.string(),
  mend: z.string().nullable().describe('a command that mends it'),
});

/** `countersign verify --json` */
export const verify = z.object({
  schema: z.literal('urn:countersign:schema:verify:v1'),
  verified: z.boolean().describe('every governed landing passed, and there is one; the exit code is 0'),
  range: z.string(),
  target: z.string().describe('full ref name of the protected branch'),
  ledger: z
    .object({
      place: z.string(),
      size: amount,
      root: sha256,
      witnessed: z.object({ by: z.string(), size: amount, at: time }).optional().describe('the newest that a believed witness is known here to have seen'),
    })
    .nullable().describe('null: there is none here'),
  adoption: z
    .object({ commit: commitId, root: z.string().describe('fingerprint of the root key'), entry: amount, repository: sha256.describe('id that every statement names') })
    .nullable()
    .describe('what trust begins with; compare the fingerprint with one you had from elsewhere, or pass it with --root'),
  landings: z.array(
    z.object({
      commit: commitId,
      subject: z.string(),
      status: z
        .enum(['verified', 'refused', 'pending', 'unverifiable', 'ungoverned', 'overridden'])
        .describe('unverifiable: something it takes is missing, never a pass; ungoverned: it landed before adoption'),
      carriedBy: z.enum(['exact', 'disjoint', 'textual']).nullable().describe('the weakest test by which a sign-off covers it'),
      signOffs: z.array(
        z.object({
          person: z.string(),
          level: z.string(),
          strength: z.enum(['any', 'touch', 'verified']),
          entry: amount.describe('position in the ledger, from 0'),
          test: z.enum(['exact', 'disjoint', 'textual']),
          envelope: sha256,
        }),
      ),
      failures: z.array(failure),
      steps: z.array(z.object({ step: z.string(), outcome: z.enum(['passed', 'failed', 'open', 'noted']), sentence: z.string() })),
      landedAt: time.nullable().describe('by the clock of a gate; null: unwitnessed, and nothing expires'),
      mode: mode.nullable(),
      policy: sha256.nullable().describe('digest of the policy in force then'),
    }),
  ),
});

export type VerifyJson = z.infer<typeof verify>;
