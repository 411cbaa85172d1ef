import type { RecordedStatement } from '../../core/attestation/index.ts';
import { adoptionsOf, mayAdopt } from '../../core/recorded/index.ts';
import type { InForceReader } from './in-force.ts';
import type { VerifyFailure } from './verify-report.ts';

/** What trust begins with: the target's first commit under the root's signature. */
export interface FirstAdoption {
  readonly commit: string;
  readonly entry: number;
  /** Fingerprint of the root key. */
  readonly root: string;
  readonly repository: string;
}

/** Where to look for the first adoption. */
export interface AdoptionQuery {
  /** Full ref name. */
  readonly target: string;
  /** Fingerprint that `--root` names; `null`: the root that people.yaml names at the adopted commit. */
  readonly root: string | null;
  /** Whether the target came by a commit along its first parents. */
  readonly isLanding: (commit: string) => Promise<boolean>;
}

/**
 * The first adoption of the target: the earliest entry without a gate that a root key signed which people.yaml names
 * at the very commit it adopts, a landing of the target. A later one is looked at where an earlier one fits no more,
 * as after a rewritten history; anybody may append, so an entry that fits nothing is passed over.
 */
export async function findFirstAdoption(recorded: readonly RecordedStatement[], inForce: InForceReader, query: AdoptionQuery): Promise<FirstAdoption | VerifyFailure> {
  let other: string | null = null;
  let unusable: string | null = null;
  for (const one of adoptionsOf(recorded, query.target)) {
    const { entry, statement, signature } = one;
    const { gate, commit, repository } = statement.predicate;
    if (gate !== null) continue;
    if (!(await query.isLanding(commit))) continue;
    const there = await inForce.at(commit);
    if (!there.usable) {
      unusable ??= `the policy that was adopted at ${commit.slice(0, 12)} cannot be used: ${there.failure.message}`;
      continue;
    }
    if (!mayAdopt(one, there.people)) continue;
    const files = await inForce.digests(commit);
    if (files.policy !== statement.predicate.policy || files.people !== statement.predicate.people) continue;
    if (query.root !== null && signature.fingerprint !== query.root) {
      other ??= signature.fingerprint;
      continue;
    }
    return { commit, entry, root: signature.fingerprint, repository };
  }
  if (other !== null) return { code: 'root-mismatch', sentence: `the first adoption of ${short(query.target)} was signed by the root ${other}, not by ${query.root}`, mend: null };
  if (unusable !== null) return { code: 'policy-invalid', sentence: unusable, mend: null };
  return { code: 'adoption-absent', sentence: `no adoption signed by the root says from which commit on ${short(query.target)} is governed`, mend: `countersign adopt --target ${query.target.replace('refs/heads/', '')}` };
}

function short(ref: string): string {
  return `\`${ref.replace('refs/heads/', '')}\``;
}
