import { changePath, toHex } from '../../../core/ledger/index.ts';
import type { RecordedStatement } from '../../../core/attestation/index.ts';

/** What is wrong with the entry lists beside the envelopes. */
export interface EntryListFault {
  readonly code: 'entry-list-missing' | 'entry-list-altered';
  readonly sentence: string;
  readonly entry: number | null;
}

/**
 * Each list must hash to the digest it lies under, and what a person signed off must lie there: anybody can then see
 * what was signed without git's objects.
 */
export function checkEntryLists(recorded: readonly RecordedStatement[], lists: ReadonlyMap<string, Uint8Array>, sha256: (data: Uint8Array) => Uint8Array): EntryListFault[] {
  const faults: EntryListFault[] = [];
  for (const [digest, bytes] of lists) {
    if (toHex(sha256(bytes)) !== digest) faults.push({ code: 'entry-list-altered', sentence: `\`${changePath(digest)}\` is not the list of entries it is named after`, entry: null });
  }
  for (const { entry, statement } of recorded) {
    if (statement.name !== 'sign-off' || lists.has(statement.predicate.change.digest)) continue;
    faults.push({ code: 'entry-list-missing', sentence: `the list of what entry ${entry} signed, \`${changePath(statement.predicate.change.digest)}\`, is missing`, entry });
  }
  return faults;
}
