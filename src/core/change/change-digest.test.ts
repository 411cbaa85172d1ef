import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8, type Sha256 } from '../values/index.ts';
import { changeDigest, type DigestedEntry } from './change-digest.ts';

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

const hex = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length }).map((digits) => digits.join(''));
const mode = fc.constantFrom('000000', '100644', '100664', '100755', '120000', '160000');
const contentSha = fc.oneof(fc.constant('-'), hex(64));
const path = fc.uint8Array({ min: 1, minLength: 1, maxLength: 12 }).map(decodeUtf8);
const entry: fc.Arbitrary<DigestedEntry> = fc.record({
  path,
  status: fc.constantFrom('A', 'M', 'D', 'T'),
  oldMode: mode,
  newMode: mode,
  oldId: hex(40),
  newId: hex(40),
  oldSha256: contentSha,
  newSha256: contentSha,
});
const entries = fc.uniqueArray(entry, { selector: (one) => one.path, maxLength: 6 });
const canonical = (list: readonly DigestedEntry[]) => JSON.stringify(list.toSorted((a, b) => (a.path < b.path ? -1 : 1)));

const added: DigestedEntry = {
  path: 'src/a.ts',
  status: 'A',
  oldMode: '000000',
  newMode: '100644',
  oldId: '0'.repeat(40),
  newId: 'ce013625030ba8dba906f756967f9e9ca394464a',
  oldSha256: '-',
  newSha256: '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
};

describe('the change digest', () => {
  test('is SHA-256 over the bytes its definition spells out', () => {
    const bytes =
      'countersign-change-v1\0sha1\0' +
      `000000 100644 ${added.oldId} ${added.newId} - ${added.newSha256} A\0src/a.ts\0`;
    expect(changeDigest('sha1', [added], sha256)).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('differs for any two different lists of entries', () => {
    fc.assert(
      fc.property(entries, entries, (a, b) => {
        expect(changeDigest('sha1', a, sha256) === changeDigest('sha1', b, sha256)).toBe(canonical(a) === canonical(b));
      }),
    );
  });

  test('differs when any one field of any one entry differs', () => {
    fc.assert(
      fc.property(entry, entry, fc.constantFrom(...(Object.keys(added) as (keyof DigestedEntry)[])), (a, b, field) => {
        const changed = { ...a, [field]: b[field] };
        expect(changeDigest('sha1', [a], sha256) === changeDigest('sha1', [changed], sha256)).toBe(a[field] === b[field]);
      }),
    );
  });

  test('does not depend on the order of the entries', () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect(changeDigest('sha1', list.toReversed(), sha256)).toBe(changeDigest('sha1', list, sha256));
      }),
    );
  });

  test('tells the object formats apart', () => {
    expect(changeDigest('sha1', [], sha256)).not.toBe(changeDigest('sha256', [], sha256));
  });

  test('cannot be confused by a newline, a space or a quote in a path', () => {
    const odd = { ...added, path: 'a\n000000 100644 x' };
    const two = [{ ...added, path: 'a' }, { ...added, path: '000000 100644 x' }];
    expect(changeDigest('sha1', [odd], sha256)).not.toBe(changeDigest('sha1', two, sha256));
  });

  test('refuses a list that names a path twice', () => {
    expect(() => changeDigest('sha1', [added, added], sha256)).toThrow(/same path twice/);
  });
});
