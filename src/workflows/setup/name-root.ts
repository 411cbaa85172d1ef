import { bareKey } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';
import { peoplePath } from '../load-policy.ts';
import { changePeople, type PeopleChange } from './edit-people-file.ts';
import type { PeopleAtHand } from './people-at-hand.ts';

/** Bytes of a repository's id. */
export const repositoryBytes = 32;

/** The people file with a root, or with more keys of the one it has; `drawn` is the id of a new one. */
export async function nameRoot(at: PeopleAtHand, keys: readonly string[], drawn: string): Promise<PeopleChange> {
  const root = at.people.root ?? null;
  for (const key of keys) {
    const holder = [...at.people.persons, ...at.people.gates].find((one) => [...one.keys, ...(one.revokedKeys ?? [])].some((each) => bareKey(each) === bareKey(key)));
    if (holder !== undefined) {
      throw new Failure('usage', 'user', `the key belongs to \`${holder.id}\` already (${peoplePath}:${holder.at.line})`, ['make a key for the root alone: ssh-keygen -t ed25519 -f countersign-root', 'nothing was written'], holder.at);
    }
  }
  const held = new Set([...(root?.keys ?? []), ...(root?.revokedKeys ?? [])].map(bareKey));
  const fresh = keys.filter((key) => !held.has(bareKey(key)));
  return changePeople(at, { persons: [], agents: [], additions: [], root: { repository: root === null ? drawn : null, keys: fresh } });
}
