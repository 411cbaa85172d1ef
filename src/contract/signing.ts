import { z } from 'zod';
import { amount, commitId } from './parts.ts';

const strength = z.enum(['any', 'touch', 'verified']).describe('what the signature shows: a file key, a touch, a touch with PIN or biometric');

/** Where a statement stands once it is signed. */
const recorded = z.object({
  entry: amount.describe('position in the ledger, from 0'),
  envelope: z.string().describe('SHA-256 of the envelope'),
  key: z.string().describe('SHA256:… as ssh-keygen -l prints it'),
  strength,
  place: z.string().describe('where the ledger is'),
});

/** `countersign sign --json` */
export const sign = z.object({
  schema: z.literal('urn:countersign:schema:sign:v1'),
  verdict: z.enum(['approve', 'reject', 'request-changes', 'withdraw']),
  person: z.object({ id: z.string(), level: z.string() }),
  manner: z.enum(['terminal', 'unattended']).describe('unattended: flags answered, nobody was asked'),
  target: z.string(),
  base: commitId,
  head: commitId,
  change: z.object({ digest: z.string(), entries: amount, code: z.string().describe('the short code that was shown') }),
  shown: z.string().describe('SHA-256 of the brief'),
  recorded,
  decision: z.object({ status: z.string(), sentence: z.string(), next: z.array(z.object({ sentence: z.string(), people: z.array(z.string()), command: z.string().nullable() })) }).describe('what the change is with it'),
});

export type SignJson = z.infer<typeof sign>;
