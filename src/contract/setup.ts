import { z } from 'zod';
import { amount, commitId, path, position, share, tier, time } from './parts.ts';

const accounts = z.record(z.string(), z.string()).describe('forge to login');
const person = z.object({
  id: z.string(),
  name: z.string(),
  level: z.string(),
  emails: z.array(z.string()),
  accounts,
});

/** `countersign init --json` */
export const init = z.object({
  schema: z.literal('urn:countersign:schema:init:v1'),
  written: z.boolean(),
  configured: z.string().nullable().describe('the line added to the configuration of git, so that git fetch brings the ledger'),
  target: z.string().describe('full name of the protected branch'),
  tip: commitId,
  looked: z
    .object({ commits: amount, since: time.nullable(), files: amount, more: z.boolean().describe('whether the history goes on beyond'), unread: z.array(z.string()) })
    .describe('what the proposal rests on'),
  preset: z.object({ name: z.string(), because: z.string() }),
  areas: z.array(
    z.object({
      name: z.string(),
      tier,
      paths: z.array(z.string()).describe('patterns to be written; empty where those of the preset do'),
      ofPreset: z.boolean(),
      files: amount,
      commits: amount,
      why: z.string(),
      writers: z.array(z.object({ person: z.string(), share })).describe('who wrote most of it: a suggestion, written as a comment'),
    }),
  ),
  people: z.array(person.extend({ commits: amount, last: time.nullable(), sameName: z.array(z.string()) })),
  agents: z.array(z.object({ id: z.string(), operator: z.enum(['required', 'none']), emails: z.array(z.string()), accounts, commits: amount })),
  authors: amount,
  leftOut: z.object({ inactive: amount, rare: amount, beyond: amount, unusable: amount }),
  size: z.object({ known: z.boolean(), changes: amount, fixed: amount }).describe("what the size card of one's own rests on"),
  files: z.array(z.object({ path, text: z.string() })),
  problems: z
    .array(z.object({ severity: z.enum(['error', 'warning']), code: z.string(), message: z.string(), mend: z.string().nullable(), at: position }))
    .describe('what policy lint says of the two files'),
});

export type InitJson = z.infer<typeof init>;
