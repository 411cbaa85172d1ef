/** Why bytes are no statement we can believe. Closed: a new code needs words wherever it is shown. */
export type RefusalCode =
  /** Not JSON, not the shape, a duplicate key, too large, trailing bytes. */
  | 'envelope-malformed'
  /** A payload type other than `application/vnd.in-toto+json`. */
  | 'payload-type'
  | 'statement-malformed'
  /** A predicate type or version this engine does not know. */
  | 'predicate-unknown'
  | 'signature-malformed'
  /** A line of people.yaml that is no public key, or has an option nobody knows. */
  | 'key-malformed'
  /** A key or signature algorithm this engine does not know, or one that is refused (`ssh-rsa`, DSA). */
  | 'algorithm-unknown'
  | 'namespace'
  /** Well formed, and not made by that key over these bytes. */
  | 'signature-invalid'
  /** A security key or passkey without a touch: never believed, whatever the policy. */
  | 'presence-missing'
  /** A passkey's answer for another page, framed by another, or not about these bytes. */
  | 'passkey-context'
  /** In a ledger: the leaf is malformed, or says other than the envelope beside it. */
  | 'entry-mismatch'
  /** In a ledger: an earlier entry has the same statement. */
  | 'duplicate'
  /** In a ledger: the counter of a security key or passkey did not go up. */
  | 'counter';

/** One reason, in one sentence without a full stop; what came from outside stands in backticks. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly sentence: string;
}

/** A value, or why there is none. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };
