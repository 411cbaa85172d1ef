import { lowestLevel, type Condition, type Policy, type PolicyProblem } from '../policy/index.ts';
import { tiers } from '../risk/index.ts';
import { mayHold } from './may-hold.ts';
import { problem } from './wording.ts';

/** Conditions that no author, tier or answer on AI can make true: their rule, or the spot-check, would guard nothing. */
export function deadConditions(policy: Policy): readonly PolicyProblem[] {
  const all = [
    ...policy.rules.map(({ name, when }) => ({ what: `rule \`${name}\``, when, mend: 'mend its condition, or remove the rule' })),
    ...(policy.spotCheck === null ? [] : [{ what: '`spot-check`', when: policy.spotCheck.when, mend: 'mend its condition, or remove it' }]),
  ];
  return all.flatMap(({ what, when, mend }) =>
    possible(policy, when) ? [] : [problem('error', 'never-applies', `${what} can never apply: \`${when.text}\` is never true`, mend, when.at)],
  );
}

function possible(policy: Policy, when: Condition): boolean {
  const authors = [
    ...policy.levels.map((level) => ({ level, unknown: false, operatorKnown: true })),
    ...[true, false].map((operatorKnown) => ({ level: lowestLevel(policy.levels), unknown: true, operatorKnown })),
  ];
  return authors.some((author) =>
    tiers.some((tier) => [true, false].some((assisted) => mayHold(policy, when, { ...author, tier, assisted, areas: null }))),
  );
}

/** Sign-offs that a key without touch may give. */
export function weakSignatures(policy: Policy): readonly PolicyProblem[] {
  return policy.rules.flatMap((rule) =>
    rule.require.flatMap((template) =>
      template.kind === 'sign-off' && template.signature === 'any'
        ? [
            problem(
              'warning',
              'weak-signature',
              `rule \`${rule.name}\` takes \`signature: any\`: an agent on the same laptop can use a key kept in a file`,
              'ask for touch',
              template.at,
            ),
          ]
        : [],
    ),
  );
}
