import type { Condition } from '../conditions/condition.ts';
import type { Policy } from '../policy.ts';

/** Whether two ladders are one: levels are comparable on nothing else. */
export function sameLadder(before: Policy, after: Policy): boolean {
  return before.levels.join('<') === after.levels.join('<');
}

/** Whether two conditions are the same text, white space outside of quotes aside. */
export function sameText(before: Condition, after: Condition): boolean {
  return squeeze(before.text) === squeeze(after.text);
}

function squeeze(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s+/g, (_, quoted?: string) => quoted ?? ' ').trim();
}
