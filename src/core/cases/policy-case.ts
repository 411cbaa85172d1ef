import type { DecisionStatus } from '../decision/index.ts';
import type { AssistanceState } from '../evidence/index.ts';
import type { Mode, People, Placed, Policy, PolicyProblem, SignatureStrength } from '../policy/index.ts';
import type { Tier } from '../risk/index.ts';
import type { Verdict } from '../signoff/index.ts';
import type { Instant, Position } from '../values/index.ts';

/** How a commit of a case says who wrote it; each is written into the commit the way users' commits carry it. */
export const assistances = ['silent', 'none', 'declared', 'recorded', 'inferred', 'weak', 'contradictory'] as const;

/** What a commit says of AI. `share`: of its added lines, 0 to 1; only line records tell less than all. */
export interface CaseAssistance {
  readonly is: (typeof assistances)[number];
  readonly tool: string | null;
  readonly model: string | null;
  readonly share: number;
  /** Whom a line record names behind the lines. */
  readonly person: Placed<string> | null;
}

/** One file of a change. Lines given as numbers have no text, so that rules on what lines say stay silent. */
export interface CaseFile {
  readonly path: string;
  readonly at: Position;
  readonly status: 'A' | 'M' | 'D';
  readonly binary: boolean;
  readonly added: number;
  readonly removed: number;
  /** The lines themselves, where the case gives them. */
  readonly text: { readonly added: readonly string[]; readonly removed: readonly string[] } | null;
}

/** One commit of a case. Identities are ids of the people file or `Name <address>`. */
export interface CaseCommit {
  readonly author: Placed<string>;
  readonly committer: Placed<string> | null;
  readonly coAuthors: readonly Placed<string>[];
  /** The human behind the agent, named in a trailer. */
  readonly operator: Placed<string> | null;
  readonly message: string;
  readonly assistance: CaseAssistance;
  /** Paths whose added lines are this commit's; `null`: its part of every file. */
  readonly paths: readonly Placed<string>[] | null;
}

/** The change of a case. */
export interface CaseChange {
  readonly at: Position;
  /** Oldest first. */
  readonly commits: readonly CaseCommit[];
  readonly files: readonly CaseFile[];
  /** Full ref name; `null`: the first branch the policy protects. */
  readonly target: string | null;
  /** When it is judged. */
  readonly now: Instant;
  readonly baseOnTarget: boolean;
  readonly unread: readonly string[];
  /** Lines the same authors landed on the same paths lately. */
  readonly landedLately: number;
  /** A mistake in the policy or people file that it proposes. */
  readonly proposesMistake: string | null;
  readonly revertOf: 'landing' | 'revert' | null;
  /** Known to have had a hand in it before. */
  readonly knownContributors: readonly Placed<string>[];
}

/** One sign-off of a case, in ledger order. */
export interface CaseSignOff {
  readonly by: Placed<string>;
  /** Somebody no longer enrolled. */
  readonly left: boolean;
  readonly verdict: Verdict;
  readonly strength: SignatureStrength;
  /** By a passkey that may be synced to other devices. */
  readonly synced: boolean;
  readonly answered: readonly string[];
  /** Seconds before the judgement; negative: after it. */
  readonly age: number;
  readonly target: string | null;
  /** Of a withdrawal: whose word before it is taken back; `null`: their own. */
  readonly of: Placed<string> | null;
  /** Whether it was given for another content of the change, and how it still covers this one. */
  readonly stale: boolean;
  readonly carried: 'exact' | 'disjoint' | 'textual' | null;
  /** Paths that moved underneath since. */
  readonly moved: readonly string[];
  /** For which tier and rules it was given; `null`: it does not say. */
  readonly answering: { readonly tier: Tier; readonly rules: readonly string[] } | null;
}

/** One break-glass statement of a case. */
export interface CaseOverride {
  readonly by: Placed<string>;
  readonly reason: string;
  readonly strength: SignatureStrength;
  /** By a passkey that may be synced to other devices. */
  readonly synced: boolean;
  readonly age: number;
  /** Seconds it holds from when it was given. */
  readonly lasts: number;
  readonly target: string | null;
  readonly stale: boolean;
  readonly used: boolean;
}

/** Where a statement stands in the ledger, when it was given, and whether for this content. */
interface CasePlace {
  /** So many sign-offs come before it; `null`: all. */
  readonly after: number | null;
  /** Seconds before the judgement; negative: after it. */
  readonly age: number;
  readonly stale: boolean;
}

