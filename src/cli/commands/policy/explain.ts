import { explainPolicy } from '../../../workflows/policy/explain-policy.ts';
import { overrides, unwatched, type Outcome, type Session } from '../command.ts';
import type { PolicyCommandFlags } from './lint.ts';

/** `countersign policy explain [RULE] [RANGE]`: what a rule means, and what it saw of a change. */
export async function policyExplain(session: Session, rule: string | null, range: string | null, flags: PolicyCommandFlags): Promise<Outcome> {
  const { json, terminal, now, progress } = session;
  const options = { range, target: flags.target ?? null, ...overrides(flags), now, onProgress: progress ?? unwatched };
  const meaning = await explainPolicy(await session.ports(), rule, range, options);
  if (json) {
    const [{ policyExplainJson }, { printJson }] = await Promise.all([import('../../json/policy-explain.ts'), import('../../json/print.ts')]);
    await printJson(terminal, policyExplainJson(meaning));
  } else {
    const { rulesText, ruleText } = await import('../../text/policy/explain.ts');
    await terminal.answer((rule === null ? rulesText : ruleText)(meaning, terminal.manner.width));
  }
  return 'ok';
}
