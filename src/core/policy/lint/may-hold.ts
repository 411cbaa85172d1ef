import type { Tier } from '../../risk/index.ts';
import { compileCondition } from '../conditions/compile-condition.ts';
import type { Condition, ConditionTree } from '../conditions/condition.ts';
import type { ConditionValues } from '../conditions/environment.ts';
import type { Policy } from '../policy.ts';

/** What is known of a change lint imagines; the rest may be anything. */
export interface Situation {
  readonly level: string | null;
  readonly tier: Tier | null;
  readonly areas: readonly string[] | null;
}

/** Whether a condition could be true: atoms that read anything else than the situation may be either. */
export function mayHold(policy: Policy, condition: Condition, { level, tier, areas }: Situation): boolean {
  const values: ConditionValues = {
    change: {
      assisted: null,
      contradictory: null,
      tier,
      linesAdded: null,
      files: null,
      areas,
      paths: null,
      kinds: null,
      tools: null,
      share: null,
      touchesPolicy: null,
      deletesTests: null,
    },
    author: { level, unknown: null, rewritten: null },
    operator: { known: null },
    target: { ref: null },
    evidence: { recorded: null, declared: null, inferred: null },
    scan: { ran: null },
    time: { hour: null, weekday: null },
  };
  const outcomes = compileCondition(condition, policy.levels).atoms.map(({ evaluate }) => evaluate(values).outcome);
  let next = 0;
  const walk = (tree: ConditionTree): boolean | null => {
    if (tree.op === 'atom') {
      const outcome = outcomes[next++];
      return outcome === 'true' ? true : outcome === 'false' ? false : null;
    }
    if (tree.op === 'not') {
      const operand = walk(tree.operand);
      return operand === null ? null : !operand;
    }
    const operands = tree.operands.map(walk);
    const settles = tree.op === 'or';
    return operands.includes(settles) ? settles : operands.includes(null) ? null : !settles;
  };
  return walk(condition.tree) !== false;
}
