import type { Cryptography, RecordedStatement, RefusedEntry } from '../../core/attestation/index.ts';
import { type Checkpoint, toHex, type Tree } from '../../core/ledger/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { LedgerStore, LedgerTip } from '../ports/index.ts';
import { absent, fetchLedger } from './absent.ts';
import { againstPin, againstSigners, isOneSigners, type LedgerFault } from './faults.ts';
import { type LedgerEntries, readEntries } from './reading/read-entries.ts';
import { readTree, rootsOf } from './reading/read-tree.ts';

/** A ledger, read and checked. Gates stay closed while it has faults; a refused entry only counts for nothing. */
export interface LedgerView {
  /** `null`: there is no ledger here. */
  readonly tip: LedgerTip | null;
  readonly checkpoint: Checkpoint | null;
  /** By entry, ascending. */
  readonly recorded: readonly RecordedStatement[];
  readonly refused: readonly RefusedEntry[];
  readonly faults: readonly LedgerFault[];
  /** Change digests that any envelope names: of what lists may lie beside the entries. */
  readonly named: LedgerEntries['named'];
  /** Root of the first `size` entries, 64 hex digits; `null` where the ledger has fewer. */
  rootAt(size: number): string | null;
}

/** A ledger that is there, with what its tree is made of. */
export interface WholeLedger extends LedgerView {
  readonly tip: LedgerTip;
  readonly leaves: readonly Uint8Array[];
  readonly tree: Tree;
}

/** What reading takes of the store. */
export type Reading = Pick<LedgerStore, 'place' | 'tip' | 'read' | 'pinned'>;

/** Reads the ledger at the newest tip known here. Nothing is fetched: `store.refresh()` does that. */
export async function readLedger(store: Reading, cryptography: Cryptography): Promise<LedgerView> {
  const whole = await readWholeLedger(store, cryptography);
  if (whole !== null) return whole;
  return { tip: null, checkpoint: null, recorded: [], refused: [], faults: againstPin(await store.pinned(), null, () => null), named: [], rootAt: () => null };
}

/** The same with leaves and tree; `null` where there is no ledger. */
export async function readWholeLedger(store: Reading, cryptography: Cryptography): Promise<WholeLedger | null> {
  const tip = await store.tip();
  if (tip === null) return null;
  return readWhole(store, tip, cryptography).catch((error: unknown) => {
    throw error instanceof Failure && error.code === 'object-missing' ? leftOut(error) : error;
  });
}

/** A partial clone left the files of the ledger out when it was fetched, and a plain refetch brings the branches alone. */
function leftOut({ code, kind, message, at }: Failure): Failure {
  return new Failure(code, kind, message, ["git fetch --refetch --no-filter origin '+refs/countersign/*:refs/countersign/*'"], at);
}

async function readWhole(store: Reading, tip: LedgerTip, cryptography: Cryptography): Promise<WholeLedger> {
  const { checkpoint, leaves, tree, faults } = await readTree(store, tip, (data) => cryptography.sha256(data));
  const { recorded, refused, named, ...entries } = await readEntries(store, tip, leaves, cryptography);
  const rootAt = rootsOf(tree);
  const contradictions = [...againstPin(await store.pinned(), checkpoint, rootAt), ...againstSigners(recorded, rootAt)];
  return { tip, checkpoint, leaves, tree, recorded, refused, named, faults: [...faults, ...entries.faults, ...contradictions], rootAt };
}

/**
 * A ledger that is there, and whose files contradict neither each other nor what was seen of it here. What single signers
 * say to have seen is not asked: anybody may append, and what is there can be shown all the same. Throws `ledger-absent`,
 * `ledger-behind`, `ledger-inconsistent`.
 */
export async function readSoundLedger(store: Reading, cryptography: Cryptography): Promise<WholeLedger & { readonly checkpoint: Checkpoint }> {
  const whole = await readWholeLedger(store, cryptography);
  if (whole === null) throw absent(store.place);
  const faults = whole.faults.filter((one) => !isOneSigners(one));
  const [first] = faults;
  const { checkpoint } = whole;
  if (first?.code === 'behind' && faults.length === 1) throw new Failure('ledger-behind', 'environment', `the ledger here is not the newest: ${first.sentence}`, [fetchLedger]);
  if (first !== undefined || checkpoint === null) {
    throw new Failure('ledger-inconsistent', 'environment', `the ledger contradicts itself: ${first?.sentence ?? 'it has no checkpoint'}`, ['countersign ledger audit']);
  }
  return { ...whole, checkpoint };
}

/** A checkpoint as statements write it. */
export function seenAs({ size, root }: Pick<Checkpoint, 'size' | 'root'>): { readonly size: number; readonly root: string } {
  return { size, root: toHex(root) };
}
