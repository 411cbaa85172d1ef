import type { Command } from 'commander';
import type { CompletionCommand, CompletionOption, Values } from '../commands/setup/completion-shape.ts';

/**
 * The commands as a completion script needs them, read off the program itself. Values are told by the placeholder:
 * `<file>` is a file wherever it stands, `<ref>` a ref; where a name means more, `known` says what.
 */
export function completionTree(program: Command, known: Readonly<Record<string, readonly string[]>>): readonly CompletionCommand[] {
  const found: CompletionCommand[] = [];
  const visit = (command: Command, path: string): void => {
    const help = command.createHelp();
    const commands = help.visibleCommands(command);
    const options: CompletionOption[] = [];
    for (let level: Command | null = command; level !== null; level = level.parent) {
      for (const option of help.visibleOptions(level)) {
        if (level !== command && option.long === '--help') continue;
        const flags = [option.short, option.long].flatMap((flag) => flag ?? []);
        if (options.some((other) => other.flags.some((flag) => flags.includes(flag)))) continue;
        const holder = /[<[]([^>\].]+)/.exec(option.flags)?.[1];
        options.push({ flags, says: option.description, values: holder === undefined ? null : valuesOf(option.argChoices ?? known[`${option.long} <${holder}>`] ?? known[`<${holder}>`], holder) });
      }
    }
    const values = command.registeredArguments.map((one) => valuesOf(known[`${path} <${one.name()}>`] ?? known[`<${one.name()}>`], one.name()));
    found.push({ path, commands: commands.map((each) => ({ name: each.name(), says: each.description() })), options, arguments: values });
    for (const each of commands) visit(each, `${path} ${each.name()}`.trim());
  };
  visit(program, '');
  return found;
}

function valuesOf(words: readonly string[] | undefined, holder: string): Values {
  if (words !== undefined) return words;
  if (['file', 'paths'].includes(holder)) return 'files';
  if (holder === 'path') return 'folders';
  return ['ref', 'range', 'revision', 'commit'].includes(holder) ? 'refs' : [];
}
