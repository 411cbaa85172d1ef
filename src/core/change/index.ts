export { emptyTree } from './change.ts';
export type {
  Change,
  Commit,
  FileChange,
  FileStatus,
  Hunk,
  Identity,
  LineRange,
  ObjectFormat,
  Snapshot,
} from './change.ts';
export { isInverse } from './inverse.ts';
export { changeDigest, entryList, type DigestedEntry } from './change-digest.ts';
export { coverOf, refusedBefore, type CarryFacts, type CarryTest, type Cover } from './carry/cover-of.ts';
export type { Resign, ResignCode } from './carry/resign.ts';
export { isAfter, isBefore } from './carry/path-states.ts';
export type { PathChange, PathState, Replay, SignedChange } from './carry/signed-change.ts';
