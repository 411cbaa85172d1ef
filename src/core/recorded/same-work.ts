import type { RecordedStatement } from '../attestation/index.ts';
import type { Change } from '../change/index.ts';
import type { Carry } from '../signoff/index.ts';

/** How a statement stands to a change. `work`: about an earlier state of the same work; `other`: about something else. */
export type Relation = 'change' | 'work' | 'other';

/** What is known of the history of a change beside its commits. */
export interface WorkKnown {
  readonly change: Change;
  readonly carries: readonly Carry[];
  /** Entries about earlier states of the same work that neither digest nor commits show (rewritten since). */
  readonly earlier: ReadonlySet<number>;
}

/**
 * Tells whether a statement is about a change: the same digest; or an earlier state of the same work, whose signed head
 * is among its commits, which is carried onto it, or which was found to be. A rejection stands for all of them.
 */
export function relationTo({ change, carries, earlier }: WorkKnown): (one: RecordedStatement) => Relation {
  const heads = new Set([change.head.commit, ...change.commits.map(({ id }) => id)]);
  const carried = new Set(carries.map(({ signOff }) => signOff));
  return ({ entry, statement: { predicate } }) => {
    if (!('change' in predicate && 'head' in predicate)) return 'other';
    const digest = typeof predicate.change === 'string' ? predicate.change : predicate.change.digest;
    const head = typeof predicate.head === 'string' ? predicate.head : predicate.head.commit;
    if (digest === change.digest) return 'change';
    const within = predicate.target === change.target && heads.has(head);
    return within || earlier.has(entry) || carried.has(String(entry)) ? 'work' : 'other';
  };
}
