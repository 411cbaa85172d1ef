export type { AtomExplanation, AtomOutcome, Requirement, RuleOutcome } from './requirement.ts';
