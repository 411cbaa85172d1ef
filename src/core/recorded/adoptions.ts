import type { RecordedStatement } from '../attestation/index.ts';
import type { People } from '../policy/index.ts';
import { holderOf } from './key-holders.ts';
import { recordedOf, type RecordedOf } from './recorded-of.ts';
import { gateOf } from './writers.ts';

/** Adoptions of a target that a gate enrolled for it made, or the root its first; in ledger order. */
export function adoptionsOf(recorded: readonly RecordedStatement[], target: string, people: People): readonly RecordedOf<'adoption'>[] {
  return recordedOf(recorded, 'adoption').filter((one) => {
    const { gate, repository, target: of } = one.statement.predicate;
    if (of !== target || repository !== people.root?.repository) return false;
    if (gate !== null) return 'by' in gateOf(one, { people, adoptions: [] });
    const held = holderOf(people)(one.signature);
    return 'holder' in held && held.holder.is === 'root';
  });
}
