import type { CarryTest, Resign, SignedChange, Snapshot } from '../../core/change/index.ts';
import type { Repository } from '../ports/index.ts';
import type { Candidate } from './candidates.ts';
import type { Step } from './cover-step.ts';
import type { Effects } from './effect.ts';
import type { FirstParents, Landed } from './first-parents.ts';
import type { PathIndex } from './path-index.ts';

/**
 * Where another protected branch stood when something landed on this one, a full id; `null`: nobody recorded that, and
 * where it stands now is what is asked.
 */
export type StoodThen = (target: string, landing: string) => string | null;

/** A sign-off that covers, by which test. */
export interface CoveringSignOff {
  /** Its place in the ledger. */
  readonly entry: number;
  readonly test: CarryTest;
  /** Signed paths whose content moved underneath since: see `Cover`. */
  readonly moved: readonly string[];
}

/** A part of a landing that sign-offs cover: nearly always the whole; in a rollup one of the changes it brought. */
export interface CoveredPart {
  /** The change as it was signed by the first of `by`. */
  readonly signed: SignedChange;
  /** What the part stands on, and the tree it gives. */
  readonly under: Snapshot;
  readonly tree: string;
  /** Everybody's sign-off that covers it, in ledger order. */
  readonly by: readonly CoveringSignOff[];
}

/** What a landing is covered by, or why it has to be signed. */
export type LandingCover =
  | {
      readonly covered: true;
      /** First and last landing of the range that is covered together (rebase-merge); the same for all others. */
      readonly from: string;
      readonly to: string;
      /** In the order in which they give the landed tree; none where the landing changes nothing. */
      readonly parts: readonly CoveredPart[];
    }
  | { readonly covered: false; readonly resign: Resign };

/** Candidates of one part, with how each covers it or does not. */
export interface StepCover {
  readonly by: readonly CoveringSignOff[];
  readonly first: Candidate | null;
  /** One of them covers with all it touches; else a part of each is on the target already. */
  readonly whole: boolean;
  readonly refused: readonly { readonly candidate: Candidate; readonly resign: Resign }[];
}

/** What looking for ranges and sets asks of the coverage of a target. */
export interface Coverer {
  readonly repository: Repository;
  readonly chain: FirstParents;
  readonly effects: Effects;
  index(): Promise<PathIndex>;
  /** The step from before `oldest` to `newest`, both landings of the target. */
  stepOf(oldest: Landed, newest: Landed): Promise<Step>;
  /** All candidates that could cover a step, tried. */
  coverAll(step: Step): Promise<StepCover>;
}

/** A step as the part of a landing that it is, once something covers it. */
export function partOf({ under, head }: Step, { by, first }: StepCover): CoveredPart {
  return { signed: first!.signed, under, tree: head.tree, by };
}
