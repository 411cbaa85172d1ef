import { compareUtf8, encodeUtf8, type Sha256 } from '../values/index.ts';
import type { FileChange, ObjectFormat } from './change.ts';

/** What one entry contributes to the digest. */
export type DigestedEntry = Pick<
  FileChange,
  'path' | 'status' | 'oldMode' | 'newMode' | 'oldId' | 'newId' | 'oldSha256' | 'newSha256'
>;

/**
 * The change digest, version 1:
 *
 *     SHA-256( "countersign-change-v1" NUL objectFormat NUL
 *              for each path that differs between the two trees, sorted bytewise:
 *                oldMode SP newMode SP oldOid SP newOid SP oldSha256 SP newSha256 SP status NUL path NUL )
 *
 * It depends on what changes and on nothing else: not on commits, time, branch or untouched files. No field
 * before the path can hold a NUL and a path cannot either, so two different lists never give the same bytes.
 * Entries may come in any order; a path given twice throws `RangeError`.
 */
export function changeDigest(objectFormat: ObjectFormat, entries: readonly DigestedEntry[], sha256: Sha256): string {
  return sha256(digestInput(objectFormat, entries));
}

/** The bytes whose SHA-256 is the change digest: `sha256sum` shows what was signed without any object of git. */
export function entryList(objectFormat: ObjectFormat, entries: readonly DigestedEntry[]): Uint8Array {
  const pieces = [...digestInput(objectFormat, entries)];
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function* digestInput(objectFormat: ObjectFormat, entries: readonly DigestedEntry[]): Iterable<Uint8Array> {
  yield encodeUtf8(`countersign-change-v1\0${objectFormat}\0`);
  const sorted = entries.toSorted((a, b) => compareUtf8(a.path, b.path));
  let previous: string | null = null;
  for (const entry of sorted) {
    if (entry.path === previous) throw new RangeError('a change lists the same path twice');
    previous = entry.path;
    const { oldMode, newMode, oldId, newId, oldSha256, newSha256, status, path } = entry;
    yield encodeUtf8(`${oldMode} ${newMode} ${oldId} ${newId} ${oldSha256} ${newSha256} ${status}\0${path}\0`);
  }
}
