export { silenceOf, unaskedCommits, type Silence } from './automation.ts';
export { contributorsOf, type Contributors } from './contributors.ts';
export { countedSignOffs, type After, type Count, type SigningContext, type Wanted } from './counting.ts';
export { poolFor, type Pool } from './eligibility.ts';
export { excludedFrom } from './exclusion.ts';
export { displayName, identities } from './identities.ts';
export type { Exclusion, SetAside, SignOff, Verdict } from './sign-off.ts';
export { standingOf, type Standing } from './standing.ts';
export type { Carry, Override, RevertedLanding, Working } from './statements.ts';
