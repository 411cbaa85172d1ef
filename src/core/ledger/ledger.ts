/** A tree's size and root at one moment: the text of a C2SP checkpoint (tlog-checkpoint.md), parsed. */
export interface Checkpoint {
  /** `countersign/` and the id of the repository of the first entry (`originOf`). */
  readonly origin: string;
  readonly size: number;
  /** RFC 6962 tree hash, 32 bytes. */
  readonly root: Uint8Array;
}

/** SHA-256 of bytes as bytes: the one hash of RFC 6962. */
export type Hash = (data: Uint8Array) => Uint8Array;

/** What a strict parser found: the value, or in one sentence without a full stop why there is none. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly sentence: string };
