import { presets } from '../../../core/policy/index.ts';
import { Failure } from '../../../core/values/index.ts';
import type { PolicyCommandFlags } from './lint.ts';
import { overrides, type Outcome, type Session } from '../command.ts';

/** `countersign policy show [NAME]`: a preset's text, or the policy in force. */
export async function policyShow(
  session: Session,
  name: string | null,
  flags: PolicyCommandFlags & { readonly effective?: boolean },
): Promise<Outcome> {
  if (name !== null && flags.effective !== true) return showPreset(session, name);
  const { json, terminal } = session;
  const { showPolicy } = await import('../../../workflows/lint-policy.ts');
  const chosen = overrides(flags);
  const { policy, source } = await showPolicy(await session.ports(), {
    target: flags.target ?? null,
    ...chosen,
    preset: name ?? chosen.preset,
  });
  if (json) {
    const [{ policyShowJson }, { printJson }] = await Promise.all([import('../../json/policy.ts'), import('../../json/print.ts')]);
    await printJson(terminal, policyShowJson(policy, source));
  } else {
    const { policyShowText } = await import('../../text/policy/show.ts');
    await terminal.answer(policyShowText(policy, source, terminal.manner.width));
  }
  return 'ok';
}

async function showPreset({ json, terminal }: Session, name: string): Promise<Outcome> {
  const text = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (text === undefined) {
    throw new Failure('unknown-preset', 'user', `there is no preset \`${name}\``, [
      `the presets are ${Object.keys(presets).join(', ')}`,
    ]);
  }
  if (json) {
    const [{ presetJson }, { printJson }] = await Promise.all([import('../../json/policy.ts'), import('../../json/print.ts')]);
    await printJson(terminal, presetJson(name, text));
  } else await terminal.raw(text.endsWith('\n') ? text : `${text}\n`);
  return 'ok';
}
