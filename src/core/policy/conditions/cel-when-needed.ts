import { conditionAtoms, type Condition } from './condition.ts';
import type { ConditionEnvironment } from './environment.ts';
import { plainAtom } from './plain-atom.ts';

type Build = (levels: readonly string[]) => ConditionEnvironment;

let build: Build | null = null;

/** Called by whoever has CEL loaded already: the parser of conditions. */
export function celIsHere(here: Build): void {
  build = here;
}

/** The environment of a ladder. Throws where CEL is not loaded: an atom that needs it then fails, which never approves. */
export function environmentOf(levels: readonly string[]): ConditionEnvironment {
  if (build === null) throw new Error('CEL was not loaded for this condition');
  return build(levels);
}

/**
 * Loads CEL where one of these conditions needs it. Only for conditions that were not parsed in this process: parsing
 * loads it. It takes longer than most decisions, and most conditions are plain comparisons.
 */
export async function prepareConditions(conditions: readonly Condition[], levels: readonly string[]): Promise<void> {
  const plain = conditions.flatMap(({ tree }) => conditionAtoms(tree)).every((atom) => plainAtom(atom, levels) !== null);
  if (!plain && build === null) celIsHere((await import('./cel.ts')).conditionEnvironment);
}
