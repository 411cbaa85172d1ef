import type { SetAside } from '../signoff/index.ts';

/**
 * `overridden` exits 0 and says so; `unsatisfiable`: nobody could ever meet it, a verdict and not a wait;
 * `unknown` is never approved.
 */
export type DecisionStatus = 'approved' | 'pending' | 'refused' | 'unsatisfiable' | 'overridden' | 'unknown';

/** One node of the tree of reasons. */
export interface Reason {
  /** The rule's or requirement's name: `senior-gate`, `sign-off`, `declaration`, `decision` at the root. */
  readonly rule: string;
  readonly status: DecisionStatus | 'skipped';
  readonly sentence: string;
  /** What it takes, in words: `1 senior owner of checkout`. Empty once met. */
  readonly needs: readonly string[];
  /** What met it: `Ana (senior, touch)`. An approved requirement always has one. */
  readonly met: readonly string[];
  readonly setAside: readonly SetAside[];
  readonly children: readonly Reason[];
}

/** One step of the shortest way forward. */
export interface NextStep {
  readonly sentence: string;
  /** Person ids who can do it; empty where it is not about people. */
  readonly people: readonly string[];
  /** A command that can be pasted, or `null`. */
  readonly command: string | null;
}

/** The outcome as a tree; never a bare boolean. */
export interface Decision {
  readonly status: DecisionStatus;
  readonly changeDigest: string;
  readonly inputsDigest: string;
  readonly root: Reason;
  readonly next: readonly NextStep[];
  /** Rules on trial, evaluated like the others; they are in no tree, and change neither status nor way forward. */
  readonly shadow: readonly Reason[];
}
