export { unknownId } from './exclusions-recorded.ts';
export { ledgerRootOf } from './ledger-root.ts';
export { statementsAbout, type StatementsAbout, type StatementsQuestion } from './statements-about.ts';
export type { AdoptedPeople } from './writers.ts';
