import type { PolicyDiffJson } from '../../contract/policy-diff.ts';
import type { PolicyDifference } from '../../core/policy/index.ts';
import type { PolicyComparison } from '../../workflows/policy/compare-policies.ts';

/** `policy diff --json` */
export function policyDiffJson({ before, after, policy, people }: PolicyComparison): PolicyDiffJson {
  const all = [...policy, ...(people ?? [])];
  const count = (effect: PolicyDifference['effect']) => all.filter((one) => one.effect === effect).length;
  return {
    schema: 'urn:countersign:schema:policy-diff:v1',
    from: { ...before },
    to: { ...after },
    looser: count('looser'),
    different: count('different'),
    stricter: count('stricter'),
    policy: policy.map((one) => ({ ...one })),
    people: people === null ? null : people.map((one) => ({ ...one })),
  };
}
