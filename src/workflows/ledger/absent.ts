import { Failure } from '../../core/values/index.ts';

/** The command that brings ledger and kept commits into a clone; a plain clone does not. */
export const fetchLedger = "git fetch origin 'refs/countersign/*:refs/countersign/*'";

/** There is no ledger here: nothing was signed yet, or it was not fetched. */
export function absent(place: string): Failure {
  return new Failure('ledger-absent', 'environment', `there is no ledger here (\`${place}\`): nothing was signed yet, or it was not fetched`, [fetchLedger]);
}
