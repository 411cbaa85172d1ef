import { z } from 'zod';

/*
 * Pieces that several answers share. Objects are open: a later version may add fields, never rename or drop one.
 */

export const commitId = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/).describe('full commit id');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/).describe('SHA-256, lower-case hex');
export const time = z.iso.datetime().describe('RFC 3339, UTC');
export const path = z
  .string()
  .describe('path as git has it; a byte that is not UTF-8 is the lone surrogate U+DC80 + (byte - 0x80)');
export const tier = z.enum(['low', 'medium', 'high', 'critical']);
export const kind = z.enum(['recorded', 'declared', 'inferred']);
export const mode = z.enum(['observe', 'warn', 'enforce']);
export const share = z.number().min(0).max(1);
export const amount = z.int().min(0);

export const position = z.object({ file: z.string(), line: z.int(), column: z.int() });

export const lines = z
  .object({ added: amount, ai: amount, human: amount, unknown: amount, contradictory: amount })
  .describe('added lines by who wrote them; unknown is never counted as human');

export const problem = z.object({ source: z.string(), sentence: z.string() }).describe('a deviation or a gap: reported, never dropped');

export const coverage = z
  .array(z.object({ source: z.string(), state: z.enum(['read', 'absent', 'partial']), sentence: z.string() }))
  .describe('which kinds of evidence could be read: absent is not the same as no AI');

export const source = z
  .object({ preview: z.boolean(), policy: z.string(), people: z.string() })
  .describe('which texts were judged under; preview: the repository has no policy and a preset stands in');

const via = z
  .object({ pull: amount, by: z.enum(['number', 'patch', 'lines']), shared: share })
  .optional()
  .describe('the source is one of this pull request: named in the subject, or found by the same patch or nearly the same lines');

export const claim = z.object({
  class: z.enum(['ai', 'human', 'bot']),
  kind,
  strength: z.enum(['strong', 'weak']),
  tool: z.string().nullable(),
  model: z.string().nullable(),
  session: z.string().nullable(),
  rule: z.string().describe('id of the signal rule, e.g. claude.co-author'),
  subject: z.discriminatedUnion('scope', [
    z.object({ scope: z.literal('repository') }),
    z.object({ scope: z.literal('commit'), commit: commitId }),
    z.object({ scope: z.literal('file'), commit: commitId, path }),
    z.object({
      scope: z.literal('lines'),
      commit: commitId,
      path,
      ranges: z.array(z.object({ start: z.int(), end: z.int() })),
    }),
  ]),
  source: z.discriminatedUnion('in', [
    z.object({ in: z.literal('message'), commit: commitId, line: z.int(), via }),
    z.object({ in: z.literal('author'), commit: commitId, via }),
    z.object({ in: z.literal('committer'), commit: commitId, via }),
    z.object({ in: z.literal('note'), ref: z.string(), blob: z.string(), line: z.int(), via }),
    z.object({ in: z.literal('file'), commit: commitId, path, line: z.int(), via }),
    z.object({ in: z.literal('ledger'), entry: z.int().describe('the signed declaration, from 0'), via }),
  ]),
  quote: z.string().describe('verbatim from the source'),
});

export const contradiction = z.object({ sentence: z.string(), claims: z.array(amount).describe('indexes into claims') });
