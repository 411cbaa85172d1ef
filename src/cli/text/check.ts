import type { NextStep } from '../../core/decision/index.ts';
import type { Assistance } from '../../core/evidence/index.ts';
import type { Risk, Tier } from '../../core/risk/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { safePath, safeText } from '../terminal/foreign.ts';
import { joined, labelled } from '../terminal/labelled.ts';
import { count, counted, percent } from '../terminal/numbers.ts';
import { span, whole, wrap, type Line, type Span, type Style } from '../terminal/spans.ts';
import { besideLines } from './check/beside.ts';
import { asTyped } from './check/as-typed.ts';
import { changeLines } from './change-line.ts';
import { reasonTree } from './reason-tree.ts';
import { statusLooks } from './status.ts';
import { verdictWords } from './check/verdict.ts';

/** How the answer is laid out; `range` as typed, for commands that can be pasted. */
interface Layout {
  readonly width: number;
  readonly range: string | null;
}

const column = 13;

/** The verdict, the change, why, who may not sign, and the next step last. */
export function checkText(report: CheckReport, layout: Layout): Line[] {
  const { width } = layout;
  const { judgement } = report;
  const { decision, assistance } = judgement;
  const lines = [...verdictLines(report, width), ...preview(report, width)];
  // No rule asked for anything: the first line says it all.
  const settled = decision.status === 'approved' && decision.root.children.every((child) => child.children.length === 0);
  if (!settled) lines.push([], ...judgedLines(report, width));
  lines.push(...besideLines(report, width));
  const unread = [...judgement.warnings, ...gaps(report, settled), ...report.change.unread, ...assistance.problems.map(({ source: from, sentence }) => `${from}: ${sentence}`)];
  if (unread.length > 0) lines.push([], ...list('read with care', unread, 18, width));
  if (decision.next.length > 0) lines.push([], ...nextLines(report, layout));
  return lines;
}

/** The change, why it has its tier, who wrote it, what the rules still need, and who may not sign. */
export function judgedLines(report: CheckReport, width: number): Line[] {
  const { decision, risk, assistance, outcomes } = report.judgement;
  const tree = reasonTree(decision.root, outcomes, width);
  return [
    ...changeLines(report, width),
    ...tierLines(risk, width),
    ...assistanceLines(assistance, width),
    ...(tree.length > 0 ? [[], ...tree] : []),
    ...excludedLines(report, width),
  ];
}

/** The shortest way forward, with the people who can take it. */
export function nextLines({ judgement: { decision } }: CheckReport, layout: Layout): Line[] {
  return decision.next.length === 0 ? [] : stepLines(decision.status === 'unsatisfiable' ? 'ways out' : 'next', decision.next, layout);
}

/** Gaps worth a line: a cut-off history always; missing line records where they could change the answer. */
function gaps({ coverage, judgement, people }: CheckReport, settled: boolean): string[] {
  const answered = settled || judgement.assistance.state === 'assisted';
  // Where nothing can be signed yet, that nothing signed is here is no news.
  const isNews = (source: string): boolean => (source.includes('countersign/ledger') ? people.root !== undefined && !settled : !answered);
  return coverage.filter(({ state, source }) => state === 'partial' || (state === 'absent' && isNews(source))).map(({ sentence }) => sentence);
}

/** The first line of the answer: the status, and the reason in one sentence. */
export function verdictLines(report: CheckReport, width: number): Line[] {
  const { glyph, word, sentence, under } = verdictWords(report);
  const { style } = statusLooks[report.judgement.decision.status];
  return wrap([span(style, `${glyph} ${word}`), '   '], [safeText(sentence), '  ', span('faint', whole(safeText(`(${under})`)))], width, column);
}

function preview({ source }: CheckReport, width: number): Line[] {
  if (!source.preview) return [];
  const under = source.policy.replace(/^preset /, '');
  const sentence = `the protected branch has no .countersign/policy.yaml; judged under ${safeText(under)}, everyone's level unknown`;
  return labelled(span('pending', 'preview'), [span('strong', sentence)], { indent: 2, column, width });
}

const tierStyles: Record<Tier, Style> = { low: 'plain', medium: 'plain', high: 'pending', critical: 'refused' };