/** One result that a gate signed. `stale`: for another tree. */
export interface CaseResult extends CasePlace {
  /** Name of the check, the suite (`unit`) or the tool. */
  readonly check: Placed<string>;
  readonly kind: 'check' | 'tests' | 'scan' | 'edge-cases';
  /** Of a scan `failed`: it found an error in a file of the change; of edge cases: no test fails without any line. */
  readonly outcome: 'passed' | 'failed';
  /** Id of a gate, enrolled or not; `null`: the first that may sign evidence. */
  readonly by: Placed<string> | null;
}

/** One signed declaration, or an attestation. */
export interface CaseDeclaration extends CasePlace {
  readonly by: Placed<string>;
  readonly attests: boolean;
  readonly assistance: { readonly used: boolean; readonly tools: readonly string[] } | null;
  /** Parts that are written. */
  readonly document: readonly string[];
  readonly maintainer: Placed<string> | null;
  readonly strength: SignatureStrength;
  /** By a passkey that may be synced to other devices. */
  readonly synced: boolean;
  readonly target: string | null;
}

/** One review as a forge recorded it. */
export interface CaseReview extends CasePlace {
  readonly by: Placed<string>;
  readonly verdict: 'approve' | 'request-changes';
  readonly forge: string;
  readonly target: string | null;
}

/** What a node of the tree of reasons must be. Every text must stand in what the node says. */
export interface ExpectedReason {
  readonly rule: string;
  readonly at: Position;
  readonly status: Placed<DecisionStatus | 'skipped' | 'absent'> | null;
  readonly sentence: readonly Placed<string>[];
  readonly needs: readonly Placed<string>[];
  readonly met: readonly Placed<string>[];
  readonly setAside: readonly { readonly who: string; readonly because: string; readonly at: Position }[];
  readonly children: readonly ExpectedReason[];
}

/** What a case expects; it names at least one thing. */
export interface Expectation {
  readonly at: Position;
  readonly status: Placed<DecisionStatus> | null;
  readonly tier: Placed<Tier> | null;
  readonly assistance: Placed<AssistanceState> | null;
  /** The level the rules see, or `unknown` where somebody is not enrolled. */
  readonly author: Placed<string> | null;
  readonly mode: Placed<Mode> | null;
  /** Stand in the first line. */
  readonly sentence: readonly Placed<string>[];
  readonly reasons: readonly ExpectedReason[];
  /** Of the rules on trial. */
  readonly shadow: readonly ExpectedReason[];
  /** Stand in the way forward. */
  readonly next: readonly Placed<string>[];
  /** Named by the way forward. */
  readonly people: readonly Placed<string>[];
  readonly notPeople: readonly Placed<string>[];
  /** May not sign, and a reason why; empty: any. */
  readonly excluded: readonly { readonly who: string; readonly because: string; readonly at: Position }[];
}

/** One case: a change, what was signed, and what the decision must say. */
export interface PolicyCase {
  /** A sentence. */
  readonly name: string;
  readonly because: string | null;
  readonly at: Position;
  readonly change: CaseChange;
  readonly signOffs: readonly CaseSignOff[];
  readonly overrides: readonly CaseOverride[];
  readonly results: readonly CaseResult[];
  readonly declarations: readonly CaseDeclaration[];
  readonly reviews: readonly CaseReview[];
  readonly onCall: readonly Placed<string>[];
  readonly away: readonly Placed<string>[];
  readonly waiting: readonly { readonly person: Placed<string>; readonly count: number }[];
  /** How the spot-check falls; `null`: the sign-offs are not in the ledger yet. */
  readonly spotCheck: Placed<'drawn' | 'not-drawn'> | null;
  readonly expect: Expectation;
}

/** Which policy the cases of a file are about; `null`: the one in force. */
export type CasePolicy =
  | { readonly is: 'file'; readonly path: string; readonly at: Position }
  | { readonly is: 'preset'; readonly name: string; readonly at: Position }
  | { readonly is: 'inline'; readonly policy: Policy; readonly at: Position };

/** Whom a file of cases enrols; `null`: the people that come with the policy. */
export type CasePeople =
  | { readonly is: 'file'; readonly path: string; readonly at: Position }
  | { readonly is: 'inline'; readonly read: (levels: readonly string[]) => { readonly people: People | null; readonly problems: readonly PolicyProblem[] } };

/** A file of cases. */
export interface CaseFileContent {
  readonly file: string;
  readonly policy: CasePolicy | null;
  readonly people: CasePeople | null;
  /** The text of a CODEOWNERS file; `null`: that of the branch in force, or none. */
  readonly codeOwners: Placed<string> | null;
  readonly cases: readonly PolicyCase[];
}
