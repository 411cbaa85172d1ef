export type {
  Assistance,
  AssistanceState,
  AssistedRange,
  ChangeEvidence,
  Contradiction,
  FileAssistance,
  FileOrigins,
  LineCounts,
  LineState,
  Undeclared,
} from './assistance.ts';
export { type CommitAssistance, assistanceOfCommit, linesOfCommit } from './assistance.ts';
export { assess } from './assess.ts';
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
export { type NoteClaims, type NoteSource, parseGitAiNote } from './git-ai-note.ts';
export type { IdentityRole, Signal, SignalMatch } from './signal.ts';
export { isInstructionFile, type Suppression, suppressionsIn } from './suppression.ts';
