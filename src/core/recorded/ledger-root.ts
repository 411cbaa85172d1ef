import { judge, type DecisionInputs } from '../decision/index.ts';
import type { Sha256 } from '../values/index.ts';

/**
 * The ledger's root right after the word of a person that first met all that is asked of people: spot-checks are drawn
 * from it. Nobody who signs knows it beforehand, and waiting or signing once more draws nothing else. `null`: they have
 * not met it, or the policy draws none. `rootAt(size)`: root of the first so many entries, `null` where there are fewer.
 */
export function ledgerRootOf(inputs: DecisionInputs, rootAt: (size: number) => string | null, sha256: Sha256): string | null {
  const { policy, signOffs, reviews } = inputs;
  if (policy.spotCheck === null) return null;
  const moments = [...signOffs.filter(({ verdict }) => verdict === 'approve'), ...reviews].map(({ order }) => order);
  for (const moment of [...new Set(moments)].sort((a, b) => a - b)) {
    const until = ({ order }: { readonly order: number }) => order <= moment;
    const then: DecisionInputs = { ...inputs, policy: withoutDraw(policy), signOffs: signOffs.filter(until), reviews: reviews.filter(until), overrides: [] };
    if (judge(then, sha256).decision.status === 'approved') return rootAt(moment + 1);
  }
  return null;
}

const withoutDraws = new WeakMap<DecisionInputs['policy'], DecisionInputs['policy']>();

/** One object for each policy: what is compiled from it is kept with it. */
function withoutDraw(policy: DecisionInputs['policy']): DecisionInputs['policy'] {
  let known = withoutDraws.get(policy);
  if (known === undefined) withoutDraws.set(policy, (known = { ...policy, spotCheck: null }));
  return known;
}
