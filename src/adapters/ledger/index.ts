export { type LedgerOptions, openLedgerStore } from './ledger-store.ts';
export { fetchLedger, openWitnessStore } from './witness-store.ts';
