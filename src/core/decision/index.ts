export { decide } from './decide.ts';
export type { Decision, DecisionStatus, NextStep, Reason } from './decision.ts';
export type { Facts } from './facts.ts';
export type { DecisionInputs } from './inputs.ts';
export { engineVersion, inputsDigest } from './inputs-digest.ts';
export { judge, type JudgedArea, type Judgement } from './judge.ts';
