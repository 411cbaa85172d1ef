import { z } from 'zod';
import { amount, source } from './parts.ts';

const difference = z.object({
  where: z.string().describe('`rule NAME`, `area NAME`, `policy`, `person ID`, …'),
  field: z.string().nullable().describe('null: the whole rule, area or person'),
  before: z.string().nullable().describe('null: not there'),
  after: z.string().nullable(),
  effect: z.enum(['looser', 'different', 'stricter']).describe('different: has no order, such as another condition'),
  because: z.string().nullable(),
});

/** `countersign policy diff --json` */
export const policyDiff = z.object({
  schema: z.literal('urn:countersign:schema:policy-diff:v1'),
  from: source,
  to: source,
  looser: amount.describe('differences that let through what was stopped'),
  different: amount,
  stricter: amount,
  policy: z.array(difference).describe('loosest first'),
  people: z.array(difference).nullable().describe('null: one of the sides has no people of its own'),
});

export type PolicyDiffJson = z.infer<typeof policyDiff>;
