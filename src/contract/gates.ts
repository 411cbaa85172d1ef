import { z } from 'zod';
import { amount, commitId, sha256 } from './parts.ts';

const recorded = z.object({
  entry: amount.describe('position in the ledger, from 0'),
  envelope: sha256.describe('of the envelope'),
  key: z.string().describe('SHA256:… as ssh-keygen -l prints it'),
  place: z.string().describe('where the ledger is'),
});

/** `countersign adopt --json` */
export const adopt = z.object({
  schema: z.literal('urn:countersign:schema:adopt:v1'),
  kind: z.enum(['first', 'anew', 'next']).describe('first: the root begins; anew: a root begins where another had; next: a gate, of what has landed since'),
  repository: z.string(),
  target: z.string().describe('full name of the protected branch'),
  commit: commitId,
  policy: sha256.nullable().describe('of the file as it stands in that commit'),
  people: sha256.nullable(),
  gate: z.string().nullable().describe('null: the root'),
  recorded,
});

/** `countersign evidence record --json` */
export const evidenceRecord = z.object({
  schema: z.literal('urn:countersign:schema:evidence-record:v1'),
  gate: z.string(),
  commit: commitId,
  tree: commitId.describe('what the result is bound to'),
  check: z.string().describe('name of the first result: the check, the suite or the tool'),
  outcome: z.enum(['passed', 'failed']).describe('of the first result'),
  tool: z.string().nullable().describe('of the first result'),
  recorded: recorded.describe('of the first result'),
  results: z.array(
    z.object({
      kind: z.enum(['check', 'tests', 'scan', 'edge-cases']),
      outcome: z.enum(['passed', 'failed']).describe('of a scan: whether it ran to its end, whatever it found'),
      tool: z.string().nullable(),
      check: z.string().nullable(),
      suite: z.enum(['unit', 'integration', 'end-to-end']).nullable(),
      tests: z.object({ ran: amount, failed: amount, skipped: amount }).nullable(),
      covered: z.array(z.string()).nullable().describe('files of the change that the coverage names; null: no coverage was given'),
      findings: z.object({ error: amount, warning: amount, note: amount }).nullable().describe('without what the scanner says was there before'),
      cases: z.array(z.object({ class: z.string(), path: z.string(), line: amount })).nullable().describe('lines that a test fails without, by the class it is named after'),
      recorded,
    }),
  ),
});

export type AdoptJson = z.infer<typeof adopt>;
export type EvidenceRecordJson = z.infer<typeof evidenceRecord>;
