import type { RecordedStatement } from '../../core/attestation/index.ts';
import { bareKey, type People } from '../../core/policy/index.ts';
import { gateOf, personOf, recordedOf, type AdoptedPeople, type Ground, type RecordedOf } from '../../core/recorded/index.ts';
import { parseInstant, type Instant } from '../../core/values/index.ts';
import type { InForceReader } from './in-force.ts';

/**
 * Adoptions of the target in ledger order, each with the people of the commit it adopts: by a gate that those people
 * enrol for it, or by their root. `landed`: the commits by which the target came, newest first. None goes back before
 * the one adopted last: a key that was taken away could otherwise bring back the people who had it.
 */
export async function adoptedPeople(recorded: readonly RecordedStatement[], target: string, inForce: InForceReader, landed: readonly string[]): Promise<readonly AdoptedPeople[]> {
  const adopted: AdoptedPeople[] = [];
  const backOf = new Map(landed.map((commit, back) => [commit, back]));
  let newest = Number.POSITIVE_INFINITY;
  for (const one of recordedOf(recorded, 'adoption')) {
    const { commit, gate } = one.statement.predicate;
    const back = backOf.get(commit);
    if (one.statement.predicate.target !== target || back === undefined || back > newest) continue;
    const there = await inForce.at(commit);
    if (!there.usable) continue;
    const { people } = there;
    const known = gate === null ? isByRoot(one, people) : 'by' in gateOf(one, { people, adoptions: [] });
    if (!known) continue;
    newest = back;
    adopted.push({ entry: one.entry, people });
  }
  return adopted;
}

/** Anybody may append an entry that says it is the root's. */
function isByRoot({ statement, signature }: RecordedOf<'adoption'>, { root }: People): boolean {
  return root !== undefined && root.repository === statement.predicate.repository && root.keys.some((line) => bareKey(line) === signature.publicKey);
}

/**
 * The statements without approvals that people in force cannot have given: what others append is not looked at, so that nobody outside
 * decides how a landing is taken apart. The same list for the same people, which what was read of it is kept with.
 */
export function believedStatements(recorded: readonly RecordedStatement[], adoptions: readonly AdoptedPeople[], isKnown: (one: RecordedStatement) => boolean): (people: People) => readonly RecordedStatement[] {
  const kept = new WeakMap<People, readonly RecordedStatement[]>();
  return (people) => {
    let believed = kept.get(people);
    if (believed === undefined) {
      believed = recorded.filter((one) => one.statement.name !== 'sign-off' || one.statement.predicate.verdict !== 'approve' || (isKnown(one) && 'by' in personOf(one, { people, adoptions })));
      kept.set(people, believed);
    }
    return believed;
  };
}

/** When a gate let a landing in, and at which entry it said so. */
export interface Witnessed {
  readonly at: Instant;
  readonly entry: number;
}

/** The earliest landing entry by a gate enrolled for landings; `null`: unwitnessed. */
export function witnessOf(entries: readonly RecordedOf<'landing'>[], ground: Ground): Witnessed | null {
  for (const one of entries) {
    const at = parseInstant(one.statement.predicate.signedAt);
    if (at !== null && 'by' in gateOf(one, ground)) return { at, entry: one.entry };
  }
  return null;
}

/** Landing entries for one target by the commits they name. */
export function landingEntries(recorded: readonly RecordedStatement[], target: string): ReadonlyMap<string, readonly RecordedOf<'landing'>[]> {
  const byCommit = new Map<string, RecordedOf<'landing'>[]>();
  for (const one of recordedOf(recorded, 'landing')) {
    if (one.statement.predicate.target !== target) continue;
    for (const { commit } of one.statement.predicate.landed) {
      const known = byCommit.get(commit);
      if (known === undefined) byCommit.set(commit, [one]);
      else known.push(one);
    }
  }
  return byCommit;
}
