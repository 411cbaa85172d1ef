import { z } from 'zod';
import { amount, commitId, sha256 } from './parts.ts';

const strength = z.enum(['any', 'touch', 'verified']).describe('what the signature shows: a file key, a touch, a touch with PIN or biometric');

/** Where a statement stands once it is signed. */
const recorded = z.object({
  entry: amount.describe('position in the ledger, from 0'),
  envelope: sha256.describe('of the envelope'),
  key: z.string().describe('SHA256:… as ssh-keygen -l prints it'),
  strength,
  place: z.string().describe('where the ledger is'),
});

const person = z.object({ id: z.string(), level: z.string() });
const change = z.object({ digest: sha256, entries: amount, code: z.string().describe('the short code that was shown') });
const decision = z
  .object({ status: z.string(), sentence: z.string(), next: z.array(z.object({ sentence: z.string(), people: z.array(z.string()), command: z.string().nullable() })) })
  .describe('what the change is with it');
const said = { person, target: z.string(), base: commitId, head: commitId, change, recorded, decision };

/** `countersign sign --json` */
export const sign = z.object({
  schema: z.literal('urn:countersign:schema:sign:v1'),
  verdict: z.enum(['approve', 'reject', 'request-changes', 'withdraw']),
  manner: z.enum(['terminal', 'page', 'unattended']).describe('terminal: a person was asked there; page: flags answered, and the page of the passkey showed it before somebody pressed; unattended: flags answered, nobody was asked'),
  shown: sha256.describe('of the brief'),
  ...said,
});

/** `countersign declare --json` */
export const declare = z.object({
  schema: z.literal('urn:countersign:schema:declare:v1'),
  attests: z.boolean().describe('the word of a second person, not of an author'),
  assistance: z.object({ used: z.boolean(), tools: z.array(z.string()) }).nullable(),
  document: z.record(z.string(), z.string()),
  maintainer: z.string().nullable(),
  ...said,
});

/** `countersign override --json` */
export const override = z.object({
  schema: z.literal('urn:countersign:schema:override:v1'),
  reason: z.string(),
  holdsFor: amount.describe('seconds'),
  ...said,
});

/** `countersign after-review --json` */
export const afterReview = z.object({
  schema: z.literal('urn:countersign:schema:after-review:v1'),
  verdict: z.enum(['accept', 'revert']),
  comment: z.string(),
  person,
  target: z.string(),
  landing: z.object({ commit: commitId, change: sha256 }),
  overriddenBy: z.array(z.string()),
  recorded,
});

/** `countersign audit --json` */
export const audit = z.object({
  schema: z.literal('urn:countersign:schema:audit:v1'),
  person,
  entries: z.object({ from: amount, to: amount }).describe('first entry looked at, and one past the last'),
  findings: z.array(z.string()),
  recorded,
});

export type SignJson = z.infer<typeof sign>;
export type DeclareJson = z.infer<typeof declare>;
export type OverrideJson = z.infer<typeof override>;
export type AfterReviewJson = z.infer<typeof afterReview>;
export type AuditJson = z.infer<typeof audit>;
