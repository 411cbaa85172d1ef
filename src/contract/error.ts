import { z } from 'zod';
import { position } from './parts.ts';

/** What every command prints with --json when it fails. */
export const error = z.object({
  error: z.object({
    code: z.string(),
    kind: z.enum(['user', 'config', 'environment', 'internal']).describe('who must act; decides the exit code'),
    message: z.string(),
    hints: z.array(z.string()),
    at: position.nullable(),
  }),
});

export type ErrorJson = z.infer<typeof error>;
