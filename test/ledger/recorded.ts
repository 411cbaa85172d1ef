import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { openEnvelope } from '../../src/core/attestation/index.ts';
import { buildTree, envelopePath, hashLeaf, readCheckpoint, readEntryBundle, readLeaf, tileFiles, toHex } from '../../src/core/ledger/index.ts';
import type { LedgerStore } from '../../src/workflows/ports/index.ts';
import { withLedger } from './place.ts';

/** The comments of the sign-offs in a ledger, in its order, read the long way: every leaf held against its envelope and all of them against the root. */
export async function recordedNames(path: string): Promise<string[]> {
  return withLedger(path, namesIn);
}

async function namesIn(ledger: LedgerStore): Promise<string[]> {
  const tip = await ledger.tip();
  if (tip === null) return [];
  const text = readCheckpoint((await ledger.read(tip, ['checkpoint']))[0]!);
  if (!text.ok) throw new Error(text.sentence);
  const { size, root } = text.value.checkpoint;
  const bundles = tileFiles(size).filter(({ level }) => level === 'entries');
  const contents = await ledger.read(tip, bundles.map(({ path }) => path));
  const leaves = contents.flatMap((bytes, index) => {
    const bundle = readEntryBundle(bytes!, bundles[index]!.width);
    if (!bundle.ok) throw new Error(bundle.sentence);
    return bundle.value;
  });
  const hash = (data: Uint8Array) => nodeCryptography.sha256(data);
  const tree = buildTree(hash, leaves.map((leaf) => hashLeaf(hash, leaf)));
  if (toHex(tree.root(size)) !== toHex(root)) throw new Error('the leaves do not give the root');
  const envelopes = await ledger.read(tip, leaves.map((_, index) => envelopePath(index)));
  return envelopes.map((bytes, index) => {
    const opened = openEnvelope(bytes!, nodeCryptography);
    if (!opened.ok) throw new Error(opened.refusal.sentence);
    const leaf = readLeaf(leaves[index]!);
    if (!leaf.ok || leaf.value.envelope !== opened.value.envelopeSha256) throw new Error(`entry ${index} is another`);
    return 'comment' in opened.value.statement.predicate ? (opened.value.statement.predicate.comment ?? '') : '';
  });
}
