import type { LineRange } from '../change/index.ts';
import type { suiteKinds } from '../policy/index.ts';

/** A kind of test suite, as policies name them. */
export type Suite = (typeof suiteKinds)[number];

/** Which lines of a file of the head can run, and whether tests ran them. Lines in neither list cannot. */
export interface FileCoverage {
  readonly path: string;
  readonly hit: readonly LineRange[];
  readonly missed: readonly LineRange[];
}

/** Numbers of findings by level. */
export interface FindingCounts {
  readonly error: number;
  readonly warning: number;
  readonly note: number;
}

/** Findings in one file of the head. */
export interface FileFindings extends FindingCounts {
  readonly path: string;
}

/** What a test run or a scan found, beside whether it passed. */
export type Measured =
  | { readonly kind: 'tests'; readonly ran: number; readonly failed: number; readonly skipped: number; readonly coverage: readonly FileCoverage[] | null }
  | { readonly kind: 'scan'; readonly files: readonly FileFindings[]; readonly nowhere: FindingCounts };
