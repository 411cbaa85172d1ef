import type { RecordedStatement, Statement } from '../../../core/attestation/index.ts';

/** The largest counter so far of each security key and passkey, in each repository: signing elsewhere is no copy. */
export class Counters {
  readonly #largest = new Map<string, number>();

  /** Takes the counter of the next entry; gives why the entry counts for nothing, and then takes nothing. */
  take({ statement, signature: { publicKey, counter } }: Pick<RecordedStatement, 'statement' | 'signature'>): string | null {
    if (counter === null) return null;
    const counted = `${statement.predicate.repository} ${publicKey}`;
    const before = this.#largest.get(counted) ?? 0;
    // A key without a counter always says 0 (WebAuthn section 6.1.1).
    const backwards = (counter > 0 || before > 0) && counter <= before;
    // A rejection that waited on another machine asks only for more: it is heard late rather than lost.
    if (backwards && !standsAgainst(statement)) return `the counter of its key says ${counter} after ${before}: the key may have been copied`;
    this.#largest.set(counted, Math.max(before, counter));
    return null;
  }
}

function standsAgainst({ name, predicate }: Statement): boolean {
  return name === 'sign-off' && (predicate.verdict === 'reject' || predicate.verdict === 'request-changes');
}
