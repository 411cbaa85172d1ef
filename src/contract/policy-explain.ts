import { z } from 'zod';
import { reason } from './check.ts';
import { position, source } from './parts.ts';
import { requirement } from './policy.ts';

/** `countersign policy explain --json` */
export const policyExplain = z.object({
  schema: z.literal('urn:countersign:schema:policy-explain:v1'),
  source,
  range: z.string().nullable().describe('the change that was named'),
  rules: z.array(
    z.object({
      name: z.string(),
      because: z.string(),
      shadow: z.boolean(),
      origin: z.string(),
      at: position,
      when: z.string(),
      condition: z.array(z.object({ depth: z.int(), words: z.string(), text: z.string().nullable() })),
      asks: z.array(
        z.object({
          step: z.int().describe('what has a higher number comes after'),
          requirement,
          people: z.array(z.object({ area: z.string().nullable(), persons: z.array(z.string()) })).describe('who could meet it; of a change without those who may not sign'),
        }),
      ),
      onChange: z
        .object({
          state: z.enum(['applies', 'skipped', 'asked', 'unknown']),
          atoms: z.array(
            z.object({
              text: z.string(),
              outcome: z.enum(['true', 'false', 'asked', 'failed']),
              saw: z.array(z.object({ name: z.string(), value: z.string() })),
              error: z.string().nullable(),
            }),
          ),
          reason: reason.nullable(),
        })
        .nullable(),
    }),
  ),
});

export type PolicyExplainJson = z.infer<typeof policyExplain>;