function tierLines({ tier, reasons }: Risk, width: number): Line[] {
  // An area that is low says nothing of why the whole is not.
  const telling = reasons.filter((reason) => tier === 'low' || reason.tier !== 'low' || reason.signal !== 'area');
  const items: Line[] = telling.map(({ sentence, at }): Line => {
    const place = at === null || at.file === 'built in' || sentence.includes(`:${at.line}`) ? '' : ` (${safePath(at.file.replace(/^.*\//, ''))}:${at.line})`;
    return [`${safeText(sentence)}${place}`];
  });
  return labelled(span(tierStyles[tier], tier), joined(items, ' · '), { indent: 2, column, width });
}

function assistanceLines({ lines, aiLinesByKind, contradictions, sentence }: Assistance, width: number): Line[] {
  const layout = { indent: 2, column, width };
  const shares: Line[] = (
    [
      [aiLinesByKind.recorded, 'recorded', 'ai'],
      [aiLinesByKind.declared, 'declared', 'ai'],
      [aiLinesByKind.inferred, 'inferred', 'ai'],
      [lines.contradictory, 'contradictory', 'pending'],
      [lines.unknown, 'unknown', 'plain'],
      [lines.human, 'human', 'plain'],
    ] as const
  )
    .filter(([n]) => n > 0)
    .map(([n, word, style]): Line => [span(style, whole(`${percent(n, lines.added)} ${word}`))]);
  const said = shares.length > 0 ? joined(shares, '  ') : [safeText(sentence)];
  return [
    ...labelled(lines.ai > 0 ? span('ai', 'AI wrote') : 'who wrote', said, layout),
    ...contradictions.flatMap((one) => labelled(span('pending', 'contradiction'), [safeText(one.sentence)], { ...layout, column: 17 })),
  ];
}

const excludedShown = 5;

function excludedLines({ judgement: { exclusions }, people }: CheckReport, width: number): Line[] {
  if (exclusions.length === 0) return [];
  const items = exclusions.slice(0, excludedShown).map(({ who, person, reasons }): Line => {
    const name = people.persons.find(({ id }) => id === person)?.name ?? who;
    return [`${safeText(name)}: ${safeText(roles(reasons))}`];
  });
  if (exclusions.length > excludedShown) items.push([`${counted(exclusions.length - excludedShown, 'other')}, see --json`]);
  return [[], ...labelled('may not sign', joined(items, ' · '), { indent: 2, column: 18, width })];
}

/** One reason for each role; who committed what they wrote is named as its author, and what is seen needs no record. */
function roles(reasons: readonly string[]): string {
  const byRole = new Map<string, string[]>();
  for (const reason of reasons) {
    const role = reason.replace(/ [0-9a-f]{7,}$/, '');
    byRole.set(role, [...(byRole.get(role) ?? []), reason]);
  }
  if (byRole.has('author of')) byRole.delete('committer of');
  const recorded = [...byRole.keys()].filter((role) => role.startsWith('known when entry '));
  if (recorded.length < byRole.size) for (const role of recorded) byRole.delete(role);
  return [...byRole.values()].map(([first, ...more]) => `${first}${more.length === 0 ? '' : ` and ${count(more.length)} more`}`).join(', ');
}

function list(label: string, sentences: readonly string[], hang: number, width: number): Line[] {
  return sentences.flatMap((sentence, index) =>
    labelled(index === 0 ? span('pending', label) : '', [safeText(sentence)], { indent: 2, column: hang, width }),
  );
}

const shortStep = 32;

/** A step in words with the command that does it: beside each other where the words are few, else below. */
function stepLines(label: string, steps: readonly NextStep[], { width, range }: Layout): Line[] {
  const layout = { indent: 2, column: label.length + 5, width };
  return steps.flatMap(({ sentence, command }, index): Line[] => {
    const first: Span = span('act', index === 0 ? label : '');
    if (command === null) return labelled(first, [safeText(sentence)], layout);
    const act = span('act', whole(safeText(asTyped(command, range))));
    if (sentence.length <= shortStep) return labelled(first, [act, `   ${safeText(sentence)}`], layout);
    return [...labelled(first, [safeText(sentence)], layout), ...labelled('', ['  ', act], layout)];
  });
}
