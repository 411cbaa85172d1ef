import type { Judgement, NextStep } from '../../../core/decision/index.ts';
import type { ReceivingReport } from '../../../workflows/receiving/install-receiving.ts';
import type { RefVerdict } from '../../../workflows/receiving/judge-push.ts';
import type { RecordedLandings } from '../../../workflows/receiving/record-landings.ts';
import type { VerifiedLanding } from '../../../workflows/verify/verify-report.ts';
import { safePath, safeText } from '../../terminal/foreign.ts';
import { labelled } from '../../terminal/labelled.ts';
import { counted, percent } from '../../terminal/numbers.ts';
import { lineColumns, span, whole, wrap, type Line } from '../../terminal/spans.ts';

const column = 14;
const looks = { refused: span('refused', '✗ refused'), noted: span('pending', '◐ would be refused'), passed: span('met', '✓ let in'), free: span('faint', 'free') } as const;

/** What whoever pushes is told: nothing of refs that are free; of the others the verdict, and who can unblock it. */
export function judgedPushText(verdicts: readonly RefVerdict[], width: number): Line[] {
  return verdicts.flatMap((verdict) => (verdict.outcome === 'free' ? [] : [...verdictLines(verdict, width), ...(verdict.because === null ? [] : mendLines(verdict, width))]));
}

function verdictLines({ pushed, outcome, because, landings }: RefVerdict, width: number): Line[] {
  const said = because ?? (landings.length > 0 ? letIn(landings) : beginning(pushed));
  return wrap(['countersign   ', looks[outcome], '  '], [`${safePath(pushed.ref)}: ${safeText(said)}`], width, column);
}

/** A branch that begins, or is brought to, where another protected branch has been. */
function beginning({ before, after }: RefVerdict['pushed']): string {
  if (before === after || after === null) return 'nothing new';
  return `${before === null ? 'begins at' : 'is brought to'} ${after.slice(0, 7)}, which has landed on another protected branch`;
}

/** `9c41e7a signed by Ana (senior, touch) and Mina (mid, any)`. */
function letIn(landings: readonly VerifiedLanding[]): string {
  return landings.map(({ commit, signOffs, status }) => {
    const by = signOffs.filter(({ verdict }) => verdict === 'approve').map(({ name, level, strength }) => `${name} (${level}, ${strength})`);
    if (status === 'overridden') return `${commit.slice(0, 7)} overridden`;
    return `${commit.slice(0, 7)} ${by.length === 0 ? 'needs nobody' : `signed by ${by.join(', ')}`}`;
  }).join('; ');
}

function mendLines({ pushed, landings, mends, outcome, byName }: RefVerdict, width: number): Line[] {
  const judgement = landings.at(-1)?.judgement ?? null;
  const layout = { indent: column, column, width };
  const lines = mends.flatMap((mend) => labelled('', [safeText(mend)], layout));
  if (judgement === null || landings.at(-1)?.failures.length === 0) return lines;
  const target = byName ? ` --target ${pushed.ref.replace('refs/heads/', '')}` : '';
  const range = pushed.before === null || pushed.after === null ? null : `${pushed.before.slice(0, 12)}..${pushed.after.slice(0, 12)}`;
  return [
    ...whyLines(judgement).flatMap((line) => labelled('', line, layout)),
    ...lines,
    ...judgement.decision.next.filter(unblocks).flatMap(({ sentence, command }) => stepLines(sentence, command === null ? null : `${shortened(command, range)}${target}`, width)),
    ...(outcome === 'refused' && range !== null ? stepLines('in an emergency', `countersign override ${range}${target}`, width) : []),
  ];
}

/** Whoever is refused wants to know who can change that; why it is held to be AI is for `check` to say. */
function unblocks({ command }: NextStep): boolean {
  return command?.startsWith('countersign explain ') !== true;
}

/** A step and its command, which is never broken in two: it is there to be pasted. */
function stepLines(sentence: string, command: string | null, width: number): Line[] {
  const layout = { indent: column, column, width };
  if (command === null) return labelled('', [safeText(sentence)], layout);
  const typed = span('strong', whole(safeText(command)));
  const both: Line = [`${safeText(sentence)}:  `, typed];
  if (column + lineColumns(both) <= width) return labelled('', both, layout);
  return [...labelled('', [safeText(sentence)], layout), ...labelled('', [typed], { ...layout, indent: column + 2, column: column + 2 })];
}

const kinds = ['recorded', 'declared', 'inferred'] as const;

/** The two facts that most often decide: what an AI wrote and how that is known, and what it touches. */
function whyLines({ assistance: { lines, aiLinesByKind }, areas, risk }: Judgement): Line[] {
  const touched = areas.filter(({ tier }) => tier === risk.tier).map(({ name }) => name);
  const where = touched.length === 0 ? `it is ${risk.tier}` : `it touches ${touched.join(', ')} (${risk.tier})`;
  const known = kinds.filter((kind) => aiLinesByKind[kind] > 0).join(' and ');
  return [lines.ai > 0 ? [span('ai', 'AI wrote'), ` ${percent(lines.ai, lines.added)} (${known}); ${safeText(where)}`] : [safeText(where)]];
}

function shortened(command: string, range: string | null): string {
  return range === null ? command : command.replace(/[0-9a-f]{40,64}\.\.[0-9a-f]{40,64}|[0-9a-f]{7,64}\.\.[0-9a-f]{7,64}/, range);
}

/** What was recorded after a push. */
export function recordedText(recorded: readonly RecordedLandings[], width: number): Line[] {
  return recorded.flatMap(({ ref, landed, unproven, entry, adoption }) => {
    const lacking = unproven === 0 ? '' : `, ${unproven === landed ? '' : `${unproven} of them `}without what the policy asks`;
    const policy = adoption === null ? '' : `, and its policy and people at entry ${adoption}`;
    return wrap(['countersign   '], [`${counted(landed, 'landing')} on ${safePath(ref)} recorded at ledger entry ${entry}${lacking}${policy}`], width, column);
  });
}

const states = { installed: span('met', '✓ installed'), absent: span('faint', '· absent'), broken: span('refused', '✗ broken') } as const;

/** The hooks of a repository that is pushed to. */
export function receivingText({ folder, hooks, notes }: ReceivingReport, width: number): Line[] {
  const judged = hooks.some(({ name, state }) => name !== 'post-receive' && state === 'installed');
  const first: Line = judged ? [span('met', '✓ gated'), '   every push here is judged before it is let in'] : [span('pending', '◐ open'), '   pushes here are not judged'];
  return [
    first,
    [],
    ...hooks.filter(({ name, state }) => name !== 'update' || state !== 'absent').flatMap(({ name, state, sentence }) => labelled(name, [states[state], span('faint', `  ${safeText(sentence)}`)], { indent: 2, column: 16, width })),
    ...labelled('in', [safePath(folder)], { indent: 2, column: 16, width }),
    ...(notes.length === 0 ? [] : [[], ...notes.flatMap((note) => labelled(span('pending', 'note'), [safeText(note)], { indent: 2, column: 9, width }))]),
  ];
}
