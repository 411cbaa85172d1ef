import { compareLevels, type People, type Person, type Policy } from '../policy/index.ts';
import { indexOf } from './identities.ts';
import type { Exclusion } from './sign-off.ts';

/** Who could clear a requirement: at least this level, owning the area where one is named. */
export interface Ask {
  readonly level: string;
  /** The area whose owners are asked; `null`: anybody of the level. */
  readonly area: string | null;
}

/** The people an `Ask` is about: all who fit, and those of them who had no hand in the change. */
export interface Pool {
  readonly fitting: readonly Person[];
  readonly eligible: readonly Person[];
}

/**
 * Eligible = people of at least the level, owning the area, not excluded. A higher level always satisfies a
 * lower one and never the other way round. Adding a contributor can only make `eligible` smaller.
 */
export function poolFor(ask: Ask, policy: Policy, people: People, exclusions: readonly Exclusion[]): Pool {
  const owners = ask.area === null ? people.persons : ownersOf(ask.area, policy, people);
  const fitting = owners.filter((person) => reaches(policy.levels, person.level, ask.level));
  const excluded = new Set(exclusions.map(({ person }) => person));
  return { fitting, eligible: fitting.filter((person) => !excluded.has(person.id)) };
}

/** How many must sign for an area: as many as the rule asks for, or more where a section of CODEOWNERS does. */
export function countFor(count: number, area: string | null, policy: Policy): number {
  const approvals = area === null ? 1 : (policy.areas.find(({ name }) => name === area)?.codeOwners?.approvals ?? 1);
  return Math.max(1, count, approvals);
}

/** Whether `level` is at least `wanted`; a name the ladder lacks reaches nothing and is reached by nobody. */
export function reaches(levels: readonly string[], level: string, wanted: string): boolean {
  return levels.includes(level) && levels.includes(wanted) && compareLevels(levels, level, wanted) >= 0;
}

/** The persons who own an area, through teams too; nobody for an area the policy does not name. */
export function ownersOf(area: string, policy: Policy, people: People): readonly Person[] {
  const found = policy.areas.find(({ name }) => name === area);
  return found === undefined ? [] : indexOf(people).membersOf(found.owners);
}
