import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../test/ledger/node-hash.ts';
import { encodeUtf8 } from '../values/index.ts';
import { buildTree, type Checkpoint, edgeFiles, hashLeaf, planAppend, readEntryBundle, readTile, tileFiles, writeCheckpoint } from './index.ts';

const leafOf = (at: number) => encodeUtf8(`leaf ${at}`);
const nothing: Checkpoint = { origin: 'countersign/test', size: 0, root: sha256(new Uint8Array(0)) };

interface Ledger {
  readonly checkpoint: Checkpoint;
  readonly files: Map<string, Uint8Array>;
}

function append({ checkpoint, files }: Ledger, count: number): Ledger {
  const edge = new Map(edgeFiles(checkpoint.size).map(({ path }) => [path, files.get(path)!]));
  const plan = planAppend(sha256, checkpoint, edge, Array.from({ length: count }, (_, at) => leafOf(checkpoint.size + at)));
  if (!plan.ok) throw new Error(plan.sentence);
  const after = new Map(files);
  for (const [path, bytes] of plan.value.files) {
    if (bytes === null) expect(after.delete(path)).toBe(true);
    else after.set(path, bytes);
  }
  return { checkpoint: plan.value.checkpoint, files: after };
}

function expectWhole({ checkpoint, files }: Ledger): void {
  const { size } = checkpoint;
  const tree = buildTree(sha256, Array.from({ length: size }, (_, at) => hashLeaf(sha256, leafOf(at))));
  expect(checkpoint.root).toEqual(tree.root(size));
  expect([...files.keys()].toSorted()).toEqual([...tileFiles(size).map(({ path }) => path), ...(size > 0 ? ['checkpoint'] : [])].toSorted());
  if (size > 0) expect(files.get('checkpoint')).toEqual(writeCheckpoint(checkpoint));
  for (const { path, level, index, width } of tileFiles(size)) {
    const bytes = files.get(path)!;
    if (level === 'entries') expect(readEntryBundle(bytes, width)).toEqual({ ok: true, value: Array.from({ length: width }, (_, at) => leafOf(index * 256 + at)) });
    else {
      const hashes = readTile(bytes, width);
      const expected = Array.from({ length: width }, (_, at) => tree.node(8 * level, index * 256 + at));
      expect(hashes.ok && hashes.value.every((hash, at) => Buffer.compare(hash, expected[at]!) === 0)).toBe(true);
    }
  }
}

describe('an append', () => {
  test.each([[1], [255], [256], [257], [511, 1], [512, 1, 1], [255, 1, 1], [256, 256, 256], [1, 300, 3, 700, 5], [3000]])('in batches of %j gives every file of the tree and no other', (...counts) => {
    let ledger: Ledger = { checkpoint: nothing, files: new Map() };
    for (const count of counts) {
      ledger = append(ledger, count);
      expectWhole(ledger);
    }
    expect(ledger.checkpoint.size).toBe(counts.reduce((sum, count) => sum + count, 0));
  });

  test('of any batches gives what one batch gives', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }), (counts) => {
        const start: Ledger = { checkpoint: nothing, files: new Map() };
        const many = counts.reduce(append, start);
        const one = append(start, counts.reduce((sum, count) => sum + count, 0));
        expect(many.checkpoint).toEqual(one.checkpoint);
        expect([...many.files.keys()].toSorted()).toEqual([...one.files.keys()].toSorted());
        for (const [path, bytes] of one.files) expect(Buffer.compare(bytes, many.files.get(path)!)).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  test('past the second tile level reads only the right edge', () => {
    const ledger = append({ checkpoint: nothing, files: new Map() }, 65_536 + 300);
    expect(edgeFiles(65_836).map(({ path }) => path)).toEqual(['tile/0/257.p/44', 'tile/1/001.p/1', 'tile/2/000.p/1', 'tile/entries/257.p/44']);
    const after = append(ledger, 1);
    expect([...after.files.keys()].toSorted()).toEqual([...tileFiles(65_837).map(({ path }) => path), 'checkpoint'].toSorted());
    const leaves = Array.from({ length: 65_837 }, (_, at) => hashLeaf(sha256, leafOf(at)));
    expect(after.checkpoint.root).toEqual(buildTree(sha256, leaves).root(65_837));
  });

  test('of nothing changes nothing', () => {
    const plan = planAppend(sha256, nothing, new Map(), []);
    expect(plan).toEqual({ ok: true, value: { files: new Map(), checkpoint: nothing } });
  });

  test('refuses to build on a damaged edge', () => {
    const { checkpoint, files } = append({ checkpoint: nothing, files: new Map() }, 5);
    const sentence = (edge: ReadonlyMap<string, Uint8Array>, at = checkpoint) => {
      const plan = planAppend(sha256, at, edge, [leafOf(5)]);
      return plan.ok ? null : plan.sentence;
    };
    expect(sentence(files)).toBeNull();
    expect(sentence(new Map([...files, ['tile/0/000.p/5', new Uint8Array(160)]]))).toBe('the tiles at the right edge do not give the root of the checkpoint of 5 entries');
    expect(sentence(new Map([...files, ['tile/0/000.p/5', new Uint8Array(159)]]))).toBe('`tile/0/000.p/5` is damaged: it has 159 bytes where 5 hashes take 160');
    expect(sentence(new Map([...files, ['tile/entries/000.p/5', Uint8Array.of(0, 9, 1)]]))).toBe('`tile/entries/000.p/5` is damaged: it is cut off in leaf 0');
    expect(sentence(new Map())).toBe('`tile/0/000.p/5` is missing');
    expect(sentence(files, { ...checkpoint, root: nothing.root })).toContain('do not give the root');
  });
});
