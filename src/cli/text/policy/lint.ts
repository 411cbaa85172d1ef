import type { LintReport } from '../../../workflows/reports.ts';
import { safePath, safeText } from '../../terminal/foreign.ts';
import { counted } from '../../terminal/numbers.ts';
import { columns, padEnd, span, wrap, type Line } from '../../terminal/spans.ts';

/** Every mistake with its place and the mend, then how many: like a compiler. */
export function policyLintText(report: LintReport, width: number): Line[] {
  const { problems, source } = report;
  if (problems.length === 0) return nothing(report, width);
  const places = problems.map(({ at }) => `${safePath(at.file)}:${at.line}:${at.column}`);
  const left = Math.min(Math.max(...places.map(columns)), Math.floor(width / 2));
  const lines = problems.flatMap(({ severity, message, mend }, index): Line[] => {
    const place = places[index]!;
    const first: Line = [span(severity === 'error' ? 'refused' : 'pending', padEnd(place, left)), '   '];
    const said: Line = [...(severity === 'warning' ? ['warning: '] : []), safeText(message)];
    const head = columns(place) > left ? [[span('refused', place)], ...wrap([' '.repeat(4)], said, width, 4)] : wrap(first, said, width, left + 3);
    const hang = columns(place) > left ? 4 : left + 3;
    return [...head, ...(mend === null ? [] : wrap([' '.repeat(hang)], [span('act', safeText(mend))], width, hang))];
  });
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const sum = `${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}`;
  lines.push(...wrap([], [span('faint', `in ${safeText(source.policy)}, ${safeText(source.people)}`)], width, 3), ...notYet(report, width));
  lines.push([span(errors > 0 ? 'refused' : 'pending', sum)]);
  return lines;
}

/** What is edited counts for nobody until it is on the protected branch. */
function notYet({ edited }: LintReport, width: number): Line[] {
  return edited === null ? [] : wrap([], [span('faint', `not on ${safeText(edited)} as they are here, and only what is there counts`)], width, 3);
}

function nothing(report: LintReport, width: number): Line[] {
  const { source, policy, people } = report;
  if (source.preview) {
    const sentence = `the protected branch has no .countersign/policy.yaml: everything is judged under ${safeText(source.policy.replace(/^preset /, ''))}`;
    return [
      ...wrap([span('pending', '◐ preview'), '   '], [sentence], width, 12),
      ...wrap(['  ', span('act', 'next'), '   '], [span('act', 'countersign init'), '   proposes one from the repository and its history'], width, 9),
    ];
  }
  const sizes = [
    counted(policy?.rules.length ?? 0, 'rule'),
    counted(policy?.areas.length ?? 0, 'area'),
    counted(people?.persons.length ?? 0, 'person', 'people'),
  ].join(', ');
  return [...wrap([span('met', '✓ nothing to mend'), '   '], [`${sizes}  `, span('faint', `(${safeText(source.policy)})`)], width, 4), ...notYet(report, width)];
}
