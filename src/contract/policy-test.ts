import { z } from 'zod';
import { amount, position } from './parts.ts';

const difference = z.object({
  at: position.describe('where the expectation stands'),
  about: z.string().describe('`status`, `senior-gate › sign-off › met`'),
  expected: z.string(),
  got: z.string(),
});

/** `countersign policy test --json` */
export const policyTest = z.object({
  schema: z.literal('urn:countersign:schema:policy-test:v1'),
  status: z.enum(['passed', 'failed']),
  passed: amount,
  failed: amount,
  files: z.array(
    z.object({
      file: z.string(),
      policy: z.string().describe('which policy the cases were judged under'),
      cases: z.array(
        z.object({
          name: z.string(),
          because: z.string().nullable(),
          at: position,
          status: z.enum(['passed', 'failed']),
          decision: z.enum(['approved', 'pending', 'refused', 'unsatisfiable', 'overridden', 'unknown']),
          sentence: z.string().describe('of the decision'),
          differences: z.array(difference),
        }),
      ),
    }),
  ),
  untried: z.array(z.object({ rule: z.string(), origin: z.string(), at: position })).describe('rules that no case made apply'),
});

export type PolicyTestJson = z.infer<typeof policyTest>;
