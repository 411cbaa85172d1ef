import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, FileChange } from './change.ts';
import { isInverse } from './inverse.ts';

const id = fc.constantFrom('1', '2', '3', '0').map((digit) => digit.repeat(40));
const mode = fc.constantFrom('100644', '100755', '000000');
const file = (path: string): fc.Arbitrary<FileChange> =>
  fc.record({ oldMode: mode, newMode: mode, oldId: id, newId: id, oldSha256: id, newSha256: id }).map((sides) => ({
    path, status: 'M', linesAdded: 1, linesRemoved: 1, uncounted: null, hunks: [], ...sides,
  }));
const files = fc.subarray(['a', 'b', 'c'], { minLength: 1 }).chain((paths) => fc.tuple(...paths.map(file)));
const change = (of: readonly FileChange[], parts: Partial<Change> = {}): Change => ({
  objectFormat: 'sha1', target: 'refs/heads/main', base: { commit: 'a', tree: 'b' }, head: { commit: 'c', tree: 'd' }, baseOnTarget: true,
  digest: '', files: of, commits: [], unread: [], ...parts,
});
const swapped = (one: FileChange): FileChange => ({
  ...one, oldMode: one.newMode, newMode: one.oldMode, oldId: one.newId, newId: one.oldId, oldSha256: one.newSha256, newSha256: one.oldSha256,
});

test('a change and its swap are inverse, both ways round, in any order of files', () => {
  fc.assert(
    fc.property(files, (some) => {
      const back = change(some.map(swapped).toReversed());
      expect(isInverse(back, change(some))).toBe(true);
      expect(isInverse(change(some), back)).toBe(true);
    }),
  );
});

test('one field of one file, one file more or one less, and it is none', () => {
  const fields = ['oldMode', 'newMode', 'oldId', 'newId', 'oldSha256', 'newSha256', 'path'] as const;
  fc.assert(
    fc.property(files, fc.constantFrom(...fields), (some, field) => {
      const [first, ...rest] = some.map(swapped);
      expect(isInverse(change([{ ...first!, [field]: 'other' }, ...rest]), change(some))).toBe(false);
      expect(isInverse(change(rest), change(some))).toBe(false);
      expect(isInverse(change([first!, ...rest, { ...first!, path: 'd' }]), change(some))).toBe(false);
    }),
  );
});

test('nothing is the inverse of an empty change, or of one that was not read whole', () => {
  const one = fc.sample(file('a'), 1)[0]!;
  expect(isInverse(change([]), change([]))).toBe(false);
  expect(isInverse(change([swapped(one)]), change([one], { unread: ['an object is missing'] }))).toBe(false);
  expect(isInverse(change([swapped(one)], { unread: ['x'] }), change([one]))).toBe(false);
  expect(isInverse(change([swapped(one)], { objectFormat: 'sha256' }), change([one]))).toBe(false);
});
