export { findStuck, type Stuck } from './find-stuck.ts';
export { lintDrafts, lintPolicy, sortedByPlace, type LintOptions } from './lint-policy.ts';
export { unknownOwners } from './owners.ts';
export type { Authors, Touched } from './situations.ts';
