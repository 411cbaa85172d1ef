import type { SignatureStrength } from '../policy/index.ts';
import type { Instant } from '../values/index.ts';
import type { Measured } from './measured.ts';

/**
 * One person's signed break-glass statement, after its signature was checked. It is about exactly one change on
 * one head and one target. `order` is its ledger position.
 */
export interface Override {
  readonly id: string;
  readonly person: string;
  readonly changeDigest: string;
  /** Full commit id of the head it was given for. */
  readonly head: string;
  /** Full ref name. */
  readonly target: string;
  readonly reason: string;
  readonly strength: SignatureStrength;
  /** By a passkey that may be copied to other devices. Absent: not so. */
  readonly synced?: boolean;
  readonly signedAt: Instant;
  /** What it says itself; it never holds longer than a day after `signedAt`. */
  readonly expiresAt: Instant;
  readonly order: number;
  /** A change has landed under it already: it opens nothing twice. */
  readonly used: boolean;
}

/** How a sign-off given for other trees still covers this change, as the replay found; a value, never trusted text. */
export interface Carry {
  /** Id of the sign-off. */
  readonly signOff: string;
  /** `exact`: the same trees; `disjoint`: no touched file moved underneath; `textual`: a clean replay gives this head. */
  readonly test: 'exact' | 'disjoint' | 'textual';
  /** Paths of the change whose content moved underneath since it was signed; with `textual` alone any may have. */
  readonly moved: readonly string[];
}

/** A landing that a change takes back exactly, entry by entry, as the trees prove. */
export interface RevertedLanding {
  /** Full id of the first-parent commit of the target by which it landed. */
  readonly commit: string;
  /** Committer date of that commit: a claim, good for a sentence. */
  readonly landedAt: Instant;
  /** Full id of the landing that this one had itself taken back, `null`: none. Taking it back would land that again. */
  readonly takesBack: string | null;
  /** Why nobody can tell whether it had taken one back, without a full stop; `null`: it was told. */
  readonly untold: string | null;
}

/** Who is away and who is busy: private working data that shapes whom the next step names, never the status. */
export interface Working {
  /** `until`: the first moment back; `null`: not known. */
  readonly away: readonly { readonly person: string; readonly until: Instant | null }[];
  /** How many sign-offs and reviews wait for each person; who is not listed has none known. */
  readonly waiting: readonly { readonly person: string; readonly count: number }[];
}

/** A result that an enrolled gate signed for one tree, after its signature was checked. */
export interface CheckResult {
  /** Ledger entry, as text. */
  readonly id: string;
  readonly gate: string;
  /** Of the check; of the suite (`unit`) or the scanner where something was measured. */
  readonly name: string;
  readonly outcome: 'passed' | 'failed';
  /** What a test run or a scan found; absent: a check of which its outcome is all that is known. */
  readonly measured?: Measured;
  /** Full id of the tree it was made on: it counts for a change with this head tree, or carried as the policy allows. */
  readonly tree: string;
  readonly signedAt: Instant;
  readonly order: number;
}

/** What somebody says of a change in a declaration. */
export interface Declared {
  /** `true`: the word of somebody who had no hand in it; else the author's own. */
  readonly attests: boolean;
  /** `null`: not said here. */
  readonly assistance: { readonly used: boolean; readonly tools: readonly string[] } | null;
  /** `intent`, `rollback`, `considered` → what was written. */
  readonly document: Readonly<Record<string, string>>;
  /** Person id of who maintains it from now on. */
  readonly maintainer: string | null;
}

/** A person's signed answers about a change, after the signature was checked. */
export interface SignedDeclaration extends Declared {
  readonly id: string;
  readonly person: string;
  readonly changeDigest: string;
  readonly target: string;
  readonly strength: SignatureStrength;
  /** By a passkey that may be copied to other devices. Absent: not so. */
  readonly synced?: boolean;
  readonly signedAt: Instant;
  readonly order: number;
  /** Its change has landed already: what was said of that lets nothing in twice. Absent: not so. */
  readonly used?: boolean;
}

/** A review as a forge recorded it and an enrolled gate signed it; `person` is who holds that account. */
export interface RecordedReview {
  readonly id: string;
  readonly person: string;
  readonly forge: string;
  readonly verdict: 'approve' | 'request-changes';
  readonly changeDigest: string;
  readonly target: string;
  readonly signedAt: Instant;
  readonly order: number;
}
