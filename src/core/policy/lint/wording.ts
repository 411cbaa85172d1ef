import type { Position } from '../../values/index.ts';
import { compareLevels, type Person } from '../people.ts';
import type { Policy, PolicyProblem } from '../policy.ts';

/** Those of a pool at a level or above. */
export function atLeast(policy: Policy, pool: readonly Person[], level: string): readonly Person[] {
  return pool.filter((person) => compareLevels(policy.levels, person.level, level) >= 0);
}

/** `Edda`, `Ana or Li`, `anybody`: first names, as people speak of each other. */
export function someone(people: readonly Person[]): string {
  const names = people.map((person) => person.name.split(' ')[0] ?? person.id);
  if (names.length > 3) return 'any of them';
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)!}`;
}

/** A small number in words. */
export function count(n: number): string {
  return ['nobody', 'one', 'two', 'three', 'four'][n] ?? String(n);
}

/** `there is nobody`, `there is one`, `there are two`. */
export function thereAre(n: number): string {
  return `there ${n < 2 ? 'is' : 'are'} ${count(n)}`;
}

/** A problem with its mend. */
export function problem(
  severity: PolicyProblem['severity'],
  code: string,
  message: string,
  mend: string,
  at: Position,
): PolicyProblem {
  return { severity, code, message, mend, at };
}
