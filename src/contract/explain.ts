import { z } from 'zod';
import { claim, commitId, contradiction, lines, path, problem, time } from './parts.ts';

/** `countersign explain --json` */
export const explain = z.object({
  schema: z.literal('urn:countersign:schema:explain:v1'),
  base: commitId.nullable().describe('null: against the empty tree'),
  head: commitId,
  subject: z.string(),
  author: z.object({ name: z.string(), email: z.string() }),
  committedAt: time,
  state: z.enum(['assisted', 'not-assisted', 'ask', 'contradictory']),
  sentence: z.string(),
  lines,
  claims: z.array(claim).describe('every claim, each with its verbatim source'),
  files: z.array(
    z.object({
      path,
      ranges: z.array(
        z.object({
          start: z.int(),
          end: z.int(),
          state: z.enum(['ai', 'human-attested', 'unknown', 'contradictory']),
          origin: commitId,
          claims: z.array(z.int().min(0)).describe('indexes into claims'),
        }),
      ),
    }),
  ),
  contradictions: z.array(contradiction),
  problems: z.array(problem),
  unread: z.array(z.string()),
});

export type ExplainJson = z.infer<typeof explain>;
