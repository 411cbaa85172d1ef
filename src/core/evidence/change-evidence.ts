import type { LineRange } from '../change/index.ts';
import type { Claim, EvidenceProblem } from './claim.ts';

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
