export { compileCondition, type AtomResult, type CompiledCondition } from './compile-condition.ts';
export { conditionAtoms, type Condition, type ConditionAtom, type ConditionTree } from './condition.ts';
export {
  conditionFunctions,
  conditionVariables,
  type ConditionField,
  type ConditionValues,
} from './condition-environment.ts';
export { lintPolicy, type LintOptions } from './lint-policy.ts';
export { parseCondition, type ParsedCondition } from './parse-condition.ts';
export { parsePeople, type ParsedPeople } from './parse-people.ts';
export { inWords, parsePolicy, presetPolicy, type ParsedPolicy } from './parse-policy.ts';
export {
  compareLevels,
  lowestLevel,
  membersOf,
  nobody,
  peopleIndex,
  personByEmail,
  type Agent,
  type Gate,
  type People,
  type PeopleIndex,
  type Person,
  type Team,
} from './people.ts';
export {
  modes,
  requirementKinds,
  signatureStrengths,
  type Area,
  type Mode,
  type Policy,
  type PolicyProblem,
  type RequirementKind,
  type RequirementTemplate,
  type Rule,
  type SignatureStrength,
} from './policy.ts';
export { peopleSchema, policySchema } from './schema.ts';
export { presets } from './presets/amazon-2026.ts';
