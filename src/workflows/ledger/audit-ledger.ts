import type { Cryptography, RefusedEntry } from '../../core/attestation/index.ts';
import { changePath, type Checkpoint, digestOfChangePath, envelopePath, tileFiles, toHex } from '../../core/ledger/index.ts';
import type { LedgerStore, LedgerTip } from '../ports/index.ts';
import { absent } from './absent.ts';
import type { AskedWitnesses, AskWitnesses, WitnessReport } from './witness/ask-witnesses.ts';
import { checkHistory, type HistoryFault } from './reading/check-history.ts';
import { againstPin, againstSigners, type LedgerFaultCode } from './faults.ts';
import { checkEntryLists, type EntryListFault } from './reading/read-entry-lists.ts';
import { readEntries } from './reading/read-entries.ts';
import { readTree, rootsOf } from './reading/read-tree.ts';

/** What an audit can find; beyond what closes a gate, also what only an auditor has to know. */
export type AuditFailureCode =
  | LedgerFaultCode
  | EntryListFault['code']
  /** The checkpoint asked for with `--since` is larger than the ledger. */
  | 'rollback'
  | 'duplicate'
  | 'extra-file'
  | HistoryFault['code']
  | AskedWitnesses['failures'][number]['code']
  /** An exported file that is not as it was written. */
  | 'export-damaged';

/** One finding, in one sentence without a full stop. */
export interface AuditFailure {
  readonly code: AuditFailureCode;
  readonly sentence: string;
  readonly entry: number | null;
}

/** What an audit found. */
export interface LedgerAudit {
  /** Where the ledger is, for sentences. */
  readonly place: string;
  readonly consistent: boolean;
  readonly size: number;
  /** 64 hex digits; `null` where no checkpoint could be read. */
  readonly root: string | null;
  readonly failures: readonly AuditFailure[];
  /** What was seen here before was another ledger: which of the two is the real one, only a comparison with others says. */
  readonly seenOtherwise: boolean;
  /** Entries that count for nothing; duplicates stand among the failures too. */
  readonly refused: readonly RefusedEntry[];
  /** The newest checkpoint that a signed entry vouches for, and which. */
  readonly pinnedBy: { readonly entry: number; readonly size: number } | null;
  /** What each witness that was asked says; empty: none was. */
  readonly witnesses: readonly WitnessReport[];
  /** Commits walked; `null`: there are none to walk in an exported file. */
  readonly commits: number | null;
}

/** A checkpoint somebody kept from before. */
export type Since = Pick<Checkpoint, 'size' | 'root'>;

/** Checks everything about the ledger that can be checked without knowing anybody's key. Throws `ledger-absent`. */
export async function auditLedger(store: LedgerStore, cryptography: Cryptography, since: Since | null, askWitnesses: AskWitnesses | null = null): Promise<LedgerAudit> {
  const hash = (data: Uint8Array) => cryptography.sha256(data);
  const [tip, pin] = await Promise.all([store.tip(), store.pinned()]);
  if (tip === null) {
    const asked = await askWitnesses?.({ origin: null, size: 0, rootAt: () => null });
    const failures = [...againstPin(pin, null, () => null), ...againstSince(since, 0, () => null), ...(asked?.failures ?? [])];
    if (failures.length === 0) throw absent(store.place);
    return { place: store.place, consistent: false, size: 0, root: null, failures, seenOtherwise: false, refused: [], pinnedBy: null, witnesses: asked?.reports ?? [], commits: 0 };
  }
  const { checkpoint, leaves, tree, faults } = await readTree(store, tip, hash);
  const rootAt = rootsOf(tree);
  const [entries, paths, commits] = [await readEntries(store, tip, leaves, cryptography), await store.files(tip), await store.history(tip)];
  const size = checkpoint?.size ?? 0;
  // Whose list it is cannot be said where an envelope is missing.
  const { lists, extra } = await readBeside(store, tip, paths, tree.size, entries.faults.length > 0 ? null : new Set(entries.named));
  const asked = await askWitnesses?.({ origin: checkpoint?.origin ?? null, size: tree.size, rootAt });
  const forgotten = againstPin(pin, checkpoint, rootAt);
  const failures: AuditFailure[] = [
    ...faults,
    ...entries.faults,
    ...duplicates(entries.refused),
    ...checkEntryLists(entries.recorded, lists, hash),
    // What belongs to no entry can be said only where all entries are known.
    ...(tree.size === size && checkpoint !== null ? extra : []),
    ...(await checkHistory(store, commits.toReversed(), rootAt)),
    ...forgotten,
    ...againstSigners(entries.recorded, rootAt),
    ...againstSince(since, tree.size, rootAt),
    ...(asked?.failures ?? []),
  ];
  return {
    place: store.place,
    consistent: failures.length === 0,
    size,
    root: checkpoint === null ? null : toHex(checkpoint.root),
    failures,
    seenOtherwise: forgotten.some(({ code }) => code === 'fork'),
    refused: entries.refused,
    pinnedBy: newestPin(entries.recorded),
    witnesses: asked?.reports ?? [],
    commits: commits.length,
  };
}

