export { type LedgerOptions, openLedgerStore } from './ledger-store.ts';
