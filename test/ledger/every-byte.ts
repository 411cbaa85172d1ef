import { buildTree, fromHex, hashLeaf, readExport, readExportLine, readLeaf, sameBytes, toHex, type Tree } from '../../src/core/ledger/index.ts';
import { cryptography, sha256 } from './memory-ledger.ts';

const hash = cryptography.sha256;

/** How many changes were tried, by what each was found; `missed` must be empty. */
export interface EveryByte {
  readonly bytes: number;
  readonly tried: number;
  /** The line is not as it was written. */
  readonly form: number;
  /** Other leaves, root or order than the tree has. */
  readonly tree: number;
  /** An envelope or entry list whose digest is another. */
  readonly digest: number;
  /** Nothing else says it than the SHA-256 over the whole file. */
  readonly seal: number;
  readonly missed: readonly number[];
}

/**
 * Changes every byte of an exported ledger to each of `values` (given the byte and its place), and finds each change as
 * the audit does, only that lines which did not change are not read again. What somebody could seal anew is counted as
 * found by the seal only where nothing else finds it, and then the whole file is read as the audit reads it.
 */
export function changeEveryByte(text: string, values: (byte: number, at: number) => readonly number[]): EveryByte {
  const { ledger, damage } = readExport(text, sha256);
  if (ledger === null || damage.length > 0) throw new Error(damage.join());
  const tree = buildTree(hash, ledger.entries.map(({ leaf }) => hashLeaf(hash, leaf)));
  const found = { form: 0, tree: 0, digest: 0, seal: 0 };
  const missed: number[] = [];
  let [tried, start, number] = [0, 0, 0];
  for (const line of text.split('\n').slice(0, -1)) {
    number += 1;
    const bytes = Buffer.from(`${line}\n`, 'latin1');
    for (const [at, byte] of bytes.entries()) {
      for (const value of values(byte, start + at)) {
        tried += 1;
        bytes[at] = value;
        // What becomes of a line whose end is gone, or that ends in its middle, only the whole file says.
        const by = at === line.length || value === 10 ? null : finding(bytes.toString('utf8', 0, line.length), number, ledger, tree);
        if (by !== null) found[by] += 1;
        else if (readExport(text.slice(0, start) + bytes.toString('utf8') + text.slice(start + bytes.length), sha256).damage.length > 0) found.seal += 1;
        else missed.push(start + at);
      }
      bytes[at] = byte;
    }
    start += bytes.length;
  }
  return { bytes: start, tried, ...found, missed };
}

type Ledger = NonNullable<ReturnType<typeof readExport>['ledger']>;

/** What finds a line that was changed, without the seal; `null`: nothing does. */
function finding(line: string, number: number, { checkpoint, entries, lists }: Ledger, tree: Tree): 'form' | 'tree' | 'digest' | null {
  const read = readExportLine(line, number === 1);
  if (read === null) return 'form';
  switch (read.kind) {
    case 'head':
      return read.checkpoint.size !== checkpoint.size || !sameBytes(read.checkpoint.root, tree.root(tree.size)) ? 'tree' : null;
    case 'entry': {
      const before = entries[read.entry];
      if (before === undefined || read.entry !== number - 2) return 'tree';
      if (!sameBytes(hashLeaf(hash, read.leaf), tree.node(0, read.entry))) return 'tree';
      const leaf = readLeaf(read.leaf);
      return read.envelope === null || !leaf.ok || toHex(hash(read.envelope)) !== leaf.value.envelope ? 'digest' : null;
    }
    case 'list':
      return !lists.has(read.change) || !sameBytes(hash(read.entries), fromHex(read.change)!) ? 'digest' : null;
    case 'end':
      return null;
  }
}
