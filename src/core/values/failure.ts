/**
 * The one shape in which anything that goes wrong reaches a person.
 *
 * `code` is a closed union: adding one fails to compile until every surface has an answer for it
 * (see `src/cli/exit-code.ts`). `kind` decides the exit code; `hints` are the mends, each a sentence
 * or a command that can be pasted. User input inside `message` stands in backticks.
 */
export type FailureCode =
  | 'not-a-repository'
  | 'no-commits'
  | 'unknown-ref'
  | 'ambiguous-range'
  | 'no-merge-base'
  | 'object-missing'
  | 'object-corrupt'
  | 'history-shallow'
  | 'policy-invalid'
  | 'policy-missing'
  | 'cases-invalid'
  | 'unknown-preset'
  | 'usage'
  | 'file-unreadable'
  | 'results-invalid'
  | 'file-unwritable'
  | 'git-missing'
  | 'git-too-old'
  | 'git-failed'
  | 'ledger-absent'
  | 'ledger-behind'
  | 'ledger-inconsistent'
  | 'ledger-unreachable'
  | 'root-missing'
  | 'not-enrolled'
  | 'may-not-sign'
  | 'nothing-to-sign'
  | 'answers-invalid'
  | 'change-moved'
  | 'no-terminal'
  | 'key-unusable'
  | 'signing-failed'
  | 'interrupted'
  | 'internal';

/** Who must act: the person who typed, the owner of the configuration, the machine, or us. */
export type FailureKind = 'user' | 'config' | 'environment' | 'internal';

/** A place in a file a person can open; `line` and `column` count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Thrown by workflows and adapters for what the caller cannot handle; never a stack trace to users. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly kind: FailureKind;
  readonly hints: readonly string[];
  readonly at: Position | null;

  constructor(
    code: FailureCode,
    kind: FailureKind,
    message: string,
    hints: readonly string[] = [],
    at: Position | null = null,
  ) {
    super(message);
    this.name = 'Failure';
    this.code = code;
    this.kind = kind;
    this.hints = hints;
    this.at = at;
  }
}
