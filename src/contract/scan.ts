import { z } from 'zod';
import { amount, commitId, coverage, kind, lines, problem, source, tier, time } from './parts.ts';

const byKind = z.object({ recorded: amount, declared: amount, inferred: amount });
const month = z.string().regex(/^\d{4}-\d{2}$/);

const standing = z
  .object({ total: amount, ai: amount, human: amount, unknown: amount, contradictory: amount })
  .describe('lines as they stand; total is the sum of the four states');

/** `countersign scan --json` */
export const scan = z.object({
  schema: z.literal('urn:countersign:schema:scan:v1'),
  repository: z.object({
    name: z.string(),
    path: z.string(),
    objectFormat: z.enum(['sha1', 'sha256']),
    bare: z.boolean(),
    shallow: z.boolean(),
    partial: z.boolean(),
    gitVersion: z.string(),
  }),
  head: commitId,
  headRef: z.string().nullable(),
  source,
  commits: z
    .object({ total: amount, assisted: amount, bot: amount, unknown: amount, weak: amount, declaredNone: amount })
    .describe('total = assisted + bot + unknown; weak and declaredNone are parts of unknown'),
  byKind: byKind.describe('assisted commits by their strongest evidence'),
  byTool: z.record(z.string(), amount).describe('assisted commits by tool; one with two tools counts under both'),
  lines,
  lastYear: z.object({ commits: amount, assisted: amount }),
  first: time.nullable(),
  last: time.nullable(),
  aiLinesByKind: byKind.describe('lines that count as the AI\'s, by the strongest kind of their evidence'),
  months: z.array(z.object({ month, commits: amount, assisted: amount })),
  series: z
    .array(
      z.object({
        month,
        commits: amount,
        assisted: amount,
        byKind: byKind.describe('assisted commits by their strongest evidence; the three add up to assisted'),
        byTool: z.record(z.string(), amount).describe('tools the catalogue does not know are summed as `other tools`'),
        byArea: z.record(z.string(), z.object({ commits: amount, assisted: amount })),
      }),
    )
    .describe('the months, oldest first, broken down'),
  areas: z
    .array(z.object({ name: z.string(), tier, commits: amount, assisted: amount, lines, aiLinesByKind: byKind }))
    .describe('areas of the policy; a file in two areas counts in both'),
  coverage,
  suppression: z
    .array(z.object({ path: z.string(), line: z.int(), quote: z.string(), sentence: z.string() }))
    .describe('instructions and settings that keep AI markers out of the history'),
  problems: z.array(problem),
  headLines: z
    .object({
      lines: standing,
      aiLinesByKind: byKind,
      aiLinesByTool: z.record(z.string(), amount).describe('a line that two tools claim counts under both'),
      commits: amount.describe('commits that wrote a line that stands'),
      cutOff: amount.describe('part of unknown: lines that could not be followed to their commit'),
      binaryFiles: amount,
      otherEntries: amount.describe('symbolic links and submodules'),
      areas: z.array(z.object({ name: z.string(), tier, lines: standing })),
      files: z.array(z.object({ path: z.string(), lines: standing, aiLinesByKind: byKind })).describe('text files with at least one line'),
    })
    .optional()
    .describe('every line that stands in the head; only with --head-lines'),
  changes: z
    .array(
      z.object({
        commit: commitId,
        subject: z.string(),
        committedAt: time,
        assisted: z.boolean(),
        bot: z.boolean(),
        tools: z.array(z.string()),
        kinds: z.array(kind),
        tier,
        lines,
      }),
    )
    .optional()
    .describe('newest first; absent with --no-changes'),
});

export type ScanJson = z.infer<typeof scan>;
