import type { PredicateName, RecordedStatement, StatementOf } from '../attestation/index.ts';

/** A recorded statement of one kind. */
export type RecordedOf<N extends PredicateName> = RecordedStatement & { readonly statement: StatementOf<N> };

/** Those of one kind, in ledger order. */
export function recordedOf<N extends PredicateName>(recorded: readonly RecordedStatement[], name: N): readonly RecordedOf<N>[] {
  return recorded.filter((one): one is RecordedOf<N> => one.statement.name === name).toSorted((a, b) => a.entry - b.entry);
}
