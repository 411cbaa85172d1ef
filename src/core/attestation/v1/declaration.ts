import type { AboutChange, LedgerSeen, Moment } from './sign-off.ts';

/**
 * `urn:countersign:declaration:v1`: the author's answers about a change; or, with `attests`, the word of a second
 * person who had no hand in it, which settles a contradiction or an area where AI is off-limits.
 */
export interface DeclarationV1 extends AboutChange {
  readonly person: { readonly id: string };
  readonly attests: boolean;
  /** `null`: not said here. */
  readonly assistance: { readonly used: boolean; readonly tools: readonly string[] } | null;
  /** Named parts of the document: `intent`, `rollback`, `considered`. */
  readonly document: Readonly<Record<string, string>>;
  /** Person id of who maintains it from now on. */
  readonly maintainer: string | null;
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly ledger: LedgerSeen | null;
}
