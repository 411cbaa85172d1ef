/** What is wrong with a file of results, thrown by its reader; `message` fits behind a colon. */
export class ReportProblem extends Error {}

/** Most bytes of a file of results that are read: 32 MiB. */
export const largestReport = 32 * 1024 * 1024;
