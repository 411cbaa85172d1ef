import type { Assistance } from '../evidence/index.ts';
import type { RuleOutcome } from '../requirements/index.ts';
import type { Risk } from '../risk/index.ts';
import type { Contributors, Exclusion, Standing } from '../signoff/index.ts';
import type { DecisionInputs } from './inputs.ts';

/** What the stages before the decision concluded, beside what they read. */
export interface Facts {
  readonly inputs: DecisionInputs;
  readonly assistance: Assistance;
  readonly risk: Risk;
  readonly exclusions: readonly Exclusion[];
  readonly contributors: Contributors;
  readonly outcomes: readonly RuleOutcome[];
  readonly standing: Standing;
}
