export { findStuck, type Stuck } from './find-stuck.ts';
export { lintPolicy, type LintOptions } from './lint-policy.ts';
export { unknownOwners } from './owners.ts';
export { samplePath, type Authors, type Touched } from './situations.ts';
