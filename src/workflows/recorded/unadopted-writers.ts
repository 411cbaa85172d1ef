import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { People, Person } from '../../core/policy/index.ts';
import { personOf, recordedOf, type AdoptedPeople } from '../../core/recorded/index.ts';
import { Failure } from '../../core/values/index.ts';
import { Coverage } from '../carry/coverage.ts';
import type { Repository } from '../ports/index.ts';

/** Where to look for whoever was enrolled when they said no. */
export interface UnadoptedQuery {
  readonly recorded: readonly RecordedStatement[];
  /** Full ref name and tip of the target. */
  readonly target: { readonly ref: string; readonly tip: string };
  /** Those that count, in ledger order. */
  readonly adoptions: readonly AdoptedPeople[];
  readonly peopleAt: (commit: string) => Promise<People | null>;
}

/**
 * Who said no under people that no adoption before it has, by entry: enrolled on the target at the commit whose policy
 * they name, which is a landing and none from before the newest adoption. Losing the key later takes no such word away.
 */
export async function unadoptedWriters({ repository }: { readonly repository: Repository }, { recorded, target, adoptions, peopleAt }: UnadoptedQuery): Promise<ReadonlyMap<number, Person>> {
  const found = new Map<number, Person>();
  const said = recordedOf(recorded, 'sign-off').filter(({ statement: { predicate } }) => (predicate.verdict === 'reject' || predicate.verdict === 'request-changes') && predicate.target === target.ref);
  if (said.length === 0) return found;
  const { chain } = await Coverage.open(repository, { target: target.ref, tip: target.tip, signed: [] });
  // What is not here, or too far back for a shallow clone, tells nothing of who was enrolled.
  const backOf = async (commit: string) => {
    if ((await repository.missing([commit])).length > 0) return null;
    return chain.find(commit).catch((error: unknown) => {
      if (error instanceof Failure) return null;
      throw error;
    });
  };
  for (const one of said) {
    const at = one.statement.predicate.inputs.policyAt;
    const newest = adoptions.findLast(({ entry }) => entry < one.entry);
    const [named, adopted] = [await backOf(at), newest?.commit === undefined ? null : await backOf(newest.commit)];
    if (named === null || (newest !== undefined && (adopted === null || named.back > adopted.back))) continue;
    const people = await peopleAt(at);
    const written = people === null ? null : personOf(one, { people, adoptions: [] });
    if (written !== null && 'by' in written) found.set(one.entry, written.by);
  }
  return found;
}
