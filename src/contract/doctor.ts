import { z } from 'zod';

/** `countersign doctor --json` */
export const doctor = z.object({
  schema: z.literal('urn:countersign:schema:doctor:v1'),
  status: z.enum(['ok', 'warning', 'problem']),
  findings: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['ok', 'warning', 'problem']),
      sentence: z.string(),
      mend: z.string().nullable(),
    }),
  ),
});

export type DoctorJson = z.infer<typeof doctor>;
