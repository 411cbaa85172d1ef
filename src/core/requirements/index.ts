export type { ConditionFacts } from './condition-facts.ts';
export { evaluateCondition, evaluateRules } from './evaluate-rules.ts';
export { ownershipOf } from './ownership.ts';
export type { AtomExplanation, AtomOutcome, Requirement, RuleOutcome } from './requirement.ts';
