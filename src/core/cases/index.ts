export type { Difference } from './compare.ts';
export { parseCases, type ParsedCases } from './parsing/parse-cases.ts';
export type { CaseFileContent, CasePeople, CasePolicy, Expectation, ExpectedReason, PolicyCase } from './policy-case.ts';
export { runCases, untriedRules, type CaseResult, type CasesRun, type UntriedRule } from './run-cases.ts';
