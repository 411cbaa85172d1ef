import type { LineRange } from '../../change/index.ts';
import type { Claim, ClaimKind, EvidenceProblem } from '../claim.ts';

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
  /** Ids of commits whose author is still to answer; empty unless `state` is `ask`. */
  readonly unanswered: readonly string[];
  /** Ids of the commits whose authors are to say whether an AI was used, answered or not; none of an empty change. */
  readonly asked: readonly string[];
  /** A second person's attestation settled what would otherwise be contradictory. */
  readonly attested?: true;
  /** AI-written share of the added lines, 0 to 1; 0 where nothing was added. */
  readonly share: number;
  readonly lines: LineCounts;
  /** Lines of state `ai` by the strongest kind that claims them; contradictory ones are not among them. */
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

/** Successive lines of the head's file that one commit added, and where they stood there. */
export interface OriginRange extends LineRange {
  readonly commit: string;
  readonly originalStart: number;
  readonly originalPath: string;
}

/** Which commit added which lines of the head's file; covers every added line (of the change, or of the head) once. */
export interface FileOrigins {
  readonly path: string;
  readonly ranges: readonly OriginRange[];
}

/** Everything known about who wrote a change, before anything is concluded from it. */
export interface ChangeEvidence {
  readonly claims: readonly Claim[];
  readonly origins: readonly FileOrigins[];
  readonly problems: readonly EvidenceProblem[];
}

/** What the claims about one commit come to, without its text: enough for a scan of a whole history. */
export interface CommitAssistance {
  /** A strong AI claim stands. */
  readonly assisted: boolean;
  /** Only weak AI claims stand: a question, not an answer. */
  readonly weak: boolean;
  /** Its author is ordinary automation; nothing follows from that. */
  readonly bot: boolean;
  /** It says that no AI was used. */
  readonly declaredNone: boolean;
  /** Strongest kind of the strong AI claims (of the weak ones where there are no others), `null` without any. */
  readonly kind: ClaimKind | null;
  /** In order of mention. */
  readonly tools: readonly string[];
}

const rank: Readonly<Record<ClaimKind, number>> = { recorded: 3, declared: 2, inferred: 1 };

/** Sums up all claims about one commit: its own and those of its notes. */
export function assistanceOfCommit(claims: readonly Claim[]): CommitAssistance {
  const ai = claims.filter((claim) => claim.class === 'ai');
  const strong = ai.filter((claim) => claim.strength === 'strong');
  let kind: ClaimKind | null = null;
  for (const claim of strong.length > 0 ? strong : ai) if (kind === null || rank[claim.kind] > rank[kind]) kind = claim.kind;
  return {
    assisted: strong.length > 0,
    weak: strong.length === 0 && ai.length > 0,
    bot: claims.some((claim) => claim.class === 'bot' && claim.source.in === 'author'),
    declaredNone: declaresNone(claims),
    kind,
    tools: [...new Set(ai.map((claim) => claim.tool).filter((tool) => tool !== null))],
  };
}

/**
 * A commit's added lines by state, from numbers alone: line records count up to the lines added to their file
 * (which lines exactly is for `assess`, which has the text). `files` are the files the commit touched.
 */
export function linesOfCommit(
  claims: readonly Claim[],
  files: readonly { readonly path: string; readonly linesAdded: number | null }[],
): LineCounts {
  const { assisted, weak, declaredNone } = assistanceOfCommit(claims);
  const recorded = recordedLines(claims);
  let added = 0;
  let covered = 0;
  for (const { path, linesAdded } of files) {
    added += linesAdded ?? 0;
    covered += Math.min(linesAdded ?? 0, recorded.get(path) ?? 0);
  }
  const ai = covered > 0 ? covered : hasCommitClaim(claims) ? added : 0;
  const none = { added, ai: 0, human: 0, unknown: 0, contradictory: 0 };
  if (assisted) return { ...none, [declaredNone ? 'contradictory' : 'ai']: ai, unknown: added - ai };
  if (declaredNone) return { ...none, [weak ? 'contradictory' : 'human']: added };
  return { ...none, unknown: added };
}

function declaresNone(claims: readonly Claim[]): boolean {
  return claims.some((claim) => claim.class === 'human' && claim.kind === 'declared');
}

function hasCommitClaim(claims: readonly Claim[]): boolean {
  return claims.some((claim) => isStrongAi(claim) && claim.subject.scope === 'commit');
}

function isStrongAi(claim: Claim): boolean {
  return claim.class === 'ai' && claim.strength === 'strong';
}

function recordedLines(claims: readonly Claim[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const claim of claims) {
    if (!isStrongAi(claim) || claim.subject.scope !== 'lines') continue;
    let sum = lines.get(claim.subject.path) ?? 0;
    for (const { start, end } of claim.subject.ranges) sum += end - start + 1;
    lines.set(claim.subject.path, sum);
  }
  return lines;
}
