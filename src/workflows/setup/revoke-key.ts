import { keyFingerprint, type Cryptography } from '../../core/attestation/index.ts';
import { bareKey } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';
import { peoplePath } from '../load-policy.ts';
import { changePeople, type PeopleChange } from './edit-people-file.ts';
import { holderOf } from './enrol-key.ts';
import type { PeopleAtHand } from './people-at-hand.ts';

/** Keys that count no more, and the edit that says so. */
export interface Revocation {
  readonly id: string;
  readonly keys: readonly { readonly line: string; readonly fingerprint: string }[];
  readonly change: PeopleChange;
}

/**
 * Marks keys of a person or gate as revoked, in place: all, or the one with this fingerprint, `type base64` or comment.
 * A line that stays keeps the key from ever being enrolled again.
 */
export async function revokeKeys(at: PeopleAtHand, id: string, which: string | null, cryptography: Cryptography): Promise<Revocation> {
  const holder = id === 'root' && at.people.root !== undefined ? { ...at.people.root, id } : holderOf(at.people, id, []);
  const held = holder.keys.map((line) => ({ line, fingerprint: fingerprintIn(line, cryptography) }));
  const keys = which === null ? held : held.filter(({ line, fingerprint }) => fingerprint === which || bareKey(line) === bareKey(which) || commentOf(line) === which);
  if (keys.length === 0) {
    const gone = (holder.revokedKeys ?? []).length > 0 ? '; what is revoked already stays so' : '';
    throw new Failure('usage', 'user', which === null ? `\`${id}\` has no key that counts${gone}` : `\`${id}\` has no key \`${which}\`${gone}`, [
      ...held.slice(0, 3).map(({ line, fingerprint }) => `countersign people revoke ${id} --key ${fingerprint}   # ${commentOf(line) || line.split(' ')[0]!}`),
      'countersign people list says who has keys',
    ]);
  }
  if (which !== null && keys.length > 1) throw new Failure('usage', 'user', `\`${which}\` names ${keys.length} keys of \`${id}\``, keys.map(({ fingerprint }) => `countersign people revoke ${id} --key ${fingerprint}`));
  const change = await changePeople(at, { persons: [], agents: [], additions: [], revoked: keys.map(({ line }) => bareKey(line)) });
  return { id, keys, change };
}

/** `SHA256:…`, or what there is instead for a line that is no key. */
function fingerprintIn(line: string, cryptography: Cryptography): string {
  try {
    return keyFingerprint(bareKey(line), cryptography);
  } catch (error) {
    if (error instanceof RangeError) return `no key (${peoplePath})`;
    throw error;
  }
}

function commentOf(line: string): string {
  return line.slice(line.indexOf(bareKey(line)) + bareKey(line).length).trim();
}
