import type { Failure, FailureCode, FailureKind } from '../core/values/index.ts';
import type { Outcome } from './commands/command.ts';

/** The one table of exit codes: documented in docs/cli.md and by `countersign help exit-codes`. */
export const exitCodes = {
  ok: 0,
  notApproved: 1,
  mistake: 2,
  environment: 3,
  bug: 70,
  interrupted: 130,
} as const;

/** What a command that ended without a failure tells its caller. */
export function exitCodeOfOutcome(outcome: Outcome): number {
  const table: Record<Outcome, number> = {
    ok: exitCodes.ok,
    'not-approved': exitCodes.notApproved,
    'cases-failed': exitCodes.notApproved,
    mistake: exitCodes.mistake,
  };
  return table[outcome];
}

const byKind: Record<FailureKind, number> = {
  user: exitCodes.mistake,
  config: exitCodes.mistake,
  environment: exitCodes.environment,
  internal: exitCodes.bug,
};

/** Who must act decides the code; only an interruption has one of its own. */
export function exitCodeOfFailure(failure: Failure): number {
  return failure.code === 'interrupted' ? exitCodes.interrupted : byKind[failure.kind];
}

/** What each failure is about, in the words printed before its sentence. A new code does not compile without. */
export const failureWords: Record<FailureCode, string> = {
  'not-a-repository': 'no repository',
  'no-commits': 'no commits',
  'unknown-ref': 'unknown ref',
  'ambiguous-range': 'ambiguous range',
  'no-merge-base': 'unrelated',
  'object-missing': 'object missing',
  'object-corrupt': 'object corrupt',
  'history-shallow': 'shallow clone',
  'policy-invalid': 'policy invalid',
  'policy-missing': 'no policy',
  'cases-invalid': 'cases invalid',
  'unknown-preset': 'unknown preset',
  usage: 'usage',
  'file-unreadable': 'unreadable',
  'results-invalid': 'results invalid',
  'file-unwritable': 'unwritable',
  'git-missing': 'no git',
  'git-too-old': 'git too old',
  'git-failed': 'git failed',
  'ledger-absent': 'no ledger',
  'ledger-behind': 'ledger behind',
  'ledger-inconsistent': 'ledger inconsistent',
  'ledger-unreachable': 'ledger unreachable',
  'root-missing': 'no root',
  'not-enrolled': 'not enrolled',
  'may-not-sign': 'may not sign',
  'nothing-to-sign': 'nothing to sign',
  'answers-invalid': 'answers invalid',
  'change-moved': 'change moved',
  'no-terminal': 'no terminal',
  'key-unusable': 'key unusable',
  'signing-failed': 'not signed',
  interrupted: 'interrupted',
  internal: 'bug',
};
