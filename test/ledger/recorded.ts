import { nodeCryptography as cryptography } from '../../src/adapters/signing/index.ts';
import { auditLedger } from '../../src/workflows/ledger/audit-ledger.ts';
import { readLedger } from '../../src/workflows/ledger/read-ledger.ts';
import { withLedger } from './place.ts';

/** The comments of the sign-offs in a ledger, in its order; throws unless its audit is clean. */
export async function recordedNames(path: string): Promise<string[]> {
  return withLedger(path, async (ledger) => {
    if ((await ledger.tip()) === null) return [];
    const { failures, refused } = await auditLedger(ledger, cryptography, null);
    if (failures.length > 0 || refused.length > 0) throw new Error(JSON.stringify([failures, refused]));
    const { recorded } = await readLedger(ledger, cryptography);
    return recorded.map(({ statement: { predicate } }) => ('comment' in predicate ? (predicate.comment ?? '') : ''));
  });
}
