import type { ObjectFormat, Snapshot } from '../change.ts';
import { somePaths, type Resign } from './resign.ts';
import type { Replay, SignedChange } from './signed-change.ts';

/** By which test a signed change covers one that moved, strictest first. */
export type CarryTest = 'exact' | 'disjoint' | 'textual';

/** Whether a signed change covers what is there now, and by which test. */
export type Cover =
  /**
   * `moved`: signed paths whose content moved underneath since, to something the signer did not see; only with
   * `textual` there are any. `settled`: signed paths that the target has already as the replay would leave them.
   */
  | { readonly covered: true; readonly test: CarryTest; readonly moved: readonly string[]; readonly settled: readonly string[] }
  | { readonly covered: false; readonly resign: Resign };

/** What is there now, and what history says about the signed change. */
export interface CarryFacts {
  readonly objectFormat: ObjectFormat;
  /** Full ref name of the branch it is to land on, or landed on. */
  readonly target: string;
  /** What it stands on: the merge base with the target's tip, or the first parent of the landing. */
  readonly under: Snapshot;
  /** The head now, or the landing itself. */
  readonly head: Snapshot;
  /** Digest of the change from `under` to `head`. */
  readonly digest: string;
  /** The signed base, or in a stack the landing it stands for, is `under` or an ancestor of it. */
  readonly forward: boolean;
  /** Full id of a commit of the target, after the signed base, at which the signed change was in effect. */
  readonly usedAt: string | null;
  /** On the first target, where this is a further one the signer named; `null` on the first target itself. */
  readonly first: 'in-effect' | 'not-landed' | 'reverted' | null;
  /** Signed paths whose content `under` has otherwise than the signed base and the signed head. */
  readonly moved: readonly string[];
  /** Signed paths that the change from `under` to `head` leaves as they are; of some the content may have `moved`. */
  readonly settled: readonly string[];
  /** `null`: not replayed, which is needed only where the digest differs and something moved. */
  readonly replay: Replay | null;
  /** Paths that `head` has otherwise than the replay; or where nothing was replayed, than what was signed. */
  readonly residual: readonly string[];
}

/**
 * Whether a sign-off still covers a change that moved. Forward only: the same trees on an older base would take
 * back what landed since. Once only: what was in effect and is gone was taken out by somebody. Then: the same
 * trees; the same entries, so that no touched file moved underneath; or a clean merge that gives this very tree.
 */
export function coverOf(signed: SignedChange, now: CarryFacts): Cover {
  const refused = refusedBefore(signed, now);
  if (refused !== null) return { covered: false, resign: refused };
  const sameTrees = now.under.tree === signed.base.tree && now.head.tree === signed.head.tree;
  if (now.digest === signed.digest) return { covered: true, test: sameTrees ? 'exact' : 'disjoint', moved: [], settled: [] };
  if (sameTrees) return resign('inconsistent', 'its digest is not of the trees it names');
  if (now.first !== null) return resign('touched', `signed for \`${signed.target}\`: it is carried to \`${now.target}\` only where every touched file is the same there`, now.moved);
  if (now.moved.length === 0 && now.settled.length === 0 && now.residual.length === 0) return resign('inconsistent', 'its digest is not of the trees it names');
  const { replay } = now;
  if (replay === null) return edited(now);
  if (replay.outcome === 'unable') return resign('cannot-replay', replay.sentence, now.moved);
  if (replay.outcome === 'conflict') return resign('conflict', `it conflicts with what landed since in ${somePaths(replay.paths)}`, replay.paths);
  return replay.tree === now.head.tree && now.residual.length === 0 ? { covered: true, test: 'textual', moved: movedOrSettled(now), settled: now.settled } : edited(now);
}

/** What no comparison of contents can mend. */
export function refusedBefore(signed: SignedChange, now: Pick<CarryFacts, 'objectFormat' | 'target' | 'under' | 'forward' | 'usedAt' | 'first'>): Resign | null {
  if (signed.objectFormat !== now.objectFormat) return because('object-format', `signed in a repository of ${signed.objectFormat}, and this one is of ${now.objectFormat}`);
  if (signed.target !== now.target) {
    if (!signed.alsoFor.includes(now.target)) return because('retargeted', `signed for \`${signed.target}\`, not for \`${now.target}\``);
    if (now.first === 'reverted') return because('reverted', `it was taken back on \`${signed.target}\`, so it is carried nowhere else`);
    if (now.first !== 'in-effect') return because('not-landed', `it has not landed on \`${signed.target}\`, which it was signed for first`);
  } else if (!now.forward) {
    return because('not-forward', `its base ${short(signed.base.commit)} is not in the history of ${short(now.under.commit)}: landing there would take back what came between`);
  }
  if (now.usedAt !== null) return because('used', `it was in effect at ${short(now.usedAt)} already: a sign-off lets its change land once`);
  return null;
}

/** Where part of it is there already, exactly as signed, and nothing else moved: that part, for something did. */
function movedOrSettled({ moved, settled }: CarryFacts): readonly string[] {
  return moved.length > 0 ? moved : settled;
}

function edited({ residual }: CarryFacts): Cover {
  const what = residual.length === 1 ? `${somePaths(residual)} is` : `${somePaths(residual)} are`;
  return resign('edited', `${what} not as signed`, residual);
}

function resign(code: Resign['code'], sentence: string, residual: readonly string[] = []): Cover {
  return { covered: false, resign: because(code, sentence, residual) };
}

function because(code: Resign['code'], sentence: string, residual: readonly string[] = []): Resign {
  return { code, sentence, residual };
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
