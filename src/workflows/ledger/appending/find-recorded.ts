import { type Cryptography, openEnvelope } from '../../../core/attestation/index.ts';
import { envelopePath, type Leaf, readEntryBundle, readLeaf, type TileFile, tileFiles, tileWidth } from '../../../core/ledger/index.ts';
import type { LedgerStore, LedgerTip } from '../../ports/index.ts';
import type { LedgerEnd } from './read-end.ts';

/** Entries back from the end that are searched; a statement that stands further back twice counts once all the same. */
const searchedAtMost = 16_384;

/** What makes two entries the same: who signs the very words of somebody else has said nothing for them. */
export function wordOf({ payload, key }: Pick<Leaf, 'payload' | 'key'>): string {
  return `${payload} ${key}`;
}

/**
 * Entries from `since` on that record one of these statements by the same key (`wordOf`). Anybody may append a leaf that
 * says so: it counts where its envelope does.
 */
export async function findRecorded(
  ledger: LedgerStore,
  tip: LedgerTip | null,
  { checkpoint }: LedgerEnd,
  since: number,
  words: ReadonlySet<string>,
  cryptography: Cryptography,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  if (tip === null || checkpoint === null || words.size === 0) return found;
  const from = Math.max(since, checkpoint.size - searchedAtMost);
  const bundles = bundlesFrom(checkpoint.size, Math.floor(from / tileWidth));
  const contents = await ledger.read(tip, bundles.map(({ path }) => path));
  for (const [at, bytes] of contents.entries()) {
    const { index, width } = bundles[at]!;
    const leaves = bytes === null ? null : readEntryBundle(bytes, width);
    if (leaves === null || !leaves.ok) continue;
    for (const [offset, bytesOfLeaf] of leaves.value.entries()) {
      const leaf = readLeaf(bytesOfLeaf);
      // The first counts, as it does for whoever reads the ledger.
      if (!leaf.ok || !words.has(wordOf(leaf.value)) || found.has(wordOf(leaf.value))) continue;
      const entry = index * tileWidth + offset;
      const [envelope = null] = await ledger.read(tip, [envelopePath(entry)]);
      if (envelope !== null && holds(leaf.value, envelope, cryptography)) found.set(wordOf(leaf.value), entry);
    }
  }
  return found;
}

function holds(leaf: Leaf, envelope: Uint8Array, cryptography: Cryptography): boolean {
  const opened = openEnvelope(envelope, cryptography);
  if (!opened.ok) return false;
  const { statement, payloadSha256, envelopeSha256, signature } = opened.value;
  const same = leaf.envelope === envelopeSha256 && leaf.payload === payloadSha256 && leaf.key === signature.fingerprint;
  return same && leaf.kind === statement.name && leaf.repository === statement.predicate.repository;
}

function bundlesFrom(size: number, first: number): TileFile[] {
  return tileFiles(size).filter(({ level, index }) => level === 'entries' && index >= first);
}
