import { modes, signatureStrengths, type Policy, type RequirementTemplate, type Rule } from '../policy.ts';
import { sameLadder, sameText } from './same.ts';
import { larger, later, members, ordered, unordered, type Effect, type FieldPair, type PolicyDifference } from './difference.ts';

/** Rules by name: added, gone, or changed requirement by requirement. */
export function diffRules(before: Policy, after: Policy): PolicyDifference[] {
  const gone = before.rules.filter(({ name }) => !after.rules.some((one) => one.name === name));
  const added = after.rules.filter(({ name }) => !before.rules.some((one) => one.name === name));
  const kept = after.rules.flatMap((is) => before.rules.filter(({ name }) => name === is.name).map((was) => [was, is] as const));
  return [
    ...gone.map((rule) => wholeRule(rule, before, true)),
    ...kept.flatMap(([was, is]) => diffRule(was, is, before, after)),
    ...added.map((rule) => wholeRule(rule, after, false)),
  ];
}

/** Where whatever no rule covers is refused, a rule also lets its changes in. */
function wholeRule(rule: Rule, policy: Policy, gone: boolean): PolicyDifference {
  const text = `when ${rule.when.text}: ${rule.require.map(({ kind }) => kind).join(', ')}`;
  const pair = { where: `rule ${rule.name}`, field: null, before: gone ? text : null, after: gone ? null : text };
  if (rule.shadow) return { ...pair, effect: 'different', because: 'in the shadow it gates nothing' };
  if (!policy.otherwise.allow) return { ...pair, effect: 'different', because: 'what no rule covers is refused, so that a rule also lets in' };
  return { ...pair, effect: gone ? 'looser' : 'stricter', because: null };
}

function diffRule(was: Rule, is: Rule, before: Policy, after: Policy): PolicyDifference[] {
  const where = `rule ${is.name}`;
  const pair = (field: string, of: (rule: Rule) => string | null): FieldPair => ({ where, field, before: of(was), after: of(is) });
  const when = sameText(was.when, is.when) ? [] : unordered(pair('when', (rule) => rule.when.text), 'another condition: compare them on changes with `check --shadow`');
  const asked = diffRequirements(where, was, is, sameLadder(before, after) ? after.levels : []);
  const shadow = ordered(pair('shadow', (rule) => (rule.shadow ? 'shadow' : 'live')), Number(was.shadow) - Number(is.shadow));
  const because = unordered(pair('because', (rule) => rule.because), 'words alone');
  // What gates nothing on either side is neither looser nor stricter.
  const muted = was.shadow && is.shadow ? asked.map((one): PolicyDifference => ({ ...one, effect: 'different', because: 'in the shadow it gates nothing' })) : asked;
  return [...shadow, ...when, ...muted, ...because];
}

/** Requirements of one kind are compared in the order they are written. */
function diffRequirements(where: string, was: Rule, is: Rule, levels: readonly string[]): PolicyDifference[] {
  const kinds = [...new Set([...was.require, ...is.require].map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const [from, to] = [was, is].map((rule) => rule.require.filter((one) => one.kind === kind)) as [RequirementTemplate[], RequirementTemplate[]];
    return Array.from({ length: Math.max(from.length, to.length) }, (_, index) => index).flatMap((index) => {
      const [old, now] = [from[index], to[index]];
      if (old !== undefined && now !== undefined) return diffRequirement(where, old, now, levels);
      const pair = { where, field: kind, before: old === undefined ? null : 'asked', after: now === undefined ? null : 'asked' };
      if (kind === 'sign-off' && answers(was) && answers(is)) return unordered(pair, 'whoever signs can also answer its questions');
      return ordered(pair, old === undefined ? 1 : -1);
    });
  });
}

/** Whether a rule asks what those who sign for it answer: one more sign-off is then one more who may answer. */
function answers({ require }: Rule): boolean {
  return require.some(({ kind }) => kind === 'checklist' || kind === 'rewrite');
}

function diffRequirement(where: string, was: RequirementTemplate, is: RequirementTemplate, levels: readonly string[]): PolicyDifference[] {
  const known = new Set(['kind', 'at', 'after']);
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((field) => !known.has(field));
  const [old, now] = [was, is] as unknown as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  const after = ordered({ where, field: `${is.kind}.after`, before: was.after, after: is.after }, was.after === null ? 1 : is.after === null ? -1 : 0);
  return [...after, ...fields.flatMap((field) => diffField(where, `${is.kind}.${field}`, field, old[field], now[field], levels))];
}

/** Fields whose values have an order, least strict first. */
const orders: Readonly<Record<string, readonly unknown[]>> = {
  owners: ['any', 'per-area'],
  signature: signatureStrengths,
  distinct: [false, true],
  noNew: ['error', 'warning', 'note'],
  mode: modes,
};

function diffField(where: string, shown: string, field: string, was: unknown, is: unknown, levels: readonly string[]): PolicyDifference[] {
  if (Array.isArray(was) && Array.isArray(is)) {
    const gained: Effect = 'stricter';
    return members(where, shown, [was.map(String), is.map(String)], { gained, lost: 'looser' });
  }
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const pair = { where, field: shown, before: text(was), after: text(is) };
  if (field === 'level') return ordered(pair, later(levels, String(was), String(is)));
  const order = orders[field];
  if (order !== undefined) return ordered(pair, later(order, was, is));
  // Counts and shares; a share that is not asked for is none.
  if (typeof was === 'number' || typeof is === 'number') return ordered(pair, larger(Number(was ?? 0), Number(is ?? 0)));
  return unordered(pair);
}
