/** Why a signed change does not cover what is there now. Closed: a new code needs words wherever it is shown. */
export type ResignCode =
  /** Signed in a repository of another hash. */
  | 'object-format'
  /** Signed for another branch. */
  | 'retargeted'
  /** For a further target: it has not landed on the first one, or was taken back there. */
  | 'not-landed'
  | 'reverted'
  /** The base now is not the signed one or later: what landed since would be taken back. */
  | 'not-forward'
  /** It was in effect on the target after its base already. */
  | 'used'
  /** The statement's trees, commits and digest do not belong together. */
  | 'inconsistent'
  /** A touched file moved underneath, where nothing may have. */
  | 'touched'
  /** The replay conflicts with what landed since. */
  | 'conflict'
  /** What is there now is not what was signed, nor its clean replay. */
  | 'edited'
  /** This git cannot replay. */
  | 'cannot-replay'
  /** More sign-offs than one landing may combine. */
  | 'too-many'
  /** No sign-off here is for any part of it. */
  | 'unsigned'
  | 'history-shallow'
  | 'object-missing'
  | 'object-corrupt';

/** Why it has to be signed again, in one sentence without a full stop, and what is left to look at. */
export interface Resign {
  readonly code: ResignCode;
  readonly sentence: string;
  /** The paths that keep it from being covered, sorted bytewise; empty where the reason is not in any file. */
  readonly residual: readonly string[];
}

/** `a.ts`, `b.ts` and 3 more: paths for a sentence, in backticks. */
export function somePaths(paths: readonly string[]): string {
  const shown = paths.slice(0, 2).map((path) => `\`${path}\``);
  const more = paths.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length === 2 ? shown.join(' and ') : (shown[0] ?? 'nothing');
}
