import type { Declared } from '../../signoff/index.ts';
import type { AboutChange, LedgerSeen, Moment } from './sign-off.ts';

/**
 * `urn:countersign:declaration:v1`: the author's answers about a change; or, with `attests`, the word of a second
 * person who had no hand in it, which settles a contradiction or an area where AI is off-limits.
 */
export interface DeclarationV1 extends AboutChange, Declared {
  readonly person: { readonly id: string };
  readonly nonce: string;
  readonly signedAt: Moment;
  readonly ledger: LedgerSeen | null;
}
