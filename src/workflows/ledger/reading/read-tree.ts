import {
  buildTree,
  type Checkpoint,
  hashLeaf,
  type Hash,
  readCheckpoint,
  readEntryBundle,
  readTile,
  sameBytes,
  type TileFile,
  tileFiles,
  tileWidth,
  toHex,
  type Tree,
  writeTile,
} from '../../../core/ledger/index.ts';
import type { LedgerStore, LedgerTip } from '../../ports/index.ts';
import { againstName, fault, type LedgerFault } from '../faults.ts';

/** The tree of a ledger as its files give it, and what in them contradicts what. */
export interface LedgerTree {
  /** As it stands in the file; `null` where that cannot be read. */
  readonly checkpoint: Checkpoint | null;
  /** Bytes of the leaves, as far as they could be read without a gap. */
  readonly leaves: readonly Uint8Array[];
  /** Over those leaves. */
  readonly tree: Tree;
  readonly faults: readonly LedgerFault[];
}

/** Reads checkpoint, entry bundles and tiles at a tip, and holds each against the others. */
export async function readTree(store: Pick<LedgerStore, 'read'>, tip: LedgerTip, hash: Hash): Promise<LedgerTree> {
  const [bytes = null] = await store.read(tip, ['checkpoint']);
  const parsed = bytes === null ? null : readCheckpoint(bytes);
  if (parsed === null || !parsed.ok) {
    const found = parsed === null ? fault('checkpoint-missing', 'the ledger has no `checkpoint`') : fault('checkpoint-malformed', `the \`checkpoint\` is malformed: ${parsed.sentence}`);
    return { checkpoint: null, leaves: [], tree: buildTree(hash, []), faults: [found] };
  }
  const { checkpoint, extensions } = parsed.value;
  const files = checkpoint.size > mostEntries ? [] : tileFiles(checkpoint.size);
  const read = await store.read(tip, files.map(({ path }) => path));
  const { leaves, faults } = readLeaves(files, read);
  if (files.length === 0 && checkpoint.size > 0) faults.push(fault('checkpoint-malformed', `the \`checkpoint\` speaks of ${checkpoint.size} entries, more than a ledger in git can hold`));
  if (extensions.length > 0) faults.push(fault('checkpoint-malformed', 'the `checkpoint` has lines behind its root that nobody wrote'));
  faults.push(...againstName(checkpoint, leaves));
  const tree = buildTree(hash, leaves.map((leaf) => hashLeaf(hash, leaf)));
  faults.push(...compareTiles(files, read, tree));
  if (leaves.length === checkpoint.size && !sameBytes(tree.root(checkpoint.size), checkpoint.root)) {
    faults.push(fault('root-mismatch', `the ${checkpoint.size} entries do not give the root of the checkpoint`));
  }
  return { checkpoint, leaves, tree, faults };
}

/** A size in a checkpoint nobody signed must not cost memory. */
const mostEntries = 10_000_000;

function readLeaves(files: readonly TileFile[], read: readonly (Uint8Array | null)[]): { leaves: readonly Uint8Array[]; faults: LedgerFault[] } {
  const leaves: Uint8Array[] = [];
  const faults: LedgerFault[] = [];
  let whole = true;
  for (const [at, { path, level, width }] of files.entries()) {
    if (level !== 'entries') continue;
    const bytes = read[at] ?? null;
    const bundle = bytes === null ? null : readEntryBundle(bytes, width);
    // A size that nobody signed may be any number: the first gap says it all.
    if (!whole) break;
    if (bundle === null) faults.push(fault('bundle-missing', `\`${path}\` is missing, with ${width} entries`));
    else if (!bundle.ok) faults.push(fault('bundle-malformed', `\`${path}\` is malformed: ${bundle.sentence}`));
    else leaves.push(...bundle.value);
    whole = bundle?.ok === true;
  }
  return { leaves, faults };
}

function compareTiles(files: readonly TileFile[], read: readonly (Uint8Array | null)[], tree: Tree): LedgerFault[] {
  return files.flatMap(({ path, level, index, width }, at) => {
    // Beyond the entries that could be read, a tile is missing for the reason they are.
    if (level === 'entries' || index * tileWidth ** (level + 1) > tree.size) return [];
    const bytes = read[at] ?? null;
    if (bytes === null) return [fault('tile-missing', `\`${path}\` is missing`)];
    const tile = readTile(bytes, width);
    if (!tile.ok) return [fault('tile-damaged', `\`${path}\` is damaged: ${tile.sentence}`)];
    const start = index * tileWidth;
    // Hashes over entries that could not be read cannot be compared.
    if ((start + width) * tileWidth ** level > tree.size) return [];
    const expected = Array.from({ length: width }, (_, each) => tree.node(8 * level, start + each));
    if (sameBytes(writeTile(expected), bytes)) return [];
    const wrong = expected.findIndex((node, each) => !sameBytes(node, tile.value[each]!));
    return [level === 0 ? fault('tile-damaged', `entry ${start + wrong} is not the one that \`${path}\` has the hash of`, start + wrong) : fault('tile-damaged', `\`${path}\` is not made from the tiles below it`)];
  });
}

/** The root at each size of a tree as hex digits, each computed once; `null` beyond it. */
export function rootsOf(tree: Tree): (size: number) => string | null {
  const roots = new Map<number, string>();
  return (size) => {
    if (!Number.isInteger(size) || size < 0 || size > tree.size) return null;
    const root = roots.get(size) ?? toHex(tree.root(size));
    roots.set(size, root);
    return root;
  };
}
