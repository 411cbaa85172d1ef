import type { LineRange } from '../change/index.ts';

/**
 * How a claim came to be. `recorded`: written by tooling as the lines were produced. `declared`: said by a
 * person or tool (trailers, boxes, signed declarations). `inferred`: deduced (identities, links, branches).
 */
export type ClaimKind = 'recorded' | 'declared' | 'inferred';

/** Who a claim says wrote the subject. `bot` is ordinary automation (dependabot): neither AI nor human. */
export type ClaimClass = 'ai' | 'human' | 'bot';

/** `weak` claims never make a change assisted by themselves; they make it a question for the author. */
export type ClaimStrength = 'strong' | 'weak';

/** What a claim is about, from the whole repository down to lines of one file in one commit. */
export type ClaimSubject =
  | { readonly scope: 'repository' }
  | { readonly scope: 'commit'; readonly commit: string }
  | { readonly scope: 'file'; readonly commit: string; readonly path: string }
  | { readonly scope: 'lines'; readonly commit: string; readonly path: string; readonly ranges: readonly LineRange[] };

/**
 * How a claim about a landed commit was found in its pull request: by the `number` in the commit's subject, because a
 * commit or the whole pull request makes the same `patch`, or nearly the same `lines`. `shared`: lines that both have
 * over lines that either has; 1 where the number says it.
 */
export interface LandedAs {
  readonly pull: number;
  readonly by: 'number' | 'patch' | 'lines';
  readonly shared: number;
}

/** Where the quote stands verbatim, so that anyone can check it. `line` counts from 1. */
export type ClaimSource = ClaimPlace & {
  /** Present where the source is one of a pull request, and the claim about the commit that landed. */
  readonly via?: LandedAs;
};

type ClaimPlace =
  | { readonly in: 'message'; readonly commit: string; readonly line: number }
  | { readonly in: 'author' | 'committer'; readonly commit: string }
  | { readonly in: 'note'; readonly ref: string; readonly blob: string; readonly line: number }
  | { readonly in: 'file'; readonly commit: string; readonly path: string; readonly line: number }
  /** A signed declaration; `entry` counts from 0. */
  | { readonly in: 'ledger'; readonly entry: number };

/** A fact about who wrote something, with its source. A claim never judges. */
export interface Claim {
  readonly class: ClaimClass;
  readonly kind: ClaimKind;
  readonly strength: ClaimStrength;
  readonly subject: ClaimSubject;
  /** Product name as people know it (`Claude`, `Copilot`, `Cursor`), or `null` where the source names none. */
  readonly tool: string | null;
  readonly model: string | null;
  readonly session: string | null;
  /** Whom a record names behind the lines, verbatim: the human who ran the agent or, for `human`, who typed them. */
  readonly person?: string;
  /** Id of the signal rule that produced it, e.g. `claude.co-author`. */
  readonly rule: string;
  readonly source: ClaimSource;
  /** Verbatim from the source. */
  readonly quote: string;
}

/** A deviation from a format, a forged-looking record, a gap: reported, never fatal, never dropped. */
export interface EvidenceProblem {
  readonly source: string;
  readonly sentence: string;
  /** Something that is there could not be read, so that nobody knows what it says: a gate stays closed over it. */
  readonly unread?: true;
}
