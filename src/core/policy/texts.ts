/** Everything that reads the two files as text: with YAML and CEL, by far the dearest part of the policy to load. */
export { parseCondition } from './conditions/parse-condition.ts';
export { parsePeople } from './people/parse-people.ts';
export { parsePolicy, presetPolicy } from './files/parse-policy.ts';
export { peopleSchema, policySchema } from './files/schema.ts';
