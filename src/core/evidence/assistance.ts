import type { LineRange } from '../change/index.ts';
import type { Claim, ClaimKind, EvidenceProblem } from './claim.ts';

/** What the claims together say of one added line. `unknown` is never counted as human. */
export type LineState = 'ai' | 'human-attested' | 'unknown' | 'contradictory';

/** A run of added lines of the head's file that share origin, state and claims. */
export interface AssistedRange extends LineRange {
  readonly state: LineState;
  /** The commit of the change that added these lines. */
  readonly origin: string;
  /** Indexes into `Assistance.claims`. */
  readonly claims: readonly number[];
}

/** The added lines of one file of the change, in order. */
export interface FileAssistance {
  readonly path: string;
  readonly ranges: readonly AssistedRange[];
}

/** Numbers of lines by state; `added` is their sum. */
export interface LineCounts {
  readonly added: number;
  readonly ai: number;
  readonly human: number;
  readonly unknown: number;
  readonly contradictory: number;
}

/** How a silent author is taken, from the policy's `undeclared`. */
export type Undeclared = 'ask' | 'ask-signed' | 'assisted' | 'human';

/**
 * The outcome of the table in the evidence design: `assisted`; `not-assisted`; `ask` (the author is silent
 * and policy wants an answer); `contradictory` (the author says no, a trace says yes: pending until a second
 * person attests).
 */
export type AssistanceState = 'assisted' | 'not-assisted' | 'ask' | 'contradictory';

/** Two claims that cannot both be true, in one sentence. */
export interface Contradiction {
  readonly sentence: string;
  /** Indexes into `Assistance.claims`. */
  readonly claims: readonly number[];
}

/** Who wrote a change, as far as anyone can know. */
export interface Assistance {
  readonly state: AssistanceState;
  /** `state` in one sentence, for people. */
  readonly sentence: string;
  /** AI-written share of the added lines, 0 to 1; 0 where nothing was added. */
  readonly share: number;
  readonly lines: LineCounts;
  /** AI-claimed lines by the strongest kind that claims them. */
  readonly aiLinesByKind: Readonly<Record<ClaimKind, number>>;
  /** Kinds of the `ai` claims found, strongest first. */
  readonly kinds: readonly ClaimKind[];
  /** Tools named by `ai` claims, most lines first. */
  readonly tools: readonly string[];
  readonly claims: readonly Claim[];
  readonly files: readonly FileAssistance[];
  readonly contradictions: readonly Contradiction[];
  readonly problems: readonly EvidenceProblem[];
}

/** Which commit of the change added which lines of the head's file; covers every added line once. */
export interface FileOrigins {
  readonly path: string;
  readonly ranges: readonly (LineRange & { readonly commit: string; readonly originalStart: number; readonly originalPath: string })[];
}

/** Everything known about who wrote a change, before anything is concluded from it. */
export interface ChangeEvidence {
  readonly claims: readonly Claim[];
  readonly origins: readonly FileOrigins[];
  readonly problems: readonly EvidenceProblem[];
}
