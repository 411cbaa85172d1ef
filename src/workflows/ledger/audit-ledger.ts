import type { Cryptography, RefusedEntry } from '../../core/attestation/index.ts';
import { changePath, type Checkpoint, digestOfChangePath, envelopePath, readCheckpoint, tileFiles, toHex } from '../../core/ledger/index.ts';
import type { LedgerCommit, LedgerStore, LedgerTip } from '../ports/index.ts';
import { absent } from './absent.ts';
import { againstPin, againstSigners, type LedgerFaultCode } from './faults.ts';
import { checkEntryLists, type EntryListFault } from './read-entry-lists.ts';
import { readEntries } from './read-entries.ts';
import { readTree, rootsOf } from './read-tree.ts';

/** What an audit can find; beyond what closes a gate, also what only an auditor has to know. */
export type AuditFailureCode =
  | LedgerFaultCode
  | EntryListFault['code']
  /** The checkpoint asked for with `--since` is larger than the ledger. */
  | 'rollback'
  | 'duplicate'
  | 'extra-file'
  /** A commit of the ledger did other than append. */
  | 'history'
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
  /** Entries that count for nothing; duplicates stand among the failures too. */
  readonly refused: readonly RefusedEntry[];
  /** The newest checkpoint that a signed entry vouches for, and which. */
  readonly pinnedBy: { readonly entry: number; readonly size: number } | null;
  /** Commits walked; `null`: there are none to walk in an exported file. */
  readonly commits: number | null;
}

/** A checkpoint somebody kept from before. */
export type Since = Pick<Checkpoint, 'size' | 'root'>;

/** Checks everything about the ledger that can be checked without knowing anybody's key. Throws `ledger-absent`. */
export async function auditLedger(store: LedgerStore, cryptography: Cryptography, since: Since | null): Promise<LedgerAudit> {
  const hash = (data: Uint8Array) => cryptography.sha256(data);
  const [tip, pin] = await Promise.all([store.tip(), store.pinned()]);
  if (tip === null) {
    const failures = [...againstPin(pin, null, () => null), ...againstSince(since, 0, () => null)];
    if (failures.length === 0) throw absent(store.place);
    return { place: store.place, consistent: false, size: 0, root: null, failures, refused: [], pinnedBy: null, commits: 0 };
  }
  const { checkpoint, leaves, tree, faults } = await readTree(store, tip, hash);
  const rootAt = rootsOf(tree);
  const [entries, paths, commits] = [await readEntries(store, tip, leaves, cryptography), await store.files(tip), await store.history(tip)];
  const size = checkpoint?.size ?? 0;
  // Whose list it is cannot be said where an envelope is missing.
  const { lists, extra } = await readBeside(store, tip, paths, tree.size, entries.faults.length > 0 ? null : new Set(entries.named));
  const failures: AuditFailure[] = [
    ...faults,
    ...entries.faults,
    ...duplicates(entries.refused),
    ...checkEntryLists(entries.recorded, lists, hash),
    // What belongs to no entry can be said only where all entries are known.
    ...(tree.size === size && checkpoint !== null ? extra : []),
    ...(await walk(store, commits, rootAt)),
    ...againstPin(pin, checkpoint, rootAt),
    ...againstSigners(entries.recorded, rootAt),
    ...againstSince(since, tree.size, rootAt),
  ];
  return {
    place: store.place,
    consistent: failures.length === 0,
    size,
    root: checkpoint === null ? null : toHex(checkpoint.root),
    failures,
    refused: entries.refused,
    pinnedBy: newestPin(entries.recorded),
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

/** Every commit of the ref must stand on one other and have appended: its checkpoint is a beginning of the ledger. */
async function walk(store: LedgerStore, newestFirst: readonly LedgerCommit[], rootAt: (size: number) => string | null): Promise<AuditFailure[]> {
  const commits = newestFirst.toReversed();
  const failures: AuditFailure[] = [];
  const fail = (commit: string, what: string) => void failures.push({ code: 'history', sentence: `commit ${commit.slice(0, 12)} of the ledger ${what}`, entry: null });
  let before: number | null = null;
  let named: string | null = null;
  for (let start = 0; start < commits.length; start += 64) {
    const some = commits.slice(start, start + 64);
    const read = await Promise.all(some.map((commit) => store.read(commit, ['checkpoint'])));
    for (const [at, { commit, parents }] of some.entries()) {
      const previous = commits[start + at - 1];
      const bytes = read[at]?.[0] ?? null;
      const parsed = bytes === null ? null : readCheckpoint(bytes);
      if (previous === undefined ? parents.length > 0 : parents.length !== 1 || parents[0] !== previous.commit) fail(commit, 'does not stand on exactly the append before it');
      if (parsed?.ok !== true) {
        fail(commit, 'has no checkpoint that can be read');
        continue;
      }
      const { size, root, origin } = parsed.value.checkpoint;
      named ??= origin;
      if (origin !== named) fail(commit, `calls itself \`${origin}\`, and \`${named}\` before`);
      if (before !== null && size <= before) fail(commit, `has ${size} entries after ${before}: it appended nothing`);
      const now = rootAt(size);
      if (now !== toHex(root)) fail(commit, now === null ? `had ${size} entries, more than there are now` : `had other entries than the ${size} that come first now`);
      before = size;
    }
  }
  return failures;
}
