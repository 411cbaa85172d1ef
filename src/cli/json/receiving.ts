import type { ReceiveJson } from '../../contract/receiving.ts';
import type { ReceivingReport } from '../../workflows/receiving/install-receiving.ts';

/** `receive status --json` and its like */
export function receivingJson({ hooks, notes }: ReceivingReport): ReceiveJson {
  return {
    schema: 'urn:countersign:schema:receive:v1',
    gated: hooks.some(({ name, state }) => name !== 'post-receive' && state === 'installed'),
    hooks: hooks.map((hook) => ({ ...hook })),
    notes: [...notes],
  };
}
