import type { FileChange } from '../../core/change/index.ts';
import type { Reason } from '../../core/decision/index.ts';
import type { Mode } from '../../core/policy/index.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { aiRanges } from './ai-ranges.ts';

/** How loud a finding is, in the words of SARIF and of workflow commands alike (`note` is `notice` there). */
export type Loudness = 'note' | 'warning' | 'error';

/** Lines of a file of the head; `start` is `null` for a whole file, or one that is gone. */
export interface Place {
  readonly path: string;
  readonly start: number | null;
  readonly end: number | null;
}

/** One thing a check has to say about lines of the change. */
export interface Finding {
  /** The rule that says it: a rule of the policy, or `ai-forbidden`, `declaration`, `risk.row-lock-removed`. */
  readonly rule: string;
  /** What of the rule: `senior-gate: sign-off`. */
  readonly title: string;
  readonly loudness: Loudness;
  readonly message: string;
  /** The first is where it is shown. Empty only where the change has no file. */
  readonly places: readonly Place[];
}

const byMode: Record<Mode, Loudness> = { observe: 'note', warn: 'warning', enforce: 'error' };

/**
 * What a decision leaves open and what raises the tier, each with the lines it is about: for a requirement the
 * lines an AI wrote, most of them first; where it wrote none, the first lines the change adds. Worst first.
 */
export function findingsOf(report: CheckReport): Finding[] {
  const { judgement, source } = report;
  const loudness = source.preview ? 'note' : byMode[judgement.mode];
  const { root } = judgement.decision;
  const open = judgement.decision.status === 'overridden' ? [] : root.children.filter(isOpen);
  // Whatever holds a change up is said, also by a tree that does not say it by any rule.
  if (open.length === 0 && isOpen(judgement.decision)) open.push({ ...root, children: [] });
  const asked = open.toSorted((a, b) => severity(a) - severity(b)).flatMap((reason) => ofRule(reason, loudness, report));
  return [...asked, ...riskHits(report)];
}

const severities = ['refused', 'unsatisfiable', 'unknown', 'pending'] as const;

function severity({ status }: Reason): number {
  return severities.findIndex((one) => one === status);
}

function isOpen({ status }: Pick<Reason, 'status'>): boolean {
  return status !== 'approved' && status !== 'overridden' && status !== 'skipped';
}

function ofRule(reason: Reason, loudness: Loudness, report: CheckReport): Finding[] {
  const areas = areasOf(reason, report);
  const [kind, area] = reason.rule.split(': ', 2);
  if (area !== undefined && kind === 'ai-forbidden') {
    return [{ rule: kind, title: reason.rule, loudness, message: said(reason), places: placesFor(areas, report) }];
  }
  const children = reason.children.filter(isOpen);
  if (children.length === 0) {
    return [{ rule: reason.rule, title: reason.rule, loudness, message: said(reason), places: placesFor(areas, report) }];
  }
  return children.map((child) => ({
    rule: reason.rule,
    title: `${reason.rule}: ${child.rule}`,
    loudness,
    message: said(child),
    places: placesFor(areasOf(child, report), report),
  }));
}

/** A reason and what it takes, in one sentence; what no result can say is told and no more. */
function said({ status, sentence, needs }: Reason): string {
  const missing = status === 'unknown' ? [] : needs.filter((need) => !sentence.includes(need.slice(0, 12)));
  return missing.length === 0 ? sentence : `${sentence} (${missing.join('; ')})`;
}

/** Touched areas a reason names, by its name or in what it needs. */
function areasOf({ rule, needs }: Reason, { judgement }: CheckReport): readonly string[] {
  const words = new Set([...rule.split(' '), ...needs.flatMap((need) => need.split(/[ ,]+/))]);
  return judgement.risk.areas.map(({ name }) => name).filter((name) => words.has(name));
}

function placesFor(areas: readonly string[], report: CheckReport): Place[] {
  const { change, judgement } = report;
  const within = new Set(judgement.risk.areas.filter(({ name }) => areas.includes(name)).flatMap(({ files }) => files));
  const inside = change.files.filter(({ path }) => within.has(path));
  const files = inside.length === 0 ? change.files : inside;
  const paths = new Set(files.map(({ path }) => path));
  const written = aiRanges(judgement.assistance).filter(({ path }) => paths.has(path));
  const most = written.toSorted((a, b) => b.end - b.start - (a.end - a.start));
  const first = most[0];
  if (first !== undefined) return [first, ...written.filter((one) => one !== first)];
  const changed = files.find(({ status }) => status !== 'D') ?? files[0];
  return changed === undefined ? [] : [firstChange(changed)];
}

function firstChange({ path, status, hunks }: FileChange): Place {
  const hunk = hunks.find(({ added }) => added.length > 0) ?? hunks[0];
  if (status === 'D' || hunk === undefined) return { path, start: null, end: null };
  const start = Math.max(1, hunk.newStart);
  return { path, start, end: start + Math.max(0, hunk.added.length - 1) };
}

/** What size cannot see: a note each, for it asks for nothing by itself. */
function riskHits(report: CheckReport): Finding[] {
  const { risk } = report.judgement;
  return risk.reasons.flatMap(({ hit, sentence, paths, tier }): Finding[] => {
    if (hit === null) return [];
    const places = paths.flatMap((path) => report.change.files.filter((file) => file.path === path).map(firstChange));
    return [{ rule: `risk.${hit}`, title: `${tier} tier: ${hit}`, loudness: 'note', message: sentence, places }];
  });
}
