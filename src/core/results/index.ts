export { readCoverage, type ReportedCoverage } from './coverage.ts';
export { addTests, readJunit, type TestCounts } from './junit.ts';
export { readMutation, type MutationRun } from './mutation.ts';
export { largestReport, ReportProblem } from './report-problem.ts';
export { readSarif, type Finding, type FindingLevel, type ScanRun } from './sarif.ts';
