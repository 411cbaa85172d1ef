import type { NewestWitnessed } from '../ledger/witness/kept-cosignatures.ts';
import type { Judgement } from '../../core/decision/index.ts';
import type { Mode, SignatureStrength } from '../../core/policy/index.ts';
import type { Carry, Verdict } from '../../core/signoff/index.ts';
import type { Instant } from '../../core/values/index.ts';

/**
 * What verification says of one landing. `verified` and `overridden` alone are passes; `ungoverned`: it landed before
 * Countersign was adopted, which is no failure and no proof; `unverifiable`: something it takes is not here.
 */
export type LandingStatus = 'verified' | 'refused' | 'pending' | 'unverifiable' | 'ungoverned' | 'overridden';

/** Why a landing is not verified. Closed: programs act on it. */
export type VerifyCode =
  /** Commits of the target, or of what landed, lie beyond the edge of a shallow clone. */
  | 'history-shallow'
  /** An object that verification takes is not here. */
  | 'object-missing'
  /** There is no ledger here: a plain clone does not bring it. */
  | 'ledger-absent'
  /** The ledger here is shorter than one that was pinned or signed. */
  | 'ledger-behind'
  /** The ledger is not what its checkpoint, a pin or `--since` says. */
  | 'ledger-inconsistent'
  /** No adoption signed by the root says from which commit on the target is governed. */
  | 'adoption-absent'
  /** The first adoption was not signed by the root named with `--root`. */
  | 'root-mismatch'
  /** people.yaml in force named no repository id, so no statement can be for this repository. */
  | 'root-missing'
  /** Policy or people in force could not be read. */
  | 'policy-invalid'
  /** A sign-off was given under an engine this one does not know. */
  | 'engine-unknown'
  /** Sign-offs were given for this landing's author or files, and none covers what landed. */
  | 'not-covered'
  /** An entry that was counted is not in the tree of the checkpoint. */
  | 'not-included'
  /** The decision replayed: what is missing, as the reason tree says. */
  | 'pending'
  | 'refused'
  | 'unsatisfiable'
  | 'undecided'
  /** An override holds, and nobody has looked at it afterwards in time. */
  | 'after-review-overdue';

/** One failure: a sentence without a full stop, and the command that mends it, if one does. */
export interface VerifyFailure {
  readonly code: VerifyCode;
  readonly sentence: string;
  readonly mend: string | null;
}

/** The steps of verification, in their order. */
export const verifySteps = ['governed', 'history', 'ledger', 'in-force', 'covered', 'signatures', 'decision', 'time', 'inclusion', 'override'] as const;

/** One line of the checklist. `open`: it could not be told; `noted`: nothing to check, or said without a verdict. */
export interface VerifyStep {
  readonly step: (typeof verifySteps)[number];
  readonly outcome: 'passed' | 'failed' | 'open' | 'noted';
  readonly sentence: string;
}

/** A sign-off of the ledger that covers a landing. */
export interface CoveringSignOff {
  /** Person id. */
  readonly person: string;
  readonly name: string;
  /** Level in force then. */
  readonly level: string;
  /** As the policy in force then counts it. */
  readonly strength: SignatureStrength;
  readonly verdict: Verdict;
  readonly entry: number;
  /** SHA-256 of its envelope. */
  readonly envelope: string;
  readonly test: Carry['test'];
}

/** One landing: a first-parent commit of the target, and what was found. */
export interface VerifiedLanding {
  readonly commit: string;
  readonly subject: string;
  readonly status: LandingStatus;
  /** The weakest test by which its sign-offs cover it; `null`: none was needed or none does. */
  readonly carriedBy: Carry['test'] | null;
  readonly signOffs: readonly CoveringSignOff[];
  readonly failures: readonly VerifyFailure[];
  readonly steps: readonly VerifyStep[];
  /** When a gate let it in by its own clock; `null`: unwitnessed. */
  readonly landedAt: Instant | null;
  /** What the policy in force then does with what is not approved; `null`: none was in force. */
  readonly mode: Mode | null;
  /** Digest of the policy text in force then. */
  readonly policyDigest: string | null;
  /** The decision, replayed; `null` where it did not come to that. */
  readonly judgement: Judgement | null;
}

/** What `verify` found, oldest landing first. */
export interface VerifyReport {
  readonly repository: string;
  readonly range: string;
  /** Full ref name of the protected branch. */
  readonly target: string;
  /** Every governed landing passed, and there is one. */
  readonly verified: boolean;
  readonly landings: readonly VerifiedLanding[];
  /** `null`: none here. */
  readonly ledger: { readonly place: string; readonly size: number; readonly root: string; readonly witnessed?: NewestWitnessed } | null;
  /** What trust begins with: the root key's fingerprint and the commit it adopted. */
  readonly adoption: { readonly commit: string; readonly root: string; readonly entry: number; readonly repository: string } | null;
}

/** Whether a landing passed: what is open, owed or missing never does. */
export function isProven({ status, failures }: Pick<VerifiedLanding, 'status' | 'failures'>): boolean {
  return (status === 'verified' || status === 'overridden') && failures.length === 0;
}
