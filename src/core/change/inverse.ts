import type { Change, FileChange } from './change.ts';

/**
 * Whether one change takes another back exactly: the same paths, each with modes, ids and contents swapped, and
 * nothing beside. Both must have been read whole; an empty change is nobody's inverse.
 */
export function isInverse(change: Change, landed: Change): boolean {
  if (change.files.length === 0 || change.files.length !== landed.files.length) return false;
  if (change.unread.length > 0 || landed.unread.length > 0 || change.objectFormat !== landed.objectFormat) return false;
  const byPath = new Map(landed.files.map((file) => [file.path, file]));
  return change.files.every((file) => {
    const other = byPath.get(file.path);
    return other !== undefined && undoes(file, other);
  });
}

function undoes(one: FileChange, other: FileChange): boolean {
  return (
    one.oldMode === other.newMode &&
    one.newMode === other.oldMode &&
    one.oldId === other.newId &&
    one.newId === other.oldId &&
    one.oldSha256 === other.newSha256 &&
    one.newSha256 === other.oldSha256
  );
}
