import type { Cryptography, RecordedStatement, RefusedEntry } from '../../core/attestation/index.ts';
import { toHex } from '../../core/ledger/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { LedgerStore } from '../ports/index.ts';
import { absent } from './absent.ts';
import type { LedgerFault } from './faults.ts';
import { type NewestWitnessed, newestWitnessed } from './witness/kept-cosignatures.ts';
import type { TrustedWitness } from './witness/trusted-witnesses.ts';
import { type Reading, readWholeLedger } from './read-ledger.ts';

/** One entry: what it says, or why it counts for nothing. */
export type ShownEntry = ({ readonly state: 'recorded' } & RecordedStatement) | ({ readonly state: 'refused' } & RefusedEntry);

/** Entries of a ledger, and how the whole stands. */
export interface ShownLedger {
  readonly place: string;
  readonly size: number;
  /** 64 hex digits; `null` where no checkpoint could be read. */
  readonly root: string | null;
  readonly from: number;
  /** The entries asked for, ascending. */
  readonly entries: readonly ShownEntry[];
  readonly refused: number;
  readonly faults: readonly LedgerFault[];
  /** The newest moment at which a witness is known here to have seen the ledger; `null`: nobody believed is known to have. */
  readonly witnessed: NewestWitnessed | null;
}

/** Which entries: from `first` to `last`, both included; or the newest so many. */
export type Asked = { readonly first: number; readonly last: number } | { readonly newest: number };

/** What was said, by whom. Shows also what contradicts itself, and says so. Throws `ledger-absent`. */
export async function showLedger(store: Reading & Pick<LedgerStore, 'cosigned'>, cryptography: Cryptography, asked: Asked, believed: () => Promise<readonly TrustedWitness[]> = () => Promise.resolve([])): Promise<ShownLedger> {
  const ledger = await readWholeLedger(store, cryptography);
  if (ledger === null) throw absent(store.place);
  const size = ledger.checkpoint?.size ?? 0;
  const first = 'newest' in asked ? Math.max(0, size - asked.newest) : asked.first;
  const last = 'newest' in asked ? size - 1 : asked.last;
  if (!('newest' in asked) && last >= size) {
    throw new Failure('usage', 'user', `there is no entry \`${last}\`: the ledger has ${size === 0 ? 'none' : `${size}, from 0 to ${size - 1}`}`, ['countersign ledger show']);
  }
  const entries: ShownEntry[] = [
    ...ledger.recorded.map((one) => ({ state: 'recorded' as const, ...one })),
    ...ledger.refused.map((one) => ({ state: 'refused' as const, ...one })),
  ];
  return {
    place: store.place,
    size,
    root: ledger.checkpoint === null ? null : toHex(ledger.checkpoint.root),
    from: first,
    entries: entries.filter(({ entry }) => entry >= first && entry <= last).toSorted((a, b) => a.entry - b.entry),
    refused: ledger.refused.length,
    faults: ledger.faults,
    witnessed: await newestWitnessed(ledger, store, cryptography, believed),
  };
}
