export { adoptionsOf } from './adoptions.ts';
export { earlierWork, wordsAgainst, type WorkQuestion } from './earlier-work.ts';
export { entryPaths } from './entry-paths.ts';
export { unknownId } from './exclusions-recorded.ts';
export { ledgerRootOf } from './ledger-root.ts';
export { overriddenLandings, owedReviews, type EmergencyLanding, type OwedQuestion, type OwedReview } from './owed-reviews.ts';
export { statementsAbout, type StatementsAbout, type StatementsQuestion } from './statements-about.ts';
export { isEnrolledWriter, type AdoptedPeople } from './writers.ts';
