export type { CodeOwners, CodeOwnersDialect, CodeOwnersRule, CodeOwnersSection } from './codeowners/code-owners.ts';
export { compileCodeOwners, type CodeOwnersMatcher } from './codeowners/match-owners.ts';
export { ownerFinder, ownersRuleName, shortOfOwners, unknownCodeOwners, type OwnerFinder } from './codeowners/owner-people.ts';
export { isPolicyPath, ownersFilePaths } from './codeowners/owners-file.ts';
export { parseCodeOwners } from './codeowners/parse-code-owners.ts';
export { compileCondition, type AtomResult, type CompiledCondition } from './conditions/compile-condition.ts';
export { conditionAtoms, type Condition, type ConditionAtom, type ConditionTree } from './conditions/condition.ts';
export {
  conditionFunctions,
  conditionVariables,
  type ConditionField,
  type ConditionValues,
} from './conditions/environment.ts';
export { nearest } from './nearest.ts';
export type { ParsedCondition } from './conditions/parse-condition.ts';
export { bareKey, isPasskey, readKeyLine, type KeyLine, type KeyLineRead } from './people/key-line.ts';
export type { ParsedPeople } from './people/parse-people.ts';
export { inWords } from './duration-words.ts';
export type { ParsedPolicy } from './files/parse-policy.ts';
export type { Member, Placed, YamlSource } from './reading/yaml-source.ts';
export {
  compareLevels,
  lowestLevel,
  membersOf,
  nobody,
  onCallAt,
  peopleIndex,
  personByEmail,
  type Agent,
  type Gate,
  type OnCall,
  type People,
  type PeopleIndex,
  type Person,
  type Root,
  type Witness,
  type Team,
} from './people.ts';
export {
  modes,
  policyAreaName,
  requirementKinds,
  signatureStrengths,
  syncedOrder,
  type Area,
  type Mode,
  type Policy,
  type PolicyProblem,
  type RequirementKind,
  type RequirementTemplate,
  type Rule,
  type SignatureStrength,
} from './policy.ts';
export { prepareConditions } from './conditions/cel-when-needed.ts';
export { policyTexts, type PolicyTexts } from './policy-texts.ts';
export { presets } from './presets/presets.ts';
export { digestsPinnedIn, pinnedPath, type PinnedKind, type PinnedText, type PinnedTexts } from './pinned-texts.ts';
export { diffPeople } from './diff/diff-people.ts';
export { diffPolicies } from './diff/diff-policies.ts';
export type { Effect, PolicyDifference } from './diff/difference.ts';
export { conditionWords, type ConditionLine } from './conditions/condition-words.ts';
export { edgeCaseClasses, suiteKinds } from './rules/requirement-fields.ts';
