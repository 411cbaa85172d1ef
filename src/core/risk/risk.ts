import type { Position } from '../values/index.ts';
import type { Tier } from './tier.ts';

/** A named part of the product, as the risk of a change sees it; `policy` adds who owns it. */
export interface AreaPaths {
  readonly name: string;
  readonly paths: readonly string[];
  readonly tier: Tier;
  readonly at: Position | null;
}

/** Lines added above `over` make a change at least `tier`; from the policy. */
export interface SizeStep {
  readonly over: number;
  readonly tier: Tier;
}

/**
 * Lines the same authors landed on the same paths in the last `windowHours`: splitting a change does not
 * dodge its tier. An explicit input of the decision; the author is a grouping key, nothing more.
 */
export interface RecentHistory {
  readonly windowHours: number;
  readonly commits: number;
  readonly linesAdded: number;
  /** Why part of it could not be read: there may be any number of lines. */
  readonly unread?: string;
}

/** Which kind of signal raised the tier. */
export type RiskSignal = 'area' | 'default' | 'size' | 'recent-history' | 'rule-hit';

/** One reason for a tier, as a sentence a person can act on. */
export interface RiskReason {
  readonly signal: RiskSignal;
  readonly tier: Tier;
  readonly sentence: string;
  /** Paths that raised it, in change order; empty for the whole change. */
  readonly paths: readonly string[];
  /** Where the tier is written, for areas. */
  readonly at: Position | null;
  /** For rule hits: which rule, `test-deleted`. A name programs may rely on, unlike the sentence. */
  readonly hit: string | null;
}

/** An area the change touches, with the files of the change inside it. */
export interface TouchedArea {
  readonly name: string;
  readonly tier: Tier;
  readonly files: readonly string[];
}

/** The tier of a change with one sentence per reason, the worst first; never one opaque score. */
export interface Risk {
  readonly tier: Tier;
  readonly reasons: readonly RiskReason[];
  readonly areas: readonly TouchedArea[];
  /** Files outside every area. */
  readonly outside: readonly string[];
  readonly linesAdded: number;
}
