import type { v1 } from '../attestation/index.ts';
import type { Change, Identity } from '../change/index.ts';
import type { People } from '../policy/index.ts';
import { unknownId } from '../recorded/index.ts';
import { contributorsIn, identities, type Exclusion } from '../signoff/index.ts';
import { compareUtf8, formatInstant, type Instant, type Sha256 } from '../values/index.ts';

/** What every statement of a person says of itself. */
export interface Saying {
  /** The repository's id. */
  readonly repository: string;
  /** 32 hex digits, drawn anew for each. */
  readonly nonce: string;
  readonly now: Instant;
  /** The newest checkpoint of the ledger that was seen. */
  readonly ledger: v1.LedgerSeen | null;
}

/** The members by which a statement names exactly one change. */
export function aboutChange(repository: string, change: Change): v1.AboutChange {
  const { objectFormat, target, base, head, digest, files } = change;
  return { repository, objectFormat, target, base, head, change: { digest, entries: files.length } };
}

/** The members every statement of a person ends with. */
export function saidBy({ nonce, now, ledger }: Saying): { readonly nonce: string; readonly signedAt: v1.Moment; readonly ledger: v1.LedgerSeen | null } {
  return { nonce, signedAt: formatInstant(now), ledger };
}

/** How many commits a change has, and SHA-256 of their ids, sorted, each followed by a line feed. */
export function commitsDigest(change: Change, sha256: Sha256): v1.SignOffV1['commits'] {
  const ids = change.commits.map(({ id }) => id).toSorted(compareUtf8);
  return { count: ids.length, digest: sha256([ids.map((id) => `${id}\n`).join('')]) };
}

/**
 * Everybody who had a hand in the commits of a change, as statements write them: ids of the enrolled (agents too), and
 * for the others `unknown:` with SHA-256 of the lower-cased address, or of the name where there is none. Sorted, each
 * once. From the commits alone, so that whoever has them can derive it again.
 */
export function contributorIds(change: Change, people: People, sha256: Sha256): readonly string[] {
  const whoIs = identities(people);
  const ids = change.commits.flatMap(contributorsIn).map((identity) => {
    const owner = whoIs(identity);
    if (owner.kind === 'person') return owner.person.id;
    return owner.kind === 'agent' ? owner.agent.id : strangerId(identity, sha256);
  });
  return [...new Set(ids)].sort(compareUtf8);
}

/** Who may not sign, written like `contributorIds`. */
export function excludedIds(exclusions: readonly Exclusion[], sha256: Sha256): readonly string[] {
  const ids = exclusions.map(({ who, person }) => {
    if (person !== null) return person;
    const match = /^(.*?)\s*<([^<>]*)>$/.exec(who);
    return strangerId({ name: match?.[1] ?? who, email: match?.[2] ?? '' }, sha256);
  });
  return [...new Set(ids)].sort(compareUtf8);
}

function strangerId({ name, email }: Identity, sha256: Sha256): string {
  return unknownId(email.trim() === '' ? name : email, sha256);
}
