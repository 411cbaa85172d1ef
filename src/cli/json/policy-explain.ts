import type { PolicyExplainJson } from '../../contract/policy-explain.ts';
import type { PolicyMeaning, RuleMeaning } from '../../workflows/policy/explain-policy.ts';
import { reasonJson } from './check.ts';
import { requirementJson } from './policy.ts';

/** `policy explain --json` */
export function policyExplainJson({ source, range, rules }: PolicyMeaning): PolicyExplainJson {
  return { schema: 'urn:countersign:schema:policy-explain:v1', source: { ...source }, range, rules: rules.map(ruleJson) };
}

function ruleJson({ rule, condition, steps, onChange }: RuleMeaning): PolicyExplainJson['rules'][number] {
  return {
    name: rule.name,
    because: rule.because,
    shadow: rule.shadow,
    origin: rule.origin,
    at: { ...rule.at },
    when: rule.when.text,
    condition: condition.map((line) => ({ ...line })),
    asks: steps.map(({ step, template, people }) => ({
      step,
      requirement: requirementJson(template),
      people: people.map(({ area, persons }) => ({ area, persons: persons.map(({ id }) => id) })),
    })),
    onChange:
      onChange === null
        ? null
        : {
            state: onChange.outcome.state,
            atoms: onChange.outcome.atoms.map(({ text, outcome, saw, error }) => ({ text, outcome, saw: saw.map((one) => ({ ...one })), error })),
            reason: onChange.reason === null ? null : reasonJson(onChange.reason),
          },
  };
}
