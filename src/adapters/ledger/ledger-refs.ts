/** Where the ledger lies, in every repository that has one. */
export const ledgerRef = 'refs/countersign/ledger';

/** Where the commits are held that sign-offs speak of. */
export const keepRef = 'refs/countersign/keep';

/** Where witnesses keep what they cosigned, in a repository of theirs. */
export const witnessRef = 'refs/countersign/witness';
