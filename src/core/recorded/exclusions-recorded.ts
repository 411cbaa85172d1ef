import type { Change } from '../change/index.ts';
import type { People } from '../policy/index.ts';
import type { Exclusion } from '../signoff/index.ts';
import type { Sha256 } from '../values/index.ts';
import type { RecordedOf } from './recorded-of.ts';

/**
 * Who earlier sign-offs of the same work knew to have had a hand in it. The set only grows: whoever was a contributor
 * then stays one after a squash or a rewrite by somebody else. Somebody unknown then may be enrolled now.
 */
export function exclusionsRecorded(signOffs: readonly RecordedOf<'sign-off'>[], change: Change, people: People, sha256: Sha256): Exclusion[] {
  if (signOffs.length === 0) return [];
  const byAddress = new Map(people.persons.flatMap(({ id, emails }) => emails.map((email) => [unknownId(email, sha256), id] as const)));
  const enrolled = new Set(people.persons.map(({ id }) => id));
  const found = new Map<string, Exclusion>();
  for (const { entry, statement } of signOffs) {
    const { contributors, excluded, head } = statement.predicate;
    const reason = head.commit === change.head.commit ? `known when entry ${entry} was signed` : `contributor of ${head.commit.slice(0, 7)}, as entry ${entry} says`;
    for (const said of [...contributors, ...excluded]) {
      const person = enrolled.has(said) ? said : byAddress.get(said);
      // Who is not enrolled signs nothing, and enrolled later is found by the address.
      if (person !== undefined && !found.has(person)) found.set(person, { who: person, person, reasons: [reason] });
    }
  }
  return [...found.values()];
}

/** How a statement writes somebody who is not enrolled: `unknown:` and SHA-256 of the lower-cased address. */
export function unknownId(email: string, sha256: Sha256): string {
  return `unknown:${sha256([email.trim().toLowerCase()])}`;
}