/** The same entry twice gives nobody anything; that it stands there is still worth knowing. */
export function duplicates(refused: readonly RefusedEntry[]): AuditFailure[] {
  return refused.flatMap(({ entry, refusal }) => (refusal.code === 'duplicate' ? [{ code: 'duplicate' as const, sentence: `entry ${entry} counts for nothing: ${refusal.sentence}`, entry }] : []));
}

/** The newest checkpoint that a signer vouches for. */
export function newestPin(recorded: readonly { readonly entry: number; readonly statement: { readonly predicate: { readonly ledger: { readonly size: number } | null } } }[]): LedgerAudit['pinnedBy'] {
  let newest: LedgerAudit['pinnedBy'] = null;
  for (const { entry, statement } of recorded) {
    const size = statement.predicate.ledger?.size ?? 0;
    if (size > (newest?.size ?? 0)) newest = { entry, size };
  }
  return newest;
}

/** Does the ledger still begin with what somebody saw? */
export function againstSince(since: Since | null, size: number, rootAt: (size: number) => string | null): AuditFailure[] {
  if (since === null) return [];
  if (since.size > size) return [{ code: 'rollback', sentence: `the ledger had ${since.size} entries and has ${size} here: they were not fetched, or were taken away`, entry: null }];
  if (rootAt(since.size) === toHex(since.root)) return [];
  return [{ code: 'fork', sentence: `its first ${since.size} entries are not those of the checkpoint given`, entry: null }];
}

/** Reads what lies beside the entries, and names what does not belong there. */
async function readBeside(store: LedgerStore, tip: LedgerTip, paths: readonly string[], size: number, named: ReadonlySet<string> | null): Promise<{ lists: Map<string, Uint8Array>; extra: AuditFailure[] }> {
  const expected = new Set(['checkpoint', ...tileFiles(size).map(({ path }) => path)]);
  for (let entry = 0; entry < size; entry++) expected.add(envelopePath(entry));
  const extra: AuditFailure[] = [];
  const digests: string[] = [];
  for (const path of paths) {
    const digest = digestOfChangePath(path);
    if (digest !== null && named?.has(digest) !== false) digests.push(digest);
    else if (!expected.has(path)) extra.push({ code: 'extra-file', sentence: `\`${path}\` belongs to no entry`, entry: null });
  }
  const lists = new Map<string, Uint8Array>();
  for (let start = 0; start < digests.length; start += 500) {
    const some = digests.slice(start, start + 500);
    const read = await store.read(tip, some.map(changePath));
    for (const [at, digest] of some.entries()) if (read[at] !== null && read[at] !== undefined) lists.set(digest, read[at]);
  }
  return { lists, extra };
}
