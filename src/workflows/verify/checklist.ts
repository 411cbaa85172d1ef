import type { VerifyCode, VerifyFailure, VerifyStep } from './verify-report.ts';

/** Collects the named steps of one landing, each with the failure it ended in. */
export class Checklist {
  readonly steps: VerifyStep[] = [];
  readonly failures: VerifyFailure[] = [];

  passed(step: VerifyStep['step'], sentence: string): void {
    this.steps.push({ step, outcome: 'passed', sentence });
  }

  noted(step: VerifyStep['step'], sentence: string): void {
    this.steps.push({ step, outcome: 'noted', sentence });
  }

  /** The step was taken, and does not hold. */
  failed(step: VerifyStep['step'], failure: VerifyFailure): void {
    this.steps.push({ step, outcome: 'failed', sentence: failure.sentence });
    this.failures.push(failure);
  }

  /** The step could not be taken: never a pass. */
  open(step: VerifyStep['step'], failure: VerifyFailure): void {
    this.steps.push({ step, outcome: 'open', sentence: failure.sentence });
    this.failures.push(failure);
  }
}

/** Codes that say something is missing, and nothing of whether the landing was signed. */
const missing: ReadonlySet<VerifyCode> = new Set([
  'history-shallow', 'object-missing', 'ledger-absent', 'ledger-behind', 'ledger-inconsistent', 'adoption-absent',
  'root-missing', 'policy-invalid', 'engine-unknown', 'not-included', 'undecided',
]);

/** Whether a failure leaves open what the landing is, rather than refusing it. */
export function leavesOpen({ code }: VerifyFailure): boolean {
  return missing.has(code);
}
