import type { Finding } from '../../workflows/reports.ts';
import { safeText } from '../terminal/foreign.ts';
import { counted } from '../terminal/numbers.ts';
import { padEnd, span, wrap, type Line, type Span } from '../terminal/spans.ts';

const glyphs: Record<Finding['state'], Span> = {
  ok: span('met', '✓'),
  warning: span('pending', '◐'),
  problem: span('refused', '✗'),
};

/** A checklist: the verdict, then what was looked at, each with the mend. */
export function doctorText(findings: readonly Finding[], width: number): Line[] {
  const problems = findings.filter((finding) => finding.state === 'problem').length;
  const warnings = findings.filter((finding) => finding.state === 'warning').length;
  const lines: Line[] = [verdict(problems, warnings), []];
  const left = Math.max(...findings.map((finding) => finding.name.length));
  for (const finding of findings) {
    const first = ['  ', glyphs[finding.state], ` ${padEnd(safeText(finding.name), left)}   `];
    lines.push(...wrap(first, [safeText(finding.sentence)], width, left + 7));
    if (finding.mend !== null) lines.push(...wrap([' '.repeat(left + 7)], [span('act', safeText(finding.mend))], width, left + 7));
  }
  return lines;
}

function verdict(problems: number, warnings: number): Line {
  const rest = warnings === 0 ? '' : `${counted(warnings, 'thing')} to know`;
  if (problems > 0) {
    return [glyphs.problem, ' ', span('refused', 'problem'), `   ${counted(problems, 'thing')} to mend${rest === '' ? '' : `, ${rest}`}`];
  }
  if (warnings > 0) return [glyphs.warning, ' ', span('pending', 'works'), `   ${rest}`];
  return [glyphs.ok, ' ', span('met', 'works'), '   nothing to mend'];
}
