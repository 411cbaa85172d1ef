import type { People } from '../../policy/index.ts';
import { namespace } from '../format.ts';
import { parsePublicKey } from './key-line.ts';

/**
 * The keys of a people file as the `allowed_signers` of `ssh-keygen -Y verify` (ssh-keygen(1), ALLOWED SIGNERS): one
 * line for each key, its one exact principal the id of the person or gate, `@root` for the root's keys. Revoked keys
 * are left out, and so is what is no key. Who may sign what, and from which page, it cannot say.
 */
export function allowedSigners(people: People): string {
  const root = people.root === undefined ? [] : [{ id: '@root', keys: people.root.keys }];
  const lines = [...root, ...people.persons, ...people.gates].flatMap(({ id, keys }) => keys.flatMap((line) => allowed(id, line)));
  return lines.map((line) => `${line}\n`).join('');
}

function allowed(id: string, line: string): readonly string[] {
  const key = parsePublicKey(line);
  // A pattern (`*`, `?`, `!`, a comma) would let others be claimed; ids have none of these.
  if (!/^@?[A-Za-z0-9_.-]+$/.test(id) || !key.ok || key.value.options.revoked) return [];
  return [`${id} namespaces="${namespace}" ${key.value.publicKey}`];
}
