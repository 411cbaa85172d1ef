import type { Cryptography } from '../../core/attestation/index.ts';
import { buildTree, changePath, digestOfChangePath, envelopePath, exportEnd, exportLines, hashLeaf, readExport, sameBytes, toHex } from '../../core/ledger/index.ts';
import type { Sha256 } from '../../core/values/index.ts';
import type { LedgerStore } from '../ports/index.ts';
import { againstSince, type AuditFailure, duplicates, type LedgerAudit, newestPin, type Since } from './audit-ledger.ts';
import { againstName, againstSigners, fault } from './faults.ts';
import { EntryReading } from './reading/read-entries.ts';
import { checkEntryLists } from './reading/read-entry-lists.ts';
import type { AskWitnesses } from './witness/ask-witnesses.ts';
import { readSoundLedger } from './read-ledger.ts';
import { rootsOf } from './reading/read-tree.ts';

/** The whole ledger as the text of one file. Throws where it is absent or contradicts itself. */
export async function exportLedger(store: LedgerStore, cryptography: Cryptography, sha256: Sha256): Promise<{ readonly text: string; readonly size: number; readonly root: string }> {
  const { checkpoint, leaves, tip, named } = await readSoundLedger(store, cryptography);
  const ours = new Set(named);
  const digests = (await store.files(tip)).map(digestOfChangePath).filter((digest): digest is string => digest !== null && ours.has(digest));
  const [envelopes, lists] = [await store.read(tip, leaves.map((_, entry) => envelopePath(entry))), await store.read(tip, digests.map(changePath))];
  const body = [
    ...exportLines({
      checkpoint,
      entries: leaves.map((leaf, entry) => ({ leaf, envelope: envelopes[entry] ?? null })),
      lists: new Map(digests.flatMap((digest, at) => (lists[at] === null || lists[at] === undefined ? [] : [[digest, lists[at]] as const]))),
    }),
  ].join('');
  return { text: body + exportEnd(sha256([body])), size: checkpoint.size, root: toHex(checkpoint.root) };
}

/** Audits an exported file: the same checks, but for those of git's commits and of what was seen here before. */
export function auditExport(place: string, text: string, cryptography: Cryptography, sha256: Sha256, since: Since | null): LedgerAudit {
  return auditRead(place, text, cryptography, sha256, since).audit;
}

/** The same, and what witnesses say of what the file holds. */
export async function auditExportWith(place: string, text: string, cryptography: Cryptography, sha256: Sha256, since: Since | null, askWitnesses: AskWitnesses): Promise<LedgerAudit> {
  const { audit, view } = auditRead(place, text, cryptography, sha256, since);
  const { reports, failures } = await askWitnesses(view);
  return { ...audit, consistent: audit.consistent && failures.length === 0, failures: [...audit.failures, ...failures], witnesses: reports };
}

function auditRead(place: string, text: string, cryptography: Cryptography, sha256: Sha256, since: Since | null): { readonly audit: LedgerAudit; readonly view: Parameters<AskWitnesses>[0] } {
  const hash = (data: Uint8Array) => cryptography.sha256(data);
  const { ledger, damage } = readExport(text, sha256);
  const damaged = damage.map((sentence): AuditFailure => ({ code: 'export-damaged', sentence: `\`${place}\` is not as it was exported: ${sentence}`, entry: null }));
  if (ledger === null) {
    const audit: LedgerAudit = { place, consistent: false, size: 0, root: null, failures: damaged, seenOtherwise: false, refused: [], pinnedBy: null, witnesses: [], commits: null };
    return { audit, view: { origin: null, size: 0, rootAt: () => null } };
  }
  const { checkpoint, entries, lists } = ledger;
  const tree = buildTree(hash, entries.map(({ leaf }) => hashLeaf(hash, leaf)));
  const rootAt = rootsOf(tree);
  const reading = new EntryReading(cryptography);
  for (const [entry, { leaf, envelope }] of entries.entries()) reading.take(entry, leaf, envelope);
  const whole = entries.length === checkpoint.size && sameBytes(tree.root(tree.size), checkpoint.root);
  const named = new Set(reading.named);
  const failures: AuditFailure[] = [
    ...damaged,
    ...(whole ? [] : [fault('root-mismatch', `its ${entries.length} entries do not give the root of the checkpoint of ${checkpoint.size}`)]),
    ...againstName(checkpoint, entries.map(({ leaf }) => leaf)),
    ...reading.faults,
    ...duplicates(reading.refused),
    ...checkEntryLists(reading.recorded, lists, hash),
    // Whose list it is cannot be said where an envelope is missing.
    ...(reading.faults.length > 0 ? [] : [...lists.keys()].filter((digest) => !named.has(digest))).map((digest): AuditFailure => ({ code: 'extra-file', sentence: `\`${changePath(digest)}\` belongs to no entry`, entry: null })),
    ...againstSigners(reading.recorded, rootAt),
    ...againstSince(since, tree.size, rootAt),
  ];
  const audit: LedgerAudit = { place, consistent: failures.length === 0, size: checkpoint.size, root: toHex(checkpoint.root), failures, seenOtherwise: false, refused: reading.refused, pinnedBy: newestPin(reading.recorded), witnesses: [], commits: null };
  return { audit, view: { origin: checkpoint.origin, size: tree.size, rootAt } };
}
