import type { Decision, Reason } from '../decision.ts';

/** One rule that says something else of the same change under two policies; `null`: it asks for nothing there. */
export interface TrialDifference {
  readonly rule: string;
  readonly live: Reason['status'] | null;
  readonly trial: Reason['status'] | null;
  /** What the side that asks says; the trial's where both do. */
  readonly sentence: string;
}

/**
 * What a change is asked under one of two policies alone, or otherwise: first what only the live one asks, which the
 * trial would let through, then what both ask differently, then what only the trial asks.
 */
export function trialDifferences(live: Decision, trial: Decision): TrialDifference[] {
  const [now, then] = [asking(live.root), asking(trial.root)];
  const gone = [...now].filter(([rule]) => !then.has(rule)).map(([rule, { status, sentence }]) => ({ rule, live: status, trial: null, sentence }));
  const changed = [...now].flatMap(([rule, before]) => {
    const after = then.get(rule);
    if (after === undefined || said(after) === said(before)) return [];
    return [{ rule, live: before.status, trial: after.status, sentence: after.sentence }];
  });
  const added = [...then].filter(([rule]) => !now.has(rule)).map(([rule, { status, sentence }]) => ({ rule, live: null, trial: status, sentence }));
  return [...gone, ...changed, ...added];
}

/** What a decision rests on, by rule; two nodes of one name are one. That no rule asks is no rule that asks. */
function asking(root: Reason): ReadonlyMap<string, Reason> {
  return new Map(root.children.filter(({ rule, status }) => status !== 'skipped' && !(rule === 'otherwise' && status === 'approved')).map((reason) => [reason.rule, reason]));
}

/** Everything a node says that a person would see. */
function said({ status, sentence, needs, met, children }: Reason): string {
  return JSON.stringify([status, sentence, needs, met, children.map(said)]);
}
