import type { People } from '../../core/policy/index.ts';
import { isEnrolledWriter } from '../../core/recorded/index.ts';
import { isOneSigners, type LedgerFault } from './faults.ts';
import type { LedgerView } from './read-ledger.ts';

/**
 * The faults that close a gate. What nobody enrolled signed can say of the ledger what it likes: it costs space, never
 * trust, so that who may push to the ledger cannot keep everybody else from working. `null`: nobody is known.
 */
export function countingFaults({ recorded, faults }: Pick<LedgerView, 'recorded' | 'faults'>, people: People | null): readonly LedgerFault[] {
  if (people === null || !faults.some(isOneSigners)) return faults;
  const strangers = new Set(recorded.filter((one) => !isEnrolledWriter(one, people)).map(({ entry }) => entry));
  return faults.filter((one) => !(isOneSigners(one) && strangers.has(one.entry!)));
}
