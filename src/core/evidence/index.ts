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
export {
  commonRanges, fitsInNote, type GitAiRecord, joinRanges, readGitAiRecord, type RecordEntry, writeGitAiNote,
} from './marking/git-ai-record.ts';
export { disclosesAssistance, type Draft, hasTrailer, markMessage, saysSomething } from './marking/mark-message.ts';
export { type FileMoves, type LineMove, moveRanges, moveRecords, type MovingRecord } from './marking/move-record.ts';
export {
  type AgentVariable, agentVariables, assistedByValue, generalVariable, type RunningAgent, runningAgent,
} from './marking/running-agents.ts';
export { type SessionLines, sessionRecord } from './marking/session-record.ts';
