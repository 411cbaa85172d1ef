import { z } from 'zod';
import { amount, claim, commitId, contradiction, coverage, kind, lines, mode, path, position, problem, share, sha256, source, tier } from './parts.ts';

export const decisionStatus = z
  .enum(['approved', 'pending', 'refused', 'unsatisfiable', 'overridden', 'unknown'])
  .describe('unknown is never approved; unsatisfiable: nobody could ever meet it');

export const reason = z.object({
  rule: z.string(),
  status: z.enum([...decisionStatus.options, 'skipped']),
  sentence: z.string(),
  needs: z.array(z.string()).describe('what it takes, in words; empty once met'),
  met: z.array(z.string()).describe('what met it'),
  setAside: z.array(z.object({ signOff: z.string(), person: z.string(), because: z.string() })),
  get children(): z.ZodArray<typeof reason> {
    return z.array(reason);
  },
});

/** `countersign check --json` */
export const check = z.object({
  schema: z.literal('urn:countersign:schema:check:v1'),
  status: decisionStatus,
  mode: mode.describe('observe and warn never block'),
  blocking: z.boolean().describe('whether the exit code is 1'),
  preview: z.boolean(),
  range: z.string(),
  target: z.string().describe('full ref name of the protected branch'),
  source,
  change: z.object({
    base: commitId,
    head: commitId,
    digest: sha256,
    objectFormat: z.enum(['sha1', 'sha256']),
    baseOnTarget: z.boolean(),
    commits: amount,
    files: amount.describe('number of files; entries lists them'),
    linesAdded: amount,
    linesRemoved: amount,
    entries: z.array(
      z.object({
        path,
        status: z.enum(['A', 'M', 'D', 'T']),
        linesAdded: amount.nullable(),
        linesRemoved: amount.nullable(),
        uncounted: z.string().nullable(),
      }),
    ),
    unread: z.array(z.string()).describe('what could not be read'),
  }),
  coverage,
  assistance: z.object({
    assisted: z.boolean().nullable().describe('null: not known, the author or a second person is asked'),
    state: z.enum(['assisted', 'not-assisted', 'ask', 'contradictory']),
    sentence: z.string(),
    share,
    lines,
    tools: z.array(z.string()),
    kinds: z.array(kind),
    claims: z.array(claim),
    contradictions: z.array(contradiction),
    problems: z.array(problem),
  }),
  tier: z.object({
    value: tier,
    reasons: z.array(
      z.object({ signal: z.string(), tier, sentence: z.string(), paths: z.array(path), at: position.nullable() }),
    ),
    areas: z.array(z.object({ name: z.string(), tier, files: z.array(path) })),
  }),
  decision: z
    .object({
      status: decisionStatus,
      changeDigest: sha256,
      inputsDigest: sha256,
      root: reason,
      shadow: z.array(reason).describe('rules on trial: evaluated like the others, part of nothing above'),
      next: z.array(z.object({ sentence: z.string(), people: z.array(z.string()), command: z.string().nullable() })),
    })
    .describe('the same for the same change, policy and moment, wherever the clone lies'),
  trial: z
    .object({
      source,
      status: decisionStatus,
      mode,
      root: reason,
      differences: z.array(
        z.object({
          rule: z.string(),
          live: reason.shape.status.nullable(),
          trial: reason.shape.status.nullable(),
          sentence: z.string(),
        }),
      ),
    })
    .nullable()
    .describe('the same change under the policy of --shadow, which decides nothing; null: a rule asks for nothing there'),
  excluded: z.array(z.object({ who: z.string(), person: z.string().nullable(), reasons: z.array(z.string()) })),
  warnings: z.array(z.string()).describe('whom this change takes out of the few who may sign it: worth knowing before a push'),
});

export type CheckJson = z.infer<typeof check>;
