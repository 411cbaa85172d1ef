import { peoplePath } from '../../../workflows/load-policy.ts';
import type { Enrolment } from '../../../workflows/setup/enrol-key.ts';
import type { PeopleAtHand } from '../../../workflows/setup/people-at-hand.ts';
import type { Revocation } from '../../../workflows/setup/revoke-key.ts';
import { safeText } from '../../terminal/foreign.ts';
import { counted } from '../../terminal/numbers.ts';
import { span, wrap, type Line } from '../../terminal/spans.ts';
import { countsOnce, diffText } from './people.ts';

/** What `people revoke` did or would do. */
export function revokedText(at: PeopleAtHand, { id, keys, change }: Revocation, written: boolean, width: number): Line[] {
  const what = `${counted(keys.length, 'key')} of ${safeText(id)}`;
  const head = written
    ? wrap([span('met', '✓ revoked'), '   '], [`${what} in ${peoplePath}; not committed`], width, 4)
    : wrap([span('pending', '◐ proposal'), '   '], [`${what} in ${peoplePath} to be revoked; nothing is written`], width, 4);
  const left = at.people.persons.find((person) => person.id === id)?.keys.length === keys.length ? [[], ...wrap(['  ', span('pending', '◐'), ' '], [`${safeText(id)} has no other key, and signs nothing from then on`], width, 4)] : [];
  return [...head, ...diffText(change.diff, width), ...left, ...countsOnce(at, width, 'Revoke a key')];
}

/** What `people enrol` did or would do. */
export function enrolledText(at: PeopleAtHand, { proof, change }: Enrolment, fingerprint: string, written: boolean, width: number): Line[] {
  const { person, signature } = proof;
  const what = `a key of ${safeText(person)}, ${fingerprint}`;
  const head = written
    ? wrap([span('met', '✓ enrolled'), '   '], [`${what}; ${peoplePath}, not committed`], width, 4)
    : wrap([span('pending', '◐ proposal'), '   '], [`${what}, for ${peoplePath}; nothing is written`], width, 4);
  const human = at.people.persons.some(({ id }) => id === person);
  const weak = human && signature.strength === 'any' ? [[], ...wrap(['  ', span('pending', '◐'), ' '], ['a key in a file: an agent on the same machine can use it, so it counts only where the policy says ', span('strong', 'signature: any'), '. A security key or passkey shows that somebody was there.'], width, 4)] : [];
  return [...head, ...diffText(change.diff, width), ...weak, ...syncedText(at, signature.synced, width), ...countsOnce(at, width, `Enrol a key of ${person}`)];
}

/** Whether a passkey stays on its device, and what the policy at hand makes of one that does not. */
function syncedText({ policy }: PeopleAtHand, synced: boolean | null, width: number): Line[] {
  if (synced !== true) return [];
  const counts = policy.passkeys.synced === 'refuse'
    ? ['the policy counts what it signs as a key in a file (', span('strong', 'passkeys: { synced: refuse }'), '). A security key, or a passkey that stays on its device, counts for all it shows.']
    : ['it is as safe as that account, and counts for all it shows; ', span('strong', 'passkeys: { synced: refuse }'), ' in the policy counts it as a key in a file.'];
  return [[], ...wrap(['  ', span('pending', '◐'), ' '], ['a passkey that may be synced to the other devices of an account: ', ...counts], width, 4)];
}
