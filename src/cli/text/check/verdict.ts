import type { CheckReport } from '../../../workflows/reports.ts';
import { statusLooks } from '../status.ts';

/** The first line of a check in its parts, not yet made safe to print. */
export interface VerdictWords {
  readonly glyph: string;
  readonly word: string;
  readonly sentence: string;
  /** `amazon-2026, enforce`: which policy, and whether it blocks. */
  readonly under: string;
}

/** What every surface says first. */
export function verdictWords({ judgement, policy, source }: CheckReport): VerdictWords {
  const { decision, mode } = judgement;
  const { glyph, word } = statusLooks[decision.status];
  const text = policy.extends ?? source.policy.replace(/^.*:/, '').replace(/^preset /, '');
  const settled = decision.status === 'approved' || decision.status === 'overridden';
  const block = source.preview ? 'preview' : settled || mode === 'enforce' ? mode : `${mode}: does not block`;
  return { glyph, word, sentence: decision.root.sentence, under: `${text}, ${block}` };
}
