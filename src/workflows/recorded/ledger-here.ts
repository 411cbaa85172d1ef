import type { People } from '../../core/policy/index.ts';
import { Failure } from '../../core/values/index.ts';
import { fetchLedger } from '../ledger/absent.ts';
import { countingFaults } from '../ledger/counting-faults.ts';
import { readLedger, type LedgerView } from '../ledger/read-ledger.ts';
import type { Ports } from '../ports/index.ts';
import type { Coverage } from '../reports.ts';

/** The ledger as a decision sees it. */
export interface LedgerHere {
  readonly view: LedgerView;
  /** Why it cannot be believed as a whole, one sentence each; a gate stays closed over any. */
  readonly faults: readonly string[];
  readonly coverage: Coverage;
}

/** Reads the ledger that is here. One that cannot be read is a fault of it, and never no ledger. */
export async function ledgerHere({ ledger, cryptography }: Ports, people: People): Promise<LedgerHere> {
  let view: LedgerView;
  try {
    view = await readLedger(ledger, cryptography);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'environment') throw error;
    return { view: nothing, faults: [error.message], coverage: { source: ledger.place, state: 'partial', sentence: error.message } };
  }
  const { tip, recorded, refused } = view;
  const counting = countingFaults(view, people);
  const faults = counting.map(({ sentence }) => sentence);
  return { view, faults, coverage: coverageOf(ledger.place, tip !== null, recorded.length, refused.length, counting[0]) };
}

const nothing: LedgerView = { tip: null, checkpoint: null, recorded: [], refused: [], faults: [], named: [], rootAt: () => null };

function coverageOf(source: string, there: boolean, recorded: number, refused: number, fault: LedgerView['faults'][number] | undefined): Coverage {
  if (fault !== undefined) return { source, state: 'partial', sentence: `${fault.code === 'behind' ? 'ledger behind' : 'the ledger contradicts itself'}: ${fault.sentence} (${fault.code === 'behind' ? fetchLedger : 'countersign ledger audit'})` };
  if (!there) return { source, state: 'absent', sentence: `ledger absent: nothing that was signed can be seen; a plain clone does not bring it (${fetchLedger})` };
  const entries = recorded + refused === 1 ? '1 entry' : `${recorded + refused} entries`;
  return { source, state: 'read', sentence: refused === 0 ? entries : `${entries}, ${refused} of which nobody can believe` };
}
