import type { RecordedStatement } from '../attestation/index.ts';
import type { People } from '../policy/index.ts';
import { holderOf } from './key-holders.ts';
import { recordedOf, type RecordedOf } from './recorded-of.ts';
import { gateOf } from './writers.ts';

/** Entries that say they adopt a commit of a target, in ledger order, whoever signed them. */
export function adoptionsOf(recorded: readonly RecordedStatement[], target: string): readonly RecordedOf<'adoption'>[] {
  return recordedOf(recorded, 'adoption').filter(({ statement: { predicate } }) => predicate.target === target);
}

/** Whether these people let whoever signed an adoption make it: a gate enrolled for it, or, where none is named, their root. */
export function mayAdopt(one: RecordedOf<'adoption'>, people: People): boolean {
  const { gate, repository } = one.statement.predicate;
  if (repository !== people.root?.repository) return false;
  if (gate !== null) return 'by' in gateOf(one, { people, adoptions: [] });
  const held = holderOf(people)(one.signature);
  return 'holder' in held && held.holder.is === 'root';
}
