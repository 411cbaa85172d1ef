import { compileCondition, type Condition, type ConditionTree, type ConditionValues, type Policy } from '../policy/index.ts';
import type { Tier } from '../risk/index.ts';

/** What is known of a change lint imagines; `null` and the rest may be anything. */
export interface Situation {
  readonly assisted: boolean | null;
  readonly level: string | null;
  /** Somebody who writes is not enrolled, or an agent has no operator. */
  readonly unknown: boolean | null;
  readonly operatorKnown: boolean | null;
  readonly tier: Tier | null;
  readonly areas: readonly string[] | null;
}

/** Whether a condition could be true: atoms that read anything else than the situation may be either. Authors who are enrolled can touch a key. */
export function mayHold(policy: Policy, condition: Condition, situation: Situation): boolean {
  const { assisted, level, unknown, operatorKnown, tier, areas } = situation;
  const values: ConditionValues = {
    change: {
      assisted,
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
    author: { level, unknown, rewritten: null, touched: unknown === null ? null : !unknown },
    operator: { known: operatorKnown },
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
