import type { Policy, PolicyProblem } from '../policy/index.ts';
import { tiers } from '../risk/index.ts';
import { anything, mayHold } from './may-hold.ts';
import { problem } from './wording.ts';

/** A condition no level and tier can make true: its rule would guard nothing. */
export function deadConditions(policy: Policy): readonly PolicyProblem[] {
  return policy.rules.flatMap((rule) => {
    const possible = policy.levels.some((level) =>
      tiers.some((tier) => mayHold(policy, rule.when, { ...anything, level, tier })),
    );
    return possible
      ? []
      : [
          problem(
            'error',
            'never-applies',
            `rule \`${rule.name}\` can never apply: \`${rule.when.text}\` is never true`,
            'mend its condition, or remove the rule',
            rule.when.at,
          ),
        ];
  });
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
