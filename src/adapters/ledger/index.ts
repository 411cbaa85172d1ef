export { type LedgerOptions, openLedgerStore } from './ledger-store.ts';
export type { LedgerGit } from './ledger-git.ts';
