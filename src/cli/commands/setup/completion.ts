import { contract } from '../../../contract/index.ts';
import { presets } from '../../../core/policy/index.ts';
import { Failure } from '../../../core/values/index.ts';
import { bashScript } from './completion-bash.ts';
import { fishScript } from './completion-fish.ts';
import type { CompletionCommand } from './completion-shape.ts';
import { zshScript } from './completion-zsh.ts';
import { topics } from '../help-topics.ts';
import type { Outcome, Session } from '../command.ts';

const scripts: Readonly<Record<string, (tree: readonly CompletionCommand[]) => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

const shells: readonly string[] = Object.keys(scripts);

/**
 * What names stand for, by where they stand: a placeholder everywhere, an option with its placeholder, or a command's
 * argument. Placeholders that say it themselves (`<file>`, `<ref>`) are not listed.
 */
export const knownValues: Readonly<Record<string, readonly string[]>> = {
  '--preset <name>': Object.keys(presets),
  '<level>': ['junior', 'mid', 'senior', 'principal'],
  'policy show <name>': Object.keys(presets),
  'schema <name>': Object.keys(contract),
  'hook run <name>': ['prepare-commit-msg', 'commit-msg', 'post-commit', 'post-rewrite'],
  'help <topic>': Object.keys(topics),
  'completion <shell>': shells,
};

/** `countersign completion SHELL` */
export async function completion(session: Session, shell: string, tree: readonly CompletionCommand[]): Promise<Outcome> {
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined) throw new Failure('usage', 'user', `there is no completion for \`${shell}\``, [`the shells are ${shells.join(', ')}`]);
  await session.terminal.raw(script(tree));
  return 'ok';
}
