import { trialDifferences } from '../../core/decision/index.ts';
import { checkChange, type CheckOptions } from '../check-change.ts';
import type { Ports } from '../ports/index.ts';
import type { CheckReport } from '../reports.ts';

/**
 * The check, and beside it the same change judged under another policy file, with what differs. The people, the target
 * and the moment are the same; the live policy alone decides.
 */
export async function checkBeside(ports: Ports, options: CheckOptions, policyFile: string): Promise<CheckReport> {
  const live = await checkChange(ports, options);
  const other = await checkChange(ports, { ...options, target: live.target, preset: null, policyFile, memory: null });
  const differences = trialDifferences(live.judgement.decision, other.judgement.decision);
  return { ...live, trial: { policy: other.policy, source: other.source, judgement: other.judgement, differences } };
}
