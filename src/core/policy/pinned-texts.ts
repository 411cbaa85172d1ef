/** Which of the two files a pinned text stands in for, by the folder under `.countersign` it is kept in. */
export type PinnedKind = 'policies' | 'people';

/** A text found where a pin says it belongs. */
export interface PinnedText {
  readonly text: string;
  /** SHA-256 of its bytes, in hex: whoever pins it compares. */
  readonly digest: string;
  /** What problems in it are placed in. */
  readonly file: string;
}

/** Finds a pinned text by its digest (64 hex digits), without asking a network; `null`: it is not here. */
export type PinnedTexts = (kind: PinnedKind, digest: string) => PinnedText | null;

/** `github.com/acme/policies@sha256:…` in its parts. */
export interface Pin {
  /** Host and path: for people to know it by. Nothing is fetched from there. */
  readonly name: string;
  /** 64 hex digits, lower case: what it is found and checked by. */
  readonly digest: string;
}

/** Reads a reference with its digest; `null`: it is none. */
export function pinOf(reference: string): Pin | null {
  const match = /^((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::\d{1,5})?(?:\/[\w.~-]+)+)@sha256:([0-9a-f]{64})$/.exec(reference);
  return match === null ? null : { name: match[1]!, digest: match[2]! };
}

/** Where the protected branch keeps a pinned text. */
export function pinnedPath(kind: PinnedKind, digest: string): string {
  return `.countersign/${kind}/${digest}.yaml`;
}

/** Digests that a text may be pinning, each once; some may only stand in comments. */
export function digestsPinnedIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(/@sha256:([0-9a-f]{64})(?![0-9a-f])/g), (match) => match[1]!))];
}
