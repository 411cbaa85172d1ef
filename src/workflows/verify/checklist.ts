import { Failure } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';
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

/** Brings the ledger and the commits it keeps. */
export const fetchAll = "git fetch origin '+refs/countersign/*:refs/countersign/*'";

/**
 * What the machine lacks, as a failure of what is verified; anything else is a mistake of the caller or of ours, and
 * thrown on.
 */
export async function whatIsMissing(repository: Repository, error: unknown): Promise<VerifyFailure> {
  if (!(error instanceof Failure) || error.kind !== 'environment') throw error;
  if (error.code === 'history-shallow') return { code: 'history-shallow', sentence: error.message, mend: 'git fetch --unshallow' };
  if (error.code !== 'object-missing' && error.code !== 'object-corrupt') throw error;
  const { partial } = await repository.facts();
  const mend = partial ? 'git fetch --refetch --no-filter' : 'git fetch --refetch     where it was purged there too, nobody can prove this any more';
  return { code: 'object-missing', sentence: error.message, mend };
}
