/** What an older head of the change, with other content, would have as its digest. */
export const olderDigest = '91bc'.padEnd(64, '0');

/** Places between two sign-offs in the ledger: room for what else is recorded. */
export const spacing = 1000;
