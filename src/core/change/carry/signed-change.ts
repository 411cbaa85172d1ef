import type { ObjectFormat, Snapshot } from '../change.ts';

/** The change somebody signed, as the statement has it: what of a sign-off says whether it still covers anything. */
export interface SignedChange {
  readonly objectFormat: ObjectFormat;
  /** Full ref name of the protected branch it was signed for. */
  readonly target: string;
  /** Further protected branches the signer named. */
  readonly alsoFor: readonly string[];
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** The change digest, 64 hex digits. */
  readonly digest: string;
  /** How many paths it touches. */
  readonly entries: number;
  /** How many commits the signed series has. */
  readonly commits: number;
}

/** A path that differs between two trees, without what is in it; fields as `FileChange` has them. */
export interface PathChange {
  readonly path: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldId: string;
  readonly newId: string;
}

/** What a tree has at a path; `null`: nothing. A folder is nothing here: only what lies in it has an entry. */
export interface PathState {
  readonly mode: string;
  readonly id: string;
}

/** What merging the signed head onto what is underneath now gave, with the signed base as the merge base. */
export type Replay =
  /** Full id of the tree that came out. */
  | { readonly outcome: 'clean'; readonly tree: string }
  /** Paths that git could not merge, sorted bytewise. */
  | { readonly outcome: 'conflict'; readonly paths: readonly string[] }
  /** This git cannot do it; `sentence` says which could. */
  | { readonly outcome: 'unable'; readonly sentence: string };
