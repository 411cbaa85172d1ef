import { Failure } from '../../core/values/index.ts';
import type { Repository } from '../ports/index.ts';
import type { VerifyFailure } from './verify-report.ts';

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
