import { claimsOfCommit, compileSignals, signals, signalsOfPolicy, type CommitReader } from '../../core/evidence/index.ts';
import type { Policy } from '../../core/policy/index.ts';

const readers = new WeakMap<Policy['signals'], CommitReader>();

/** Reads commits by the built-in signals and those the policy adds. */
export function commitReader({ signals: added }: Pick<Policy, 'signals'>): CommitReader {
  if (added.length === 0) return claimsOfCommit;
  let reader = readers.get(added);
  if (reader === undefined) readers.set(added, (reader = compileSignals([...signals, ...signalsOfPolicy(added)])));
  return reader;
}
