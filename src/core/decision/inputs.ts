import type { Change } from '../change/index.ts';
import type { ChangeEvidence } from '../evidence/index.ts';
import type { People, Policy, PolicyProblem } from '../policy/index.ts';
import type { RecentHistory } from '../risk/index.ts';
import type { SignOff } from '../signoff/index.ts';
import type { Instant } from '../values/index.ts';

/** Everything a decision depends on. Same inputs, same answer: in the CLI, a hook, a server, a backtest. */
export interface DecisionInputs {
  readonly change: Change;
  readonly evidence: ChangeEvidence;
  /** Read from the protected target, never from the change. */
  readonly policy: Policy;
  readonly people: People;
  /** Digests of the texts of policy and people; `null` for a built-in preset or an absent file. */
  readonly policyDigest: string | null;
  readonly peopleDigest: string | null;
  /** Where the change edits policy or people files: the mistakes of the edited ones. `null`: not edited. */
  readonly proposedPolicy: readonly PolicyProblem[] | null;
  readonly signOffs: readonly SignOff[];
  readonly history: RecentHistory;
  readonly now: Instant;
}
