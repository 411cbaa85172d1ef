import type { Effect, PolicyDifference } from '../../../core/policy/index.ts';
import type { PolicyComparison } from '../../../workflows/policy/compare-policies.ts';
import type { PolicySource } from '../../../workflows/reports.ts';
import { safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { counted } from '../../terminal/numbers.ts';
import { span, whole, wrap, type Line, type Style } from '../../terminal/spans.ts';

const column = 13;
const effects: readonly Effect[] = ['looser', 'different', 'stricter'];
const styles: Record<Effect, Style> = { looser: 'refused', different: 'pending', stricter: 'met' };

/** Whether one policy lets through what the other stops, then every difference, loosest first. */
export function policyDiffText(comparison: PolicyComparison, width: number): Line[] {
  const { before, after, policy, people } = comparison;
  const all = [...policy, ...(people ?? [])];
  const side = (label: string, { preview, policy: text }: PolicySource) =>
    labelled(span('faint', label), [safeText(text), preview ? ', which stands in for a missing policy' : people === null ? '' : ', with its people'], { indent: 2, column, width });
  return [
    ...wrap(verdict(all), [sentence(all)], width, column),
    [],
    ...side('from', before),
    ...side('to', after),
    ...effects.flatMap((effect) => groupLines(effect, all.filter((one) => one.effect === effect), width)),
    ...(all.length === 0 ? [] : [[], ...labelled(span('act', 'next'), [span('act', whole(`countersign check --shadow ${shadowed(after)}`)), '   what it makes of a change'], { indent: 2, column: 9, width })]),
  ];
}

/** The new side as `check` takes it; the working tree's file is named from its root. */
function shadowed({ policy }: PolicySource): string {
  return policy.startsWith('working tree:') ? policy.slice('working tree:'.length) : 'FILE';
}

function count(all: readonly PolicyDifference[], effect: Effect): number {
  return all.filter((one) => one.effect === effect).length;
}

function verdict(all: readonly PolicyDifference[]): Line {
  if (all.length === 0) return [span('met', '✓ the same'), '   '];
  if (count(all, 'looser') > 0) return [span('refused', '◐ looser'), '   '];
  return count(all, 'different') > 0 ? [span('pending', '◐ different'), '   '] : [span('met', '✓ stricter'), '   '];
}

function sentence(all: readonly PolicyDifference[]): string {
  const differences = counted(all.length, 'difference');
  const [looser, different] = [count(all, 'looser'), count(all, 'different')];
  if (all.length === 0) return 'both ask the same of every change';
  if (looser > 0) return `${looser} of ${differences} let${looser === 1 ? 's' : ''} through what was stopped before`;
  if (different > 0) return `${different} of ${differences} cannot be ordered: more, less or something else may be asked`;
  return `${differences}, and each asks for more`;
}

function groupLines(effect: Effect, differences: readonly PolicyDifference[], width: number): Line[] {
  if (differences.length === 0) return [];
  const lines = differences.flatMap((one, index) => labelled(span(styles[effect], index === 0 ? effect : ''), differenceLine(one), { indent: 2, column, width }));
  return [[], ...lines];
}

function differenceLine({ where, field, before, after, because }: PolicyDifference): Line {
  const what: Line = [span('strong', safeText(where)), field === null ? '' : ` ${safeText(field)}`, '  '];
  const why: Line = because === null ? [] : [span('faint', `  (${safeText(because)})`)];
  if (before === null) return [...what, `+ ${safeText(after ?? '')}`, ...why];
  if (after === null) return [...what, `− ${safeText(before)}`, ...why];
  return [...what, `${safeText(before)} → ${safeText(after)}`, ...why];
}
