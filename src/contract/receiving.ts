import { z } from 'zod';

/** `countersign receive install|uninstall|status --json` */
export const receive = z.object({
  schema: z.literal('urn:countersign:schema:receive:v1'),
  gated: z.boolean().describe('whether a push here is judged before it is let in'),
  hooks: z.array(z.object({ name: z.enum(['pre-receive', 'update', 'post-receive']), state: z.enum(['installed', 'absent', 'broken']), chained: z.boolean(), sentence: z.string() })),
  notes: z.array(z.string()),
});

export type ReceiveJson = z.infer<typeof receive>;
