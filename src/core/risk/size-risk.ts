import type { FileChange } from '../change/index.ts';
import type { RecentHistory, RiskReason, SizeStep } from './risk.ts';
import { isWritten } from './path-hits.ts';
import { sizeSentence, type SizeCalibration } from './size-card.ts';
import { compareTiers, maxTier, type Tier } from './tier.ts';

/** The highest step a number of lines is over, or `null`; steps may come in any order. */
export function stepOver(lines: number, steps: readonly SizeStep[]): SizeStep | null {
  let reached: SizeStep | null = null;
  for (const step of steps) if (lines > step.over && (reached === null || compareTiers(step.tier, reached.tier) > 0)) reached = step;
  return reached;
}

/** The most any step asks for: what an unknown number of lines raises to. `low` where there are no steps. */
export function highestStep(steps: readonly SizeStep[]): Tier {
  return steps.map((step) => step.tier).reduce(maxTier, 'low');
}

/** What the size of a change says, and the lines added that could be counted. */
export function assessSize(
  files: readonly FileChange[],
  steps: readonly SizeStep[],
  history: RecentHistory | null,
  calibration: SizeCalibration | null,
): { readonly reasons: readonly RiskReason[]; readonly linesAdded: number } {
  const linesAdded = files.reduce((sum, file) => sum + (file.linesAdded ?? 0), 0);
  const own = stepOver(linesAdded, steps);
  const reasons: RiskReason[] = [];
  if (linesAdded > 0) reasons.push(sizeReason(linesAdded, own, calibration));
  const recent = recentReason(linesAdded, own, steps, history);
  if (recent !== null) reasons.push(recent);
  reasons.push(...uncountedReasons(files, steps));
  return { reasons, linesAdded };
}

function sizeReason(linesAdded: number, step: SizeStep | null, calibration: SizeCalibration | null): RiskReason {
  const over = step === null ? '' : ` (over ${step.over}: ${step.tier})`;
  return {
    signal: 'size',
    tier: step?.tier ?? 'low',
    sentence: `${countOf(linesAdded, 'line')} added${over}: ${sizeSentence(linesAdded, calibration)}`,
    paths: [],
    at: null,
    hit: null,
  };
}

/** Splitting a change does not dodge its tier: what landed lately counts as if it stood in this change. */
function recentReason(
  linesAdded: number,
  own: SizeStep | null,
  steps: readonly SizeStep[],
  history: RecentHistory | null,
): RiskReason | null {
  if (history?.unread !== undefined) {
    const sentence = `what landed in the last ${history.windowHours} h could not be read (${history.unread}): counted as over every size step`;
    return { signal: 'recent-history', tier: highestStep(steps), sentence, paths: [], at: null, hit: null };
  }
  if (history === null || history.linesAdded === 0) return null;
  const total = linesAdded + history.linesAdded;
  const step = stepOver(total, steps);
  if (step === null || (own !== null && compareTiers(step.tier, own.tier) <= 0)) return null;
  const landed = `the ${countOf(history.linesAdded, 'line')} the same authors landed on these paths in the last ${history.windowHours} h`;
  return {
    signal: 'recent-history',
    tier: step.tier,
    sentence: `with ${landed}, ${countOf(total, 'line')} added (over ${step.over}: ${step.tier})`,
    paths: [],
    at: null,
    hit: null,
  };
}

/**
 * Binary files and submodules have no lines; every other uncounted file may have any number of them. So has a
 * source file that one zero byte in a comment makes binary to git.
 */
function uncountedReasons(files: readonly FileChange[], steps: readonly SizeStep[]): readonly RiskReason[] {
  const uncounted = files.filter((file) => file.linesAdded === null && file.status !== 'D');
  const lineless = uncounted.filter(hasNoLines);
  const unknown = uncounted.filter((file) => !hasNoLines(file));
  const reasons: RiskReason[] = [];
  if (unknown.length > 0) {
    const tier = highestStep(steps);
    const because = unknown[0]!.uncounted ?? 'no reason given';
    const sentence = `the lines of ${nameOf(unknown)} are unknown (${because}): counted as over every size step`;
    reasons.push({ signal: 'size', tier, sentence, paths: unknown.map((file) => file.path), at: null, hit: null });
  }
  if (lineless.length > 0) {
    const sentence = `${nameOf(lineless)} ${lineless.length === 1 ? 'has' : 'have'} no lines to count (${[...new Set(lineless.map((file) => (isSubmodule(file) ? 'submodule' : 'binary')))].join(', ')})`;
    reasons.push({ signal: 'size', tier: 'low', sentence, paths: lineless.map((file) => file.path), at: null, hit: null });
  }
  return reasons;
}

function hasNoLines(file: FileChange): boolean {
  return isSubmodule(file) || (/\bbinary\b/i.test(file.uncounted ?? '') && !isWritten(file.path));
}

function isSubmodule(file: FileChange): boolean {
  return file.newMode === '160000';
}

function nameOf(files: readonly FileChange[]): string {
  const first = `\`${files[0]!.path}\``;
  return files.length === 1 ? first : `${first} and ${countOf(files.length - 1, 'other file')}`;
}

function countOf(count: number, noun: string): string {
  const digits = String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${digits} ${noun}${count === 1 ? '' : 's'}`;
}
