import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { People } from '../../core/policy/index.ts';
import { adoptionsOf, type AdoptedPeople } from '../../core/recorded/index.ts';
import { Failure } from '../../core/values/index.ts';
import { loadPolicy } from '../load-policy.ts';
import type { Ports } from '../ports/index.ts';

const asCommitted = { preset: null, policyFile: null, peopleFile: null };

/** The people of each adoption of a target. One whose files cannot be used here tells nothing of keys. */
export async function adoptedPeople(ports: Ports, recorded: readonly RecordedStatement[], target: string, people: People): Promise<readonly AdoptedPeople[]> {
  const read = new Map<string, Promise<People | null>>();
  const found: AdoptedPeople[] = [];
  for (const { entry, statement: { predicate } } of adoptionsOf(recorded, target, people)) {
    const { commit } = predicate;
    // The same two files are the same people, whichever commit has them.
    const key = predicate.people === null ? commit : `${predicate.policy ?? ''} ${predicate.people}`;
    const known = read.get(key) ?? peopleAt(ports, commit);
    read.set(key, known);
    const there = await known;
    if (there !== null) found.push({ entry, people: there });
  }
  return found;
}

async function peopleAt(ports: Ports, commit: string): Promise<People | null> {
  try {
    return (await loadPolicy(ports, commit, commit.slice(0, 12), asCommitted)).people;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
