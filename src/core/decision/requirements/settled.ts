import type { After, SigningContext, SignOff } from '../../signoff/index.ts';
import type { Facts } from '../inputs.ts';
import type { Node } from '../node.ts';

/** One requirement of a rule, or one ask of it, once it was looked at. */
export interface Settled {
  readonly node: Node;
  /** Ledger position at which it was met; `null` while it is not. */
  readonly completedAt: number | null;
  /** Every sign-off that is good for it, also beyond the number asked for and repeated ones. */
  readonly valid: readonly SignOff[];
}

/** What any requirement is settled against. */
export interface Against {
  readonly facts: Facts;
  readonly signing: SigningContext;
  readonly after: After | null;
}
