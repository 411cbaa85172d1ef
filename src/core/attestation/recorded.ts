import type { Refusal } from './refusal.ts';
import type { CheckedSignature } from './signature.ts';
import type { Statement } from './statement.ts';

/** An entry of the ledger whose signature holds. Whose key it is, and whether they may say this, is not yet asked. */
export interface RecordedStatement {
  /** Position in the ledger, from 0. */
  readonly entry: number;
  /** SHA-256 of the envelope's bytes, 64 hex digits. */
  readonly envelope: string;
  readonly statement: Statement;
  readonly signature: CheckedSignature;
}

/** An entry that is no believable statement: it costs space and never counts. */
export interface RefusedEntry {
  readonly entry: number;
  readonly envelope: string;
  readonly refusal: Refusal;
}
