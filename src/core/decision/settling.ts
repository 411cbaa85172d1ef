import type { After, SigningContext, SignOff, Standing } from '../signoff/index.ts';
import type { Facts } from './facts.ts';
import type { Node } from './node.ts';

/** One requirement of a rule once it was looked at. */
export interface Settled {
  readonly node: Node;
  /** Ledger position at which it was met; `null` while it is not. */
  readonly completedAt: number | null;
  /** Ids of the persons who met it. */
  readonly persons: readonly string[];
  /** Every sign-off that counts, also beyond the number asked for. */
  readonly counted: readonly SignOff[];
}

/** What the requirements of one rule are settled against. */
export interface Settling {
  readonly facts: Facts;
  readonly signing: SigningContext;
  readonly standing: Standing;
  readonly after: After | null;
  /** Persons who may not count again in this rule. */
  readonly taken: ReadonlySet<string>;
}

/** What sign-offs of a change are counted against. */
export function signingContext({ inputs, exclusions }: Facts): SigningContext {
  const { change, policy, people, now } = inputs;
  return { change, policy, people, exclusions, now };
}
