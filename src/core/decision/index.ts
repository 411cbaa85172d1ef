export { decide } from './decide.ts';
export type { Decision, DecisionStatus, NextStep, Reason } from './decision.ts';
export { nothingRecorded, type DecisionInputs, type Facts } from './inputs.ts';
export { declaredClaims } from './signed-word.ts';
export { drawOf } from './requirements/spot-check.ts';
export { judge, strictestMode, type JudgedArea, type Judgement } from './judge.ts';
export { trialDifferences, type TrialDifference } from './trial/differences.ts';
