import { z } from 'zod';
import { amount, mode, position, share, source, tier } from './parts.ts';

const problemInFile = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
  mend: z.string().nullable(),
  at: position,
});

/** `countersign policy lint --json` */
export const policyLint = z.object({
  schema: z.literal('urn:countersign:schema:policy-lint:v1'),
  status: z.enum(['ok', 'warnings', 'errors']),
  source,
  errors: amount,
  warnings: amount,
  problems: z.array(problemInFile),
});

const carried = z.enum(['textual', 'disjoint', 'exact']);
const lane = z.object({ level: z.string(), count: amount, reviewWithin: amount.describe('seconds') });
export const requirement = z.looseObject({ kind: z.string(), after: z.string().nullable() });

/** `countersign policy show --json` */
export const policyShow = z.object({
  schema: z.literal('urn:countersign:schema:policy-show:v1'),
  source: source.nullable().describe('null where a preset was named'),
  preset: z.string().nullable(),
  text: z.string().nullable().describe('the text of the preset that was named'),
  policy: z
    .object({
      extends: z.string().nullable(),
      levels: z.array(z.string()),
      mode,
      protected: z.array(z.string()),
      areas: z.array(
        z.object({
          name: z.string(),
          paths: z.array(z.string()),
          tier,
          owners: z.array(z.string()),
          mode: mode.nullable(),
          ai: z.enum(['allowed', 'forbidden']),
          because: z.string().nullable(),
          reviewBy: z.string().nullable(),
        }),
      ),
      defaultTier: tier,
      undeclared: z.enum(['ask', 'ask-signed', 'assisted', 'human']),
      rules: z.array(
        z.object({
          name: z.string(),
          when: z.string(),
          require: z.array(requirement),
          because: z.string(),
          shadow: z.boolean().describe('evaluated and reported, never part of the decision'),
          origin: z.string().describe('which text wrote it'),
          at: position,
        }),
      ),
      otherwise: z.object({ allow: z.boolean(), because: z.string() }),
      size: z.array(z.object({ over: amount, tier })).describe('lines added above `over` make a change at least `tier`'),
      carry: z.object({ low: carried, medium: carried, high: carried, critical: carried }),
      expireSignOff: amount.nullable().describe('seconds'),
      override: lane.nullable(),
      revert: lane.extend({ onCall: z.boolean() }).nullable(),
      spotCheck: z.object({ share, when: z.string() }).nullable(),
      audit: z
        .object({ every: amount.describe('seconds'), level: z.string() })
        .nullable()
        .describe('the periodic audit the policy asks for; `countersign audit` signs one'),
      calibration: z
        .object({
          source: z.string(),
          until: z.string(),
          buckets: z.array(z.object({ from: amount, to: amount.nullable(), changes: amount, fixed: amount })),
        })
        .nullable()
        .describe('how often changes of each size needed a fix in this repository'),
      passkeys: z.object({ synced: z.enum(['allow', 'refuse']).describe('refuse: a passkey that may be synced to other devices counts as a key in a file') }),
      codeowners: z
        .object({ dialect: z.enum(['github', 'gitlab']), path: z.string().nullable().describe('null: the first place the forge looks') })
        .nullable(),
    })
    .nullable(),
});

export type PolicyLintJson = z.infer<typeof policyLint>;
export type PolicyShowJson = z.infer<typeof policyShow>;
