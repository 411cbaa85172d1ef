import type { RecordedStatement, StatementOf } from '../../core/attestation/index.ts';
import type { SignedChange } from '../../core/change/index.ts';

/** An approval of the ledger. */
export type RecordedApproval = RecordedStatement & { readonly statement: StatementOf<'sign-off'> };

/** One change as it was signed, with everybody who approved exactly it. */
export interface Candidate {
  readonly signed: SignedChange;
  /** In ledger order. */
  readonly approvals: readonly RecordedApproval[];
}

/** The approvals among recorded statements, grouped by what exactly they approve; in ledger order of the first of each. */
export function candidatesOf(recorded: readonly RecordedStatement[]): readonly Candidate[] {
  const found = new Map<string, { signed: SignedChange; approvals: RecordedApproval[] }>();
  for (const one of recorded.toSorted((a, b) => a.entry - b.entry)) {
    if (!isApproval(one)) continue;
    const signed = signedChange(one);
    const key = JSON.stringify(signed);
    const same = found.get(key);
    if (same === undefined) found.set(key, { signed, approvals: [one] });
    else same.approvals.push(one);
  }
  return [...found.values()];
}

function isApproval(one: RecordedStatement): one is RecordedApproval {
  return one.statement.name === 'sign-off' && one.statement.predicate.verdict === 'approve';
}

function signedChange({ statement: { predicate } }: RecordedApproval): SignedChange {
  const { objectFormat, target, alsoFor, base, head, change, commits } = predicate;
  return {
    objectFormat, target, alsoFor: alsoFor.toSorted(), digest: change.digest, entries: change.entries, commits: commits.count,
    base: { commit: base.commit, tree: base.tree },
    head: { commit: head.commit, tree: head.tree },
  };
}
