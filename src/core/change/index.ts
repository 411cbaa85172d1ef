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
export { changeDigest, type DigestedEntry } from './change-digest.ts';
