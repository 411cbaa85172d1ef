import type { Cryptography } from '../../../core/attestation/index.ts';
import { originOf, readVerifierKey, type VerifierKey, writeVerifierKey } from '../../../core/ledger/index.ts';
import { Failure, type Position } from '../../../core/values/index.ts';
import { findGovernance } from '../../governing-policy.ts';
import type { Ports } from '../../ports/index.ts';

/** A witness whose word is believed, and where it keeps what it cosigned. */
export interface TrustedWitness {
  readonly key: VerifierKey;
  /** The same as text. */
  readonly vkey: string;
  /** Paths or URLs; empty: nobody said. */
  readonly repositories: readonly string[];
}

/** Who is believed, and under which ids their cosignatures of this ledger may be found. */
export interface Trust {
  readonly witnesses: readonly TrustedWitness[];
  /** What the checkpoint of a repository's own ledger begins with; `null`: it has no root, or nobody asked. */
  readonly origin: string | null;
  /** Why nobody can be believed, where people.yaml could not be read. */
  readonly unread: string | null;
}

/** The witnesses that people.yaml of the protected branch names. Never thrown: who is asked by nobody says nothing. */
export async function trustedWitnesses(ports: Ports): Promise<Trust> {
  try {
    const { people } = await findGovernance(ports, null, null, { preset: null, policyFile: null, peopleFile: null });
    const witnesses = (people.witnesses ?? []).map(({ key, repository, at }) => ({ ...witnessOf(ports.cryptography, key, at), repositories: [repository] }));
    return { witnesses, origin: people.root === undefined ? null : originOf(people.root.repository), unread: null };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === 'internal') throw error;
    return { witnesses: [], origin: null, unread: error.message };
  }
}

/** The witness of a vkey. Throws `usage`, or `policy-invalid` at the place where it stands. */
export function witnessOf(cryptography: Pick<Cryptography, 'sha256'>, text: string, at: Position | null = null): TrustedWitness {
  const read = readVerifierKey((data) => cryptography.sha256(data), text);
  const why = !read.ok ? read.sentence : read.value.algorithm === 'cosignature' ? null : 'its key signs notes and cosigns nothing';
  if (!read.ok || why !== null) {
    const mend = ['copy what countersign witness --new-key printed'];
    throw at === null ? new Failure('usage', 'user', `\`${text}\` is no key of a witness: ${why}`, mend) : new Failure('policy-invalid', 'config', `the key of a witness cannot be used: ${why}`, mend, at);
  }
  return { key: read.value, vkey: writeVerifierKey(read.value), repositories: [] };
}
