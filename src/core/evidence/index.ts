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
} from './unify/assistance.ts';
export { type CommitAssistance, assistanceOfCommit, linesOfCommit } from './unify/assistance.ts';
export { assess } from './unify/assess.ts';
export type {
  Claim,
  ClaimClass,
  ClaimKind,
  ClaimSource,
  ClaimStrength,
  ClaimSubject,
  EvidenceProblem,
} from './claim.ts';
export { type CommitReader, claimsOfCommit, compileSignals, signals } from './signals/commit-claims.ts';
export { parseGitAiNote } from './records/git-ai-note.ts';
export type { NoteClaims, NoteSource } from './records/record.ts';
export { type AddedSignal, signalsOfPolicy } from './signals/added-signal.ts';
export type { IdentityRole, Signal, SignalMatch } from './signals/signal.ts';
export { isInstructionFile, type Suppression, suppressionsIn } from './suppression.ts';
