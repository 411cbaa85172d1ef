import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/adapters/git/index.ts';
import { changeDigest, type DigestedEntry } from '../../src/core/change/index.ts';
import { BuiltRepository, changeOf, reading, removeFolders } from './built-repository.ts';

afterAll(removeFolders);

type Side = ReadonlyMap<string, { readonly mode: string; readonly id: string; readonly sha256: string }>;

/** A tree as `git ls-tree` lists it, hashed by `git cat-file`: nothing of our own reading. */
function listed(repository: BuiltRepository, revision: string): Side {
  const lines = repository.git('ls-tree', '-r', '-z', '--full-tree', revision).split('\0').filter((line) => line !== '');
  return new Map(lines.map((line) => {
    const [, mode, type, id, path] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line)!;
    const sha256 = type === 'commit' ? '-' : createHash('sha256').update(blob(repository, id!)).digest('hex');
    return [path!, { mode: mode!, id: id!, sha256 }];
  }));
}

function blob(repository: BuiltRepository, id: string): Buffer {
  const size = Number(repository.git('cat-file', '-s', id));
  const text = repository.git('cat-file', 'blob', id);
  // The helper trims line feeds at the end; the size says how many there were.
  return Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(size - text.length, '\n')]);
}

/** The digest as its definition says, from two listings. */
function expectedDigest(old: Side, now: Side): string {
  const none = { mode: '000000', id: '0'.repeat(40), sha256: '-' };
  const paths = [...new Set([...old.keys(), ...now.keys()])].toSorted((a, b) => Buffer.compare(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')));
  const hash = createHash('sha256').update('countersign-change-v1\0sha1\0');
  for (const path of paths) {
    const [a, b] = [old.get(path) ?? none, now.get(path) ?? none];
    if (a.mode === b.mode && a.id === b.id) continue;
    const status = a === none ? 'A' : b === none ? 'D' : a.mode.slice(0, 3) === b.mode.slice(0, 3) ? 'M' : 'T';
    hash.update(Buffer.from(`${a.mode} ${b.mode} ${a.id} ${b.id} ${a.sha256} ${b.sha256} ${status}\0${path}\0`, 'latin1'));
  }
  return hash.digest('hex');
}

const name = fc.constantFrom('a', 'b', 'a.b', 'a-b', 'A', 'é', 'a\n', '\udcff', ' ');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
const file = fc.record({
  path,
  content: fc.constantFrom('', 'x', 'x\n', 'y\n'),
  mode: fc.constantFrom('100644', '100755', '120000'),
});
const tree = fc.uniqueArray(file, { selector: ({ path: at }) => at, maxLength: 6 }).filter((files) =>
  files.every((a) => files.every((b) => !b.path.startsWith(`${a.path}/`))),
);

function bytesOf(text: string): Buffer {
  return Buffer.concat([...text].map((char) => (char === '\udcff' ? Buffer.from([0xff]) : Buffer.from(char))));
}

describe('the change digest of real trees', () => {
  it('is what its definition says, from listings of git alone', async () => {
    const repository = BuiltRepository.init();
    await fc.assert(
      fc.asyncProperty(tree, tree, async (before, after) => {
        const entries = (files: typeof before) => files.map((each) => ({ ...each, path: bytesOf(each.path) }));
        const base = repository.commitTree(entries(before));
        const head = repository.commitTree(entries(after), base);
        const change = await changeOf(repository.path, base, head);
        expect(change.digest).toBe(expectedDigest(listed(repository, base), listed(repository, head)));
        expect(await reading(repository.path, (opened) => opened.readDigest(base, head))).toBe(change.digest);
        expect(change.files.every(({ uncounted }) => uncounted === null)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

const hex = (length: number) => fc.string({ unit: fc.constantFrom('0', 'f', 'a'), minLength: length, maxLength: length });
const entry: fc.Arbitrary<DigestedEntry> = fc.record({
  path: fc.string({ unit: fc.constantFrom('a', ' ', '/', '-', '\n', 'é', '0'), minLength: 1, maxLength: 5 }),
  status: fc.constantFrom('A' as const, 'M' as const, 'D' as const, 'T' as const),
  oldMode: fc.constantFrom('000000', '100644', '100755'),
  newMode: fc.constantFrom('000000', '100644', '120000'),
  oldId: hex(2).map((id) => id.repeat(20)),
  newId: hex(2).map((id) => id.repeat(20)),
  oldSha256: fc.oneof(fc.constant('-'), hex(64)),
  newSha256: fc.oneof(fc.constant('-'), hex(64)),
});
const entries = fc.uniqueArray(entry, { selector: (each) => each.path, maxLength: 5 });

describe('the change digest of any entries', () => {
  const inputOf = (list: readonly DigestedEntry[]): string => {
    const chunks: Uint8Array[] = [];
    changeDigest('sha1', list, (input) => {
      for (const chunk of input) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      return '';
    });
    return Buffer.concat(chunks).toString('hex');
  };
  const canonical = (list: readonly DigestedEntry[]) =>
    JSON.stringify(list.map((each) => Object.entries(each).toSorted()).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));

  it('never is the same for two different lists', () => {
    fc.assert(fc.property(entries, entries, (a, b) => {
      const same = canonical(a) === canonical(b);
      expect(inputOf(a) === inputOf(b)).toBe(same);
      expect(changeDigest('sha1', a, nodeSha256) === changeDigest('sha1', b, nodeSha256)).toBe(same);
    }), { numRuns: 300 });
  });

  it('changes with any one field, and with nothing else than the object format and the entries', () => {
    fc.assert(fc.property(entries.filter((list) => list.length > 0), entry, fc.nat(), (list, other, at) => {
      const index = at % list.length;
      const before = changeDigest('sha1', list, nodeSha256);
      expect(changeDigest('sha256', list, nodeSha256)).not.toBe(before);
      for (const key of Object.keys(other) as (keyof DigestedEntry)[]) {
        if (key === 'path' || list[index]![key] === other[key]) continue;
        const changed = list.with(index, { ...list[index]!, [key]: other[key] });
        expect(changeDigest('sha1', changed, nodeSha256), key).not.toBe(before);
      }
    }));
  });

  it('does not depend on their order', () => {
    fc.assert(fc.property(entries, fc.func(fc.integer()), (list, order) => {
      const shuffled = list.toSorted((a, b) => order(a.path) - order(b.path));
      expect(changeDigest('sha1', shuffled, nodeSha256)).toBe(changeDigest('sha1', list, nodeSha256));
    }));
  });
});
