import type { LineRange } from '../change/index.ts';
import type { edgeCaseClasses, suiteKinds } from '../policy/index.ts';

/** A kind of test suite, as policies name them. */
export type Suite = (typeof suiteKinds)[number];

/** A class of edge cases, as policies name them. */
export type EdgeCaseClass = (typeof edgeCaseClasses)[number];

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

/** A line that a test fails without, and the class of edge cases the test is named after. */
export interface EdgeCase {
  /** One of the policy's `edge-cases`. */
  readonly class: EdgeCaseClass;
  readonly path: string;
  readonly line: number;
}

/** What a test run or a scan found, beside whether it passed. */
export type Measured =
  | { readonly kind: 'tests'; readonly ran: number; readonly failed: number; readonly skipped: number; readonly coverage: readonly FileCoverage[] | null }
  | { readonly kind: 'scan'; readonly files: readonly FileFindings[]; readonly nowhere: FindingCounts }
  | { readonly kind: 'edge-cases'; readonly cases: readonly EdgeCase[] };
