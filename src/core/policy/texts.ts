/** Everything that reads the two files as text: with YAML and CEL, by far the dearest part of the policy to load. */
export { parseCondition } from './conditions/parse-condition.ts';
export { parsePeople, peopleIn } from './people/parse-people.ts';
export { parsePolicy, policyIn, presetPolicy } from './files/parse-policy.ts';
export { peopleSchema, policySchema } from './files/schema.ts';
export { readDuration, readPercent } from './reading/amounts.ts';
export { show, YamlSource } from './reading/yaml-source.ts';
export { nearest } from './nearest.ts';
