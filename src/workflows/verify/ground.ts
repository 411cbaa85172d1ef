import type { RecordedStatement } from '../../core/attestation/index.ts';
import type { People } from '../../core/policy/index.ts';
import { gateOf, personOf, recordedOf, type AdoptedPeople, type Ground, type RecordedOf } from '../../core/recorded/index.ts';
import { parseInstant, type Instant } from '../../core/values/index.ts';

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

/**
 * Where another branch stood when something landed on the target: at the newest tip that a gate recorded for it before
 * the gate of the target recorded the landing. `null` where nobody did, or where who last spoke of it was no gate.
 */
export function stoodThen(recorded: readonly RecordedStatement[], entriesOf: ReadonlyMap<string, readonly RecordedOf<'landing'>[]>, ground: Ground): (target: string, landing: string) => string | null {
  const landings = recordedOf(recorded, 'landing');
  return (target, landing) => {
    const witness = witnessOf(entriesOf.get(landing) ?? [], ground);
    if (witness === null) return null;
    const last = landings.findLast(({ entry, statement: { predicate } }) => entry < witness.entry && predicate.target === target);
    return last !== undefined && 'by' in gateOf(last, ground) ? last.statement.predicate.to : null;
  };
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
