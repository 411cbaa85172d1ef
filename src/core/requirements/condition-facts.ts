import type { AssistanceState } from '../evidence/index.ts';
import type { ConditionValues } from '../policy/index.ts';

/** Everything rules are asked about: built once per change by the decision. */
export interface ConditionFacts {
  /** The values conditions read; `null` for what could not be found out, which makes atoms reading it fail. */
  readonly values: ConditionValues;
  /**
   * Under `ask` and `contradictory` nobody can say yet whether the change is assisted: atoms reading
   * `change.assisted` are then `asked`, whatever `values` holds.
   */
  readonly assistance: AssistanceState;
  /** Names of touched areas, in the order they are shown. */
  readonly areas: readonly string[];
  /** Names of the areas that stand for lines of CODEOWNERS, see `ownershipOf`; none where absent. */
  readonly ownership?: readonly string[];
  /** How a value is shown, by path: `change.assisted` → `true (recorded, 84 % of added lines)`. */
  readonly shown?: Readonly<Record<string, string>>;
}
