import type { Position } from '../../values/index.ts';

/**
 * A rule's `when`: CEL whose `&&`, `||` and `!` are walked by us, because CEL itself swallows an error that
 * stands beside a true operand (CEL spec, "Logical operators") and unknown must never read as approved.
 */
export interface Condition {
  readonly text: string;
  readonly tree: ConditionTree;
  readonly at: Position;
}

/** The boolean skeleton of a condition; the leaves are CEL atoms, kept as text with their place in it. */
export type ConditionTree =
  | { readonly op: 'and' | 'or'; readonly operands: readonly ConditionTree[] }
  | { readonly op: 'not'; readonly operand: ConditionTree }
  | { readonly op: 'atom'; readonly text: string; readonly offset: number; readonly reads: readonly string[] };

/** A leaf of a condition. */
export type ConditionAtom = Extract<ConditionTree, { readonly op: 'atom' }>;

/** The leaves of a condition, in the order they are written. */
export function conditionAtoms(tree: ConditionTree): readonly ConditionAtom[] {
  if (tree.op === 'atom') return [tree];
  if (tree.op === 'not') return conditionAtoms(tree.operand);
  return tree.operands.flatMap(conditionAtoms);
}
