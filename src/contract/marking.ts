import { z } from 'zod';
import { amount, commitId } from './parts.ts';

/** `countersign mark --json` */
export const mark = z.object({
  schema: z.literal('urn:countersign:schema:mark:v1'),
  trailer: z.string(),
  changed: z.boolean().describe('false where the commit said so already'),
  before: commitId,
  after: commitId,
  contradiction: z.string().nullable().describe('what other evidence will be shown against it'),
  pushedTo: z.string().nullable().describe('the remote-tracking branch that has the commit as it was'),
  recordMoved: z.boolean().describe('whether a line record moved along'),
  altered: z.boolean().describe('whether a hook of the repository changed the message further'),
  problems: z.array(z.string()),
});

/** `countersign hook install|uninstall|status --json` */
export const hook = z.object({
  schema: z.literal('urn:countersign:schema:hook:v1'),
  kept: z.enum(['plain', 'husky', 'lefthook', 'foreign']).describe('who keeps the hooks here; foreign: other repositories share them'),
  installed: amount,
  hooks: z.array(
    z.object({ name: z.string(), state: z.enum(['installed', 'absent', 'replaced', 'broken']), chained: z.boolean(), sentence: z.string() }),
  ),
  notes: z.array(z.string()),
});

export type MarkJson = z.infer<typeof mark>;
export type HookJson = z.infer<typeof hook>;
