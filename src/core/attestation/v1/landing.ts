import type { ObjectFormat } from '../../change/index.ts';
import type { AboutRepository, LedgerSeen, Moment } from './sign-off.ts';

/**
 * `urn:countersign:landing:v1`: what a gate let in, and by its own clock when. An index and a time, never proof:
 * whoever verifies computes the tests again.
 */
export interface LandingV1 extends AboutRepository {
  readonly objectFormat: ObjectFormat;
  readonly gate: string;
  readonly target: string;
  /** Tip before (`null`: there was none) and after. */
  readonly from: string | null;
  readonly to: string;
  /** Per landed first-parent commit, oldest first: entries that covered it in order, by which test. */
  readonly landed: readonly { readonly commit: string; readonly signOffs: readonly number[]; readonly test: 'exact' | 'disjoint' | 'textual' | null; readonly override: boolean }[];
  readonly gitVersion: string;
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly ledger: LedgerSeen | null;
}

/**
 * `urn:countersign:adoption:v1`: binds a commit of the target, and thereby its policy and people, to a place in the
 * ledger. The first is signed by the root key that people.yaml names, and names the first governed commit.
 */
export interface AdoptionV1 extends AboutRepository {
  readonly objectFormat: ObjectFormat;
  /** Gate id; `null` in the first, which the root signs. */
  readonly gate: string | null;
  readonly target: string;
  readonly commit: string;
  /** SHA-256 of the two files as they stand in that commit; `null`: it has none. */
  readonly policy: string | null;
  readonly people: string | null;
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly ledger: LedgerSeen | null;
}
