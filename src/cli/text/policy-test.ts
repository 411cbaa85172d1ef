import type { CaseResult, UntriedRule } from '../../core/cases/index.ts';
import type { PolicyTestReport } from '../../workflows/reports.ts';
import { safePath, safeText } from '../terminal/foreign.ts';
import { counted } from '../terminal/numbers.ts';
import { span, wrap, type Line } from '../terminal/spans.ts';
import { reasonTree } from './reason-tree.ts';
import { statusLooks } from './status.ts';

/** Every case that failed with what it expected, what it got and the tree of reasons it is about; then the sums. */
export function policyTestText({ files, untried, passed, failed }: PolicyTestReport, width: number): Line[] {
  const lines = files.flatMap(({ results }) => results.filter(({ differences }) => differences.length > 0).flatMap((result) => failedCase(result, width)));
  lines.push(...untriedLines(untried, width));
  const sum = `${failed > 0 ? '✗ ' : '✓ '}${passed} passed, ${failed} failed`;
  lines.push([span(failed > 0 ? 'refused' : 'met', sum), span('faint', `   ${counted(files.length, 'file')}`)]);
  return lines;
}

function failedCase({ case: { name, at, because }, differences, judgement }: CaseResult, width: number): Line[] {
  const { root, status } = judgement.decision;
  const lines = wrap([span('refused', '✗ failed'), '   '], [span('strong', safeText(name))], width, 11);
  const why = because === null ? '' : `   ${safeText(because)}`;
  lines.push(...wrap([' '.repeat(11)], [span('faint', `${safePath(at.file)}:${at.line}${why}`)], width, 11));
  for (const difference of differences) {
    const place = `${safePath(difference.at.file)}:${difference.at.line}:${difference.at.column}`;
    lines.push(...wrap(['  ', span('refused', place), '   '], [safeText(difference.about)], width, 4));
    lines.push(...wrap(['    expected   '], [span('act', safeText(difference.expected))], width, 15));
    lines.push(...wrap(['    got        '], [safeText(difference.got)], width, 15));
  }
  const about = new Set(differences.filter(({ reason }) => reason !== null).map((difference) => difference.about.split(' › ')[0]));
  const some = root.children.filter(({ rule }) => about.has(rule));
  const { glyph, style, word } = statusLooks[status];
  lines.push(...wrap(['  the decision   ', span(style, `${glyph} ${word}`), '   '], [safeText(root.sentence)], width, 4));
  lines.push(...reasonTree(some.length > 0 ? { ...root, children: some } : root, judgement.outcomes, width - 2).map((line): Line => ['  ', ...line]));
  return [...lines, []];
}

/** A rule that no case makes apply could say anything. */
function untriedLines(untried: readonly UntriedRule[], width: number): Line[] {
  if (untried.length === 0) return [];
  const byOrigin = new Map<string, string[]>();
  for (const { rule, origin } of untried) byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), rule]);
  const named = [...byOrigin].map(([origin, rules]) => `${rules.map(safeText).join(', ')} (${safePath(origin)})`);
  return wrap([span('pending', 'rules no case makes apply'), '   '], [named.join('; ')], width, 4);
}
