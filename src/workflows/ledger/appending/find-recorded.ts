import { readEntryBundle, readLeaf, type TileFile, tileFiles, tileWidth } from '../../../core/ledger/index.ts';
import type { LedgerStore, LedgerTip } from '../../ports/index.ts';
import type { LedgerEnd } from './read-end.ts';

/** Entries back from the end that are searched; a statement that stands further back twice counts once all the same. */
const searchedAtMost = 16_384;

/** Entries from `since` on that record one of these payloads (SHA-256, hex), by payload. */
export async function findRecorded(
  ledger: LedgerStore,
  tip: LedgerTip | null,
  { checkpoint }: LedgerEnd,
  since: number,
  payloads: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  if (tip === null || checkpoint === null || payloads.size === 0) return found;
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
      if (leaf.ok && payloads.has(leaf.value.payload) && !found.has(leaf.value.payload)) found.set(leaf.value.payload, index * tileWidth + offset);
    }
  }
  return found;
}

function bundlesFrom(size: number, first: number): TileFile[] {
  return tileFiles(size).filter(({ level, index }) => level === 'entries' && index >= first);
}
