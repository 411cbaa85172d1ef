import { compileCondition, type Condition, type ConditionTree, type Policy, type Rule } from '../policy/index.ts';
import type { ConditionFacts } from './condition-facts.ts';
import type { AtomExplanation, AtomOutcome, Requirement, RuleOutcome } from './requirement.ts';

/**
 * What every rule of a policy asks of one change, in policy order. Every atom of every condition is
 * evaluated, also beside one that already settles it: a failure anywhere makes the rule `unknown`, because
 * unknown is never approved.
 */
export function evaluateRules(policy: Policy, facts: ConditionFacts): readonly RuleOutcome[] {
  return policy.rules.map((rule) => evaluateRule(policy, rule, facts));
}

/** The outcome of one condition: `false` drops its rule, `failed` makes it unknown. */
export function evaluateCondition(
  condition: Condition,
  levels: readonly string[],
  facts: ConditionFacts,
): { readonly outcome: AtomOutcome; readonly atoms: readonly AtomExplanation[] } {
  const atoms = compileCondition(condition, levels).atoms.map(({ atom, evaluate }): AtomExplanation => {
    const saw = atom.reads.map((name) => ({ name, value: shownValue(name, facts) }));
    if (isAsked(facts) && atom.reads.includes('change.assisted')) {
      return { text: atom.text, outcome: 'asked', saw, error: null };
    }
    const result = evaluate(facts.values);
    return { text: atom.text, outcome: result.outcome, saw, error: result.outcome === 'failed' ? result.error : null };
  });
  const outcome = atoms.some((atom) => atom.outcome === 'failed') ? 'failed' : combine(condition.tree, atoms.values());
  return { outcome, atoms };
}

function evaluateRule(policy: Policy, rule: Rule, facts: ConditionFacts): RuleOutcome {
  const { outcome, atoms } = evaluateCondition(rule.when, policy.levels, facts);
  const state = ({ true: 'applies', false: 'skipped', asked: 'asked', failed: 'unknown' } as const)[outcome];
  // A skipped rule asks for nothing; the others show what they (would) ask for.
  const requirements = state === 'skipped' ? [] : bind(policy, rule, [...facts.areas, ...(facts.ownership ?? [])]);
  return { rule, state, atoms, requirements };
}

/**
 * Owners are asked per touched area that has any; an area without owners is cleared by anybody of the level. An area
 * that stands for a line of CODEOWNERS is asked even where nobody enrolled owns it: then nobody can sign.
 */
function bind(policy: Policy, rule: Rule, touched: readonly string[]): readonly Requirement[] {
  const owned = touched.filter((name) => policy.areas.some((area) => area.name === name && (area.owners.length > 0 || area.codeOwners !== undefined)));
  return rule.require.map((template) => ({
    template,
    areas: template.kind === 'sign-off' && template.owners === 'per-area' ? owned : [],
  }));
}

/** Kleene's three-valued logic over atoms taken in the order they are written; none of them `failed`. */
function combine(tree: ConditionTree, atoms: Iterator<AtomExplanation>): AtomOutcome {
  if (tree.op === 'atom') {
    const next = atoms.next();
    return next.done === true ? 'failed' : next.value.outcome;
  }
  if (tree.op === 'not') {
    const operand = combine(tree.operand, atoms);
    return operand === 'true' ? 'false' : operand === 'false' ? 'true' : operand;
  }
  // Every operand is walked, so that the atoms stay in step.
  const operands = tree.operands.map((operand) => combine(operand, atoms));
  const settles = tree.op === 'and' ? 'false' : 'true';
  if (operands.includes('failed')) return 'failed';
  if (operands.includes(settles)) return settles;
  return operands.includes('asked') ? 'asked' : settles === 'false' ? 'true' : 'false';
}

function isAsked(facts: ConditionFacts): boolean {
  return facts.assistance === 'ask' || facts.assistance === 'contradictory';
}

function shownValue(path: string, facts: ConditionFacts): string {
  const shown = facts.shown?.[path];
  if (shown !== undefined) return shown;
  if (path === 'change.assisted' && isAsked(facts)) return 'not answered yet';
  const [variable = '', field = ''] = path.split('.');
  const values = facts.values as unknown as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  const value = values[variable]?.[field];
  if (value === null || value === undefined) return 'unknown';
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return 'none';
  return value.length <= 4 ? value.join(', ') : `${value.slice(0, 3).join(', ')} and ${value.length - 3} more`;
}
