import type { Rule, RequirementTemplate } from '../policy/index.ts';

/** What one CEL atom said: `asked` waits for the author's declaration, `failed` could not be evaluated. */
export type AtomOutcome = 'true' | 'false' | 'asked' | 'failed';

/** An atom with the values it saw, for explanations: `author.level < senior ✓ (mid)`. */
export interface AtomExplanation {
  readonly text: string;
  readonly outcome: AtomOutcome;
  /** `change.assisted` → `true (recorded, 84 % of added lines)`. */
  readonly saw: readonly { readonly name: string; readonly value: string }[];
  /** For `failed`: why. */
  readonly error: string | null;
}

/** What one requirement asks of one change, bound to the areas it covers. */
export interface Requirement {
  readonly template: RequirementTemplate;
  /** For `owners: per-area`: the touched areas that have owners; otherwise empty. */
  readonly areas: readonly string[];
}

/** What one rule asks of one change. `skipped`: its condition is false, it drops out. */
export interface RuleOutcome {
  readonly rule: Rule;
  readonly state: 'applies' | 'skipped' | 'asked' | 'unknown';
  readonly atoms: readonly AtomExplanation[];
  readonly requirements: readonly Requirement[];
}
