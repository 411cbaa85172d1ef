import type { Reason } from '../../../core/decision/index.ts';
import type { CheckReport } from '../../../workflows/reports.ts';
import { safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { span, type Line } from '../../terminal/spans.ts';
import { statusLooks } from '../status.ts';

/** What stands beside the decision and gates nothing: rules in the shadow, and another policy on trial. */
export function besideLines(report: CheckReport, width: number): Line[] {
  const lines = [...shadowLines(report.judgement.decision.shadow, width), ...trialLines(report, width)];
  return lines.length === 0 ? [] : [[], ...lines];
}

function shadowLines(shadow: readonly Reason[], width: number): Line[] {
  const asking = shadow.filter(({ status }) => status !== 'skipped');
  return asking.flatMap(({ rule, status, sentence }, index) =>
    labelled(span('faint', index === 0 ? 'shadow' : ''), [`${safeText(rule)} would be: `, looks(status), ` ${safeText(sentence)}`, span('faint', ', not gating')], { indent: 2, column: 11, width }),
  );
}

function trialLines({ trial }: CheckReport, width: number): Line[] {
  if (trial === null) return [];
  const { decision, mode } = trial.judgement;
  const verdict: Line = [looks(decision.status), ` under ${safeText(trial.source.policy)}, ${mode}, which gates nothing: ${safeText(decision.root.sentence)}`];
  const same: Line[] = trial.differences.length === 0 ? labelled('', ['every rule says the same under both'], { indent: 2, column: 11, width }) : [];
  const differing = trial.differences.flatMap(({ rule, live, trial: then, sentence }) =>
    labelled('', [span('strong', safeText(rule)), '  ', ...side('now', live), ', ', ...side('there', then), `: ${safeText(sentence)}`], { indent: 2, column: 13, width }),
  );
  return [...labelled(span('faint', 'trial'), verdict, { indent: 2, column: 11, width }), ...same, ...differing];
}

function side(where: string, status: Reason['status'] | null): Line {
  return status === null ? [`not asked ${where}`] : [looks(status), ` ${where}`];
}

function looks(status: Reason['status']): Line[number] {
  const { glyph, word, style } = statusLooks[status];
  return span(style, `${glyph} ${word}`);
}
