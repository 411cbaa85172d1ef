import type { Person, PolicyProblem } from '../policy/index.ts';
import type { Position } from '../values/index.ts';

/** `Edda`, `Ana or Li`, `any of them`: first names, as people speak of each other. */
export function someone(people: readonly Person[]): string {
  return people.length > 3 ? 'any of them' : inWords(people.map(calledBy), 'or');
}

/** What a person is called: the first name, else the id. */
export function calledBy(person: Person): string {
  return person.name.split(' ')[0] || person.id;
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(items: readonly string[], last: 'and' | 'or'): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)!}`;
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
