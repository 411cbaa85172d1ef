import type { RecordedStatement } from '../attestation/index.ts';
import { recordedOf } from './recorded-of.ts';
import { gateOf, type Ground } from './writers.ts';

/** Of what to look for landings. */
export interface Landings extends Ground {
  readonly recorded: readonly RecordedStatement[];
  /** A landing that is being judged, full id: it uses nothing up for itself. */
  readonly landing: string | null;
}

/** Entries of overrides under which a gate says something has landed already: each opens once. */
export function overridesUsed({ recorded, landing, ...ground }: Landings): ReadonlySet<number> {
  const overrides = recordedOf(recorded, 'override');
  const used = new Set<number>();
  for (const one of recordedOf(recorded, 'landing')) {
    if ('because' in gateOf(one, ground)) continue;
    const { target, landed } = one.statement.predicate;
    for (const { commit, signOffs, override } of landed) {
      if (!override || commit === landing) continue;
      for (const { entry, statement: { predicate } } of overrides) {
        if (entry < one.entry && predicate.target === target && (signOffs.includes(entry) || predicate.head.commit === commit)) used.add(entry);
      }
    }
  }
  return used;
}
