export type { Condition, ConditionTree } from './condition.ts';
export { compareLevels, lowestLevel } from './levels.ts';
export type { Agent, Gate, People, Person, Team } from './people.ts';
export { membersOf, nobody, peopleIndex, personByEmail, type PeopleIndex } from './people-index.ts';
export {
  requirementKinds,
  type Area,
  type Mode,
  type Policy,
  type PolicyProblem,
  type RequirementKind,
  type RequirementTemplate,
  type Rule,
  type SignatureStrength,
} from './policy.ts';
