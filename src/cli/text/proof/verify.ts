import type { Instant } from '../../../core/values/index.ts';
import { isProven, type LandingStatus, type VerifiedLanding, type VerifyReport, type VerifyStep } from '../../../workflows/verify/verify-report.ts';
import { safeText } from '../../terminal/foreign.ts';
import { joined, labelled } from '../../terminal/labelled.ts';
import { ago, counted } from '../../terminal/numbers.ts';
import { span, whole, wrap, type Line } from '../../terminal/spans.ts';
import { statusLooks, type Look } from '../status.ts';

const looks: Record<LandingStatus, Look> = {
  verified: { glyph: '✓', word: 'verified', style: 'met' },
  overridden: statusLooks.overridden,
  pending: statusLooks.pending,
  refused: statusLooks.refused,
  unverifiable: { glyph: '?', word: 'unverifiable', style: 'pending' },
  ungoverned: { glyph: '·', word: 'before adoption', style: 'faint' },
};

const steps: Record<VerifyStep['outcome'], Omit<Look, 'word'>> = {
  passed: { glyph: '✓', style: 'met' },
  failed: { glyph: '✗', style: 'refused' },
  open: { glyph: '?', style: 'pending' },
  noted: { glyph: '·', style: 'faint' },
};

/** Landings that get their checklist; the others are in the JSON. */
const mostChecklists = 12;

/** The verdict, a line for each landing, the checklist of what did not pass (of a single one always), and the mend. */
export function verifyText(report: VerifyReport, width: number, now: Instant): Line[] {
  const { landings } = report;
  const lines = verdict(report, width, now);
  const detailed = landings.length === 1 ? landings : landings.filter(({ status, failures }) => status !== 'ungoverned' && failures.length > 0).slice(0, mostChecklists);
  const shared = sharedFailure(landings);
  const wide = Math.max(10, ...landings.map((landing) => told(landing).length));
  for (const landing of landings) {
    lines.push(...landingLine(landing, { wide, width }));
    if (detailed.includes(landing) && (shared === null || landing === detailed[0])) lines.push(...checklist(landing, width));
  }
  const mends = [...new Set(landings.flatMap(({ failures }) => failures.flatMap(({ mend }) => mend ?? [])))];
  if (mends.length > 0) lines.push([]);
  return [...lines, ...mends.slice(0, 3).flatMap((mend, index) => labelled(index === 0 ? span('act', 'next') : '', [span('act', whole(safeText(mend)))], { indent: 2, column: 9, width }))];
}

function verdict(report: VerifyReport, width: number, now: Instant): Line[] {
  const { landings, ledger, verified } = report;
  const governed = landings.filter(({ status }) => status !== 'ungoverned');
  const failing = governed.filter((landing) => !isProven(landing));
  const { glyph, style } = verified ? looks.verified : (looks[failing[0]?.status ?? 'ungoverned']);
  const word = verified ? 'verified' : failing.length === 0 ? 'nothing to verify' : 'not verified';
  const signOffs = landings.reduce((sum, landing) => sum + landing.signOffs.length, 0);
  const of = verified || failing.length === 0 ? counted(landings.length, 'landing') : `${failing.length} of ${counted(landings.length, 'landing')}`;
  const before = landings.length - governed.length;
  const parts = [of, ...(before > 0 ? [`${before} before adoption`] : []), counted(signOffs, 'sign-off'), ledger === null ? 'no ledger' : `ledger ${counted(ledger.size, 'entry', 'entries')}`, ...(ledger?.witnessed === undefined ? [] : [`witnessed ${ago(ledger.witnessed.at, now)}`])];
  return wrap([span(style, `${glyph} ${word}`), '   '], [safeText(parts.join(', '))], width, 13);
}

/** `wide`: columns of the verdict, the same for all, so that what is said of them begins in one column. */
function landingLine(landing: VerifiedLanding, { wide, width }: { readonly wide: number; readonly width: number }): Line[] {
  const style = landing.status === 'verified' ? 'plain' : looks[landing.status].style;
  return wrap(['  ', span('strong', landing.commit.slice(0, 7)), '  ', span(style, told(landing).padEnd(wide)), ' '], said(landing), width, 12 + wide);
}

/** By which test it is covered, or what became of it. */
function told({ status, carriedBy }: VerifiedLanding): string {
  return status === 'verified' ? (carriedBy ?? 'verified') : `${looks[status].glyph} ${looks[status].word}`;
}

function said(landing: VerifiedLanding): Line {
  if (landing.failures.length > 0) return [safeText(landing.failures[0]!.sentence)];
  const { decision } = landing.judgement ?? {};
  if (landing.status === 'overridden' && decision !== undefined) return [safeText(decision.root.sentence)];
  if (landing.signOffs.length === 0) return [safeText(decision?.root.sentence ?? landing.subject)];
  return joined(landing.signOffs.map(({ name, level, strength }): Line => [safeText(`${name} (${level}, ${strength})`)]), ' · ');
}

function checklist(landing: VerifiedLanding, width: number): Line[] {
  return landing.steps.flatMap(({ step, outcome, sentence }) => {
    const { glyph, style } = steps[outcome];
    return labelled(span(style, `${glyph} ${step}`), [safeText(sentence)], { indent: 4, column: 18, width });
  });
}

/** Where one thing ails all, its checklist is printed once. */
function sharedFailure(landings: readonly VerifiedLanding[]): string | null {
  const first = landings[0]?.failures[0]?.sentence ?? null;
  return landings.length > 1 && landings.every(({ failures }) => failures[0]?.sentence === first) ? first : null;
}
