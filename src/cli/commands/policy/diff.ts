import { comparePolicies } from '../../../workflows/policy/compare-policies.ts';
import type { Outcome, Session } from '../command.ts';

/** `countersign policy diff [OLD] [NEW]`: it answers and never blocks. */
export async function policyDiff(session: Session, before: string | null, after: string | null, flags: { readonly target?: string }): Promise<Outcome> {
  const { json, terminal } = session;
  const comparison = await comparePolicies(await session.ports(), { before, after, target: flags.target ?? null });
  if (json) {
    const [{ policyDiffJson }, { printJson }] = await Promise.all([import('../../json/policy-diff.ts'), import('../../json/print.ts')]);
    await printJson(terminal, policyDiffJson(comparison));
  } else {
    const { policyDiffText } = await import('../../text/policy/diff.ts');
    await terminal.answer(policyDiffText(comparison, terminal.manner.width));
  }
  return 'ok';
}
