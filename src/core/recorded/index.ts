export { adoptionsOf, mayAdopt } from './adoptions.ts';
export { earlierWork, wordsAgainst, type WorkQuestion } from './earlier-work.ts';
export { entryPaths } from './entry-paths.ts';
export { unknownId } from './exclusions-recorded.ts';
export { ledgerRootOf } from './ledger-root.ts';
export { overriddenLandings, owedReviews, wroteOverride, type EmergencyLanding, type OwedQuestion, type OwedReview } from './owed-reviews.ts';
export { recordedOf, type RecordedOf } from './recorded-of.ts';
export { statementsAbout, type StatementsAbout, type StatementsQuestion } from './statements-about.ts';
export { formerPersonOf, gateOf, isEnrolledWriter, personOf, type AdoptedPeople, type Ground } from './writers.ts';
