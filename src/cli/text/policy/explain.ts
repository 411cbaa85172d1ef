import type { Person, Policy } from '../../../core/policy/index.ts';
import type { AskedPeople, PolicyMeaning, RuleMeaning } from '../../../workflows/policy/explain-policy.ts';
import { safePath, safeText } from '../../terminal/foreign.ts';
import { joined, labelled } from '../../terminal/labelled.ts';
import { counted } from '../../terminal/numbers.ts';
import { columns, padEnd, span, whole, wrap, type Line } from '../../terminal/spans.ts';
import { atomLine } from '../reason-tree.ts';
import { statusLooks } from '../status.ts';
import { requirementWords } from './words.ts';

const column = 13;

/** Every rule in one line each, with where it is written. */
export function rulesText({ policy, source, rules }: PolicyMeaning, width: number): Line[] {
  const extended = policy.extends === null || source.policy.includes(policy.extends) ? '' : `, extends ${safeText(policy.extends)}`;
  const left = Math.min(24, Math.max(9, ...rules.map(({ rule }) => rule.name.length))) + 4;
  const row = (name: string, says: Line): Line[] => wrap([`  ${padEnd(safeText(name), left - 2)}`], says, width, left);
  const first = rules[0]?.rule.name ?? 'RULE';
  return [
    ...wrap([span('strong', counted(rules.length, 'rule')), '   '], [`${safeText(source.policy)}${extended}`], width, 4),
    [],
    ...rules.flatMap(({ rule }) => row(rule.name, [...(rule.shadow ? [span('pending', 'shadow, gating nothing: ')] : []), safeText(rule.because)])),
    ...row('otherwise', [`${policy.otherwise.allow ? 'allowed' : 'refused'}: ${safeText(policy.otherwise.because)}`]),
    [],
    ...labelled(span('act', 'next'), [span('act', whole(`countersign policy explain ${safeText(first)}`))], { indent: 2, column: 9, width }),
  ];
}

/** One rule: why, what it says of the change that was named, when it applies, what it asks in order and of whom. */
export function ruleText({ rules, policy, range }: PolicyMeaning, width: number): Line[] {
  const [meaning] = rules;
  if (meaning === undefined) return [];
  const { rule } = meaning;
  const label = (word: string, says: Line) => labelled(span('faint', word), says, { indent: 2, column, width });
  const where = `${rule.origin === rule.at.file ? '' : `${safeText(rule.origin)}, `}${safePath(rule.at.file)}:${rule.at.line}`;
  const next = range === null ? `countersign policy explain ${safeText(rule.name)} HEAD` : `countersign check ${safeText(range)}`;
  return [
    ...wrap([span('strong', safeText(rule.name)), '   '], [safeText(rule.because)], width, 4),
    ...(rule.shadow ? label('shadow', ['evaluated and reported, and gates nothing']) : []),
    ...changeLines(meaning, range, width),
    ...label('written', [where]),
    [],
    ...label('when', [safeText(rule.when.text)]),
    ...meaning.condition.flatMap(({ depth, words }) => wrap([' '.repeat(column + 2 * depth)], [safeText(words)], width, column + 2 * depth + 2)),
    [],
    ...stepLines(meaning, policy, width),
    [],
    ...labelled(span('act', 'next'), [span('act', whole(next)), range === null ? '   what it says of a change' : '   what all rules say'], { indent: 2, column: 9, width }),
  ];
}

const states = { applies: 'applies', skipped: 'does not apply', asked: 'waits for an answer on AI', unknown: 'could not be evaluated' } as const;

function changeLines({ onChange }: RuleMeaning, range: string | null, width: number): Line[] {
  if (onChange === null || range === null) return [];
  const { outcome, reason } = onChange;
  const layout = { indent: 2, column, width };
  const atoms = labelled(span('faint', 'saw'), joined(outcome.atoms.map((atom) => atomLine(atom, true)), ' · '), layout);
  const said: Line = [`${states[outcome.state]}: ${safeText(range)}`];
  if (reason === null || outcome.state === 'skipped') return [...labelled(span('faint', 'here'), said, layout), ...atoms];
  const { glyph, word, style } = statusLooks[reason.status];
  return [...labelled(span('faint', 'here'), [...said, ', ', span(style, `${glyph} ${word}`), `: ${safeText(reason.sentence)}`], layout), ...atoms];
}

/** What is asked, numbered where something comes after something else; under each who could meet it. */
function stepLines({ steps }: RuleMeaning, { areas }: Policy, width: number): Line[] {
  const several = steps.some(({ step }) => step > 1);
  return steps.flatMap(({ step, template, people }, index) => {
    const number = several ? (steps[index - 1]?.step === step ? '   ' : `${step}  `) : '';
    const hang = column + number.length + 2;
    const first: Line = [span('faint', padEnd(index === 0 ? '  asks' : '', column)), number];
    const longest = Math.max(0, ...people.map(({ area }) => columns(safeText(area ?? ''))));
    const left = Math.max(11, Math.min(24, width - hang - 30, longest));
    const says = wrap(first, [safeText(requirementWords(template))], width, hang);
    return [...says, ...people.flatMap((one) => peopleLines(one, people.length > 1 || areas.length === 0, { hang, left, width }))];
  });
}

const namesShown = 8;

function peopleLines({ area, persons }: AskedPeople, several: boolean, { hang, left, width }: { readonly hang: number; readonly left: number; readonly width: number }): Line[] {
  const where = area === null ? (several ? 'elsewhere' : 'who') : safeText(area);
  const who: Line = persons.length === 0 ? [span('refused', 'nobody')] : [`${counted(persons.length, 'person', 'people')}: ${names(persons)}`];
  return wrap([' '.repeat(hang), span('faint', padEnd(where, left)), ' '], who, width, hang + left + 1);
}

function names(persons: readonly Person[]): string {
  const shown = persons.slice(0, namesShown).map(({ name, level }) => `${safeText(name)} (${safeText(level)})`);
  return persons.length > namesShown ? `${shown.join(', ')} and ${persons.length - namesShown} more` : shown.join(', ');
}
