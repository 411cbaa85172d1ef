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
  OriginRange,
  Undeclared,
} from './unify/assistance.ts';
export { type CommitAssistance, assistanceOfCommit, linesOfCommit } from './unify/assistance.ts';
export { assess } from './unify/assess.ts';
export { assessStandingLines, type StandingFile, type StandingLines } from './unify/head-assistance.ts';
export type {
  Claim,
  ClaimClass,
  ClaimKind,
  ClaimSource,
  ClaimStrength,
  ClaimSubject,
  EvidenceProblem,
  LandedAs,
} from './claim.ts';
export { type CommitReader, claimsOfCommit, compileSignals, signals } from './signals/commit-claims.ts';
export { agentTracePath, isHashedAbout, parseAgentTraces, tracesOfCommit, type TracedCommit, type TracedLines, type Traces } from './records/agent-trace.ts';
export { type CheckpointFile, checkpointFolder, claimOfSession, entireBranch, entireRefs, sessionFiles } from './records/entire-checkpoint.ts';
export { claimsOfHeader, headerBytes, headerLines } from './records/file-header.ts';
export { parseGitAiNote } from './records/git-ai-note.ts';
export { earlyGitAiPrefix, gitAiNotesRef, type NoteFormat, noteFormats, parseRecord } from './records/note-formats.ts';
export type { NoteClaims, NoteSource } from './records/record.ts';
export { type AddedSignal, signalsOfPolicy } from './signals/added-signal.ts';
export type { IdentityRole, Signal, SignalMatch } from './signals/signal.ts';
export { isInstructionFile, type Suppression, suppressionClaims, suppressionsIn } from './suppression.ts';
export { chooseFit, type ContentDelta, contentDelta, type FileStep, type Fit, fitOf, type Fitting, sameAuthor } from './recovery/match-pull.ts';
export { type AttestedFile, carryClaims, type LandedFile, pullRequestOf, recoverLines } from './recovery/recover-lines.ts';
export {
  commonRanges, fitsInNote, type GitAiRecord, joinRanges, readGitAiRecord, type RecordEntry, writeGitAiNote,
} from './marking/git-ai-record.ts';
export { disclosesAssistance, type Draft, hasTrailer, markMessage, saysSomething } from './marking/mark-message.ts';
export { type FileMove, type FileMoves, type LineMove, moveRanges, moveRecords, type MovingRecord } from './marking/move-record.ts';
export {
  type AgentVariable, agentVariables, assistedByValue, generalVariable, type RunningAgent, runningAgent,
} from './marking/running-agents.ts';
export { type SessionLines, sessionRecord } from './marking/session-record.ts';
