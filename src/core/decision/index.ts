export type { Decision, DecisionStatus, NextStep, Reason } from './decision.ts';
