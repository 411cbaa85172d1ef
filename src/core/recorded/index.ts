export { unknownId } from './exclusions-recorded.ts';
export { ledgerRootOf } from './ledger-root.ts';
export { statementsAbout, type StatementsAbout, type StatementsQuestion } from './statements-about.ts';
export { recordedOf, type RecordedOf } from './recorded-of.ts';
export { gateOf, personOf, type AdoptedPeople, type Ground } from './writers.ts';
