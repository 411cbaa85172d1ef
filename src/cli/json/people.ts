import type { AllowedSignersJson, PeopleChangeJson, PeopleEnrolJson, PeopleListJson, PeopleProveJson, PeopleRevokeJson } from '../../contract/people.ts';
import { formatInstant } from '../../core/values/index.ts';
import { peoplePath } from '../../workflows/load-policy.ts';
import type { PeopleChange } from '../../workflows/setup/edit-people-file.ts';
import type { Enrolment } from '../../workflows/setup/enrol-key.ts';
import type { PeopleReport } from '../../workflows/setup/list-people.ts';
import type { PeopleAtHand } from '../../workflows/setup/people-at-hand.ts';
import type { Revocation } from '../../workflows/setup/revoke-key.ts';

/** `people list --json` */
export function peopleListJson({ at, persons, unknown }: PeopleReport): PeopleListJson {
  return {
    schema: 'urn:countersign:schema:people-list:v1',
    target: at.target,
    from: at.from,
    inForce: at.inForce,
    people: persons.map(({ person: { id, name, level, emails, accounts, keys }, areas, commits, last, stale }) => ({
      id, name, level, emails: [...emails], accounts: { ...accounts }, keys: keys.length,
      areas: [...areas], commits, last: last === null ? null : formatInstant(last), stale,
    })),
    unknown: unknown.map(({ name, address, commits, last }) => ({ name, address, commits, last: formatInstant(last) })),
  };
}

/** `people import --json`, `people add --json` */
export function peopleChangeJson(done: {
  readonly command: 'people-import' | 'people-add' | 'people-root';
  readonly at: PeopleAtHand;
  readonly change: PeopleChange;
  readonly written: boolean;
  readonly notes: readonly string[];
}): PeopleChangeJson {
  const { at, change, written, notes } = done;
  return { schema: `urn:countersign:schema:${done.command}:v1`, target: at.target, written, path: peoplePath, before: change.before, after: change.after, notes: [...notes] } as PeopleChangeJson;
}

/** `people revoke --json` */
export function peopleRevokeJson(at: PeopleAtHand, { id, keys, change }: Revocation, written: boolean): PeopleRevokeJson {
  return {
    schema: 'urn:countersign:schema:people-revoke:v1',
    id,
    keys: keys.map(({ fingerprint, line }) => ({ fingerprint, line })),
    target: at.target, written, path: peoplePath, before: change.before, after: change.after, notes: [],
  };
}

/** `people allowed-signers --json` */
export function allowedSignersJson({ target, from, inForce }: PeopleAtHand, text: string): AllowedSignersJson {
  return { schema: 'urn:countersign:schema:people-allowed-signers:v1', target, from, inForce, allowedSigners: text };
}

/** `people enrol --json` */
export function peopleEnrolJson(at: PeopleAtHand, { proof, line, change }: Enrolment, fingerprint: string, written: boolean): PeopleEnrolJson {
  return {
    schema: 'urn:countersign:schema:people-enrol:v1',
    id: proof.person, fingerprint, line, strength: proof.signature.strength, synced: proof.signature.synced, provedAt: formatInstant(proof.instant),
    target: at.target, written, path: peoplePath, before: change.before, after: change.after, notes: [],
  };
}

/** `people prove --json` */
export function peopleProveJson(at: PeopleAtHand, { text, person, fingerprint }: { readonly text: string; readonly person: string; readonly fingerprint: string }): PeopleProveJson {
  return { schema: 'urn:countersign:schema:people-prove:v1', target: at.target, repository: at.people.root?.repository ?? '', id: person, fingerprint, proof: text };
}
