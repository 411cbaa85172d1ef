import type { Reason } from '../../core/decision/index.ts';
import { conditionWords, nearest, type ConditionLine, type People, type Person, type Policy, type RequirementTemplate, type Rule } from '../../core/policy/index.ts';
import type { RuleOutcome } from '../../core/requirements/index.ts';
import { poolFor, type Exclusion } from '../../core/signoff/index.ts';
import { Failure } from '../../core/values/index.ts';
import { checkChange, type CheckOptions } from '../check-change.ts';
import { findGovernance } from '../governing-policy.ts';
import type { Ports } from '../ports/index.ts';
import type { CheckReport, PolicySource } from '../reports.ts';

/** People who could meet a requirement for an area; `area` `null`: wherever nobody in particular owns what is touched. */
export interface AskedPeople {
  readonly area: string | null;
  readonly persons: readonly Person[];
}

/** One requirement in the order it can be met: those of one step wait for nothing of each other. */
export interface AskedStep {
  readonly step: number;
  readonly template: RequirementTemplate;
  /** Empty for what no person meets. */
  readonly people: readonly AskedPeople[];
}

/** What a rule means. */
export interface RuleMeaning {
  readonly rule: Rule;
  readonly condition: readonly ConditionLine[];
  readonly steps: readonly AskedStep[];
  /** What it said of the change that was named; `null` where none was. */
  readonly onChange: { readonly outcome: RuleOutcome; readonly reason: Reason | null } | null;
}

/** The rules that were asked about, in words. */
export interface PolicyMeaning {
  readonly source: PolicySource;
  readonly policy: Policy;
  readonly rules: readonly RuleMeaning[];
  /** As it was typed; `null` where no change was named. */
  readonly range: string | null;
}

/** What one rule means (every rule for `null`), and with a range what it says of that change, atom by atom. */
export async function explainPolicy(ports: Ports, name: string | null, range: string | null, options: CheckOptions): Promise<PolicyMeaning> {
  const report = range === null ? null : await checkChange(ports, { ...options, range });
  const { policy, people, source } = report ?? (await findGovernance(ports, null, options.target, options));
  const rules = name === null ? policy.rules : [ruleNamed(name, policy)];
  return { source, policy, range, rules: rules.map((rule) => meaningOf(rule, policy, people, report)) };
}

function ruleNamed(name: string, policy: Policy): Rule {
  const rule = policy.rules.find((one) => one.name === name);
  if (rule !== undefined) return rule;
  const names = policy.rules.map((one) => one.name);
  const meant = nearest(name, names);
  const hint = meant === null ? (names.length === 0 ? 'the policy has no rules' : `the rules are ${names.join(', ')}`) : `did you mean \`${meant}\`?`;
  throw new Failure('usage', 'user', `the policy has no rule \`${name}\``, [hint, 'countersign policy explain']);
}

function meaningOf(rule: Rule, policy: Policy, people: People, report: CheckReport | null): RuleMeaning {
  const outcome = report?.judgement.outcomes.find((one) => one.rule.name === rule.name);
  const { root, shadow } = report?.judgement.decision ?? { root: null, shadow: [] };
  const reason = [...(root?.children ?? []), ...shadow].find((one) => one.rule === rule.name) ?? null;
  return {
    rule,
    condition: conditionWords(rule.when.tree, policy.levels),
    steps: inOrder(rule.require).map(({ step, template }) => ({ step, template, people: whoFor(template, policy, people, report) })),
    onChange: outcome === undefined ? null : { outcome, reason },
  };
}

/** Requirements by the step at which they can be met: 1, or one after the last of the kind they come after. */
function inOrder(templates: readonly RequirementTemplate[]): { step: number; template: RequirementTemplate }[] {
  const stepOf = (template: RequirementTemplate, seen: readonly string[] = []): number => {
    if (template.after === null || seen.includes(template.kind)) return 1;
    const before = templates.filter(({ kind }) => kind === template.after).map((one) => stepOf(one, [...seen, template.kind]));
    return 1 + Math.max(0, ...before);
  };
  return templates.map((template) => ({ step: stepOf(template), template })).toSorted((a, b) => a.step - b.step);
}

/** Of a change only the areas it touches, and nobody who had a hand in it; of the policy alone everybody. */
function whoFor(template: RequirementTemplate, policy: Policy, people: People, report: CheckReport | null): AskedPeople[] {
  if (template.kind !== 'sign-off' && template.kind !== 'review') return [];
  const excluded: readonly Exclusion[] = report?.judgement.exclusions ?? [];
  const persons = (area: string | null) => poolFor({ level: template.level, area }, policy, people, excluded).eligible;
  const everywhere = { area: null, persons: persons(null) };
  if (template.kind === 'review' || template.owners === 'any') return [everywhere];
  const touched = report === null ? null : new Set(report.judgement.risk.areas.map(({ name }) => name));
  const owned = policy.areas.filter(({ name, owners }) => owners.length > 0 && (touched === null || touched.has(name)));
  const byArea = owned.map(({ name }) => ({ area: name, persons: persons(name) }));
  return touched === null || byArea.length === 0 ? [...byArea, everywhere] : byArea;
}
