export type { ChangeEvidence, FileOrigins } from './change-evidence.ts';
export type {
  Assistance,
  AssistanceState,
  AssistedRange,
  Contradiction,
  FileAssistance,
  LineCounts,
  LineState,
  Undeclared,
} from './assistance.ts';
export type {
  Claim,
  ClaimClass,
  ClaimKind,
  ClaimSource,
  ClaimStrength,
  ClaimSubject,
  EvidenceProblem,
} from './claim.ts';
export { type CommitReader, claimsOfCommit, compileSignals, signals } from './commit-claims.ts';
export type { IdentityRole, Signal, SignalMatch } from './signal.ts';
