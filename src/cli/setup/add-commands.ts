import type { Command } from 'commander';
import { addPeopleCommands } from './add-people-commands.ts';
import { completionTree } from './completion-tree.ts';
import type { Examples } from '../help-text.ts';
import { collect, type MakeCommand } from '../make-command.ts';
import type { Perform } from '../perform.ts';

/** The commands of whoever starts: `init`, `people` and those under it, `completion`. */
export function addSetupCommands(program: Command, command: MakeCommand, perform: Perform): void {
  command(program, 'init', 'Propose policy and people from the repository and its history, and write them if you agree.', initExamples)
    .optionsGroup('What to propose')
    .option('--preset <name>', 'the preset to build on, instead of what the repository suggests')
    .option('--target <ref>', 'the branch to protect, instead of the default branch')
    .option('--principal <who>', 'addresses, logins, names or ids between commas, at this level')
    .option('--senior <who>', 'the same for this level')
    .option('--mid <who>', 'the same for this level')
    .option('--level <level=who>', 'the same for any level of the preset; may be repeated', collect)
    .option('--at-most <count>', 'people to propose; 40 where it is left out')
    .option('--root-key <key>', 'a public key, or the .pub file that holds it, to sign the first adoption with')
    .optionsGroup('Whether to write')
    .option('--yes', 'write the files without a question')
    .option('--dry-run', 'print the files and write nothing')
    .action((_flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/init.ts')).init(session, self.opts())),
    );

  addPeopleCommands(program, command, perform);

  command(program, 'completion', 'Print a script that completes commands, options and values in your shell.', completionExamples)
    .argument('<shell>', 'bash, zsh or fish')
    .action((shell: string, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => {
        const { completion, knownValues } = await import('../commands/setup/completion.ts');
        return completion(session, shell, completionTree(program, knownValues));
      }),
    );
}

const completionExamples: Examples = [
  ['countersign completion bash > ~/.local/share/bash-completion/completions/countersign', 'bash: installs it'],
  ['countersign completion zsh > "${fpath[1]}/_countersign"', 'zsh: installs it'],
  ['countersign completion fish > ~/.config/fish/completions/countersign.fish', 'fish: installs it'],
];
const initExamples: Examples = [
  ['countersign init', 'shows a proposal, asks, and writes two files'],
  ['countersign init --dry-run', 'prints the files and writes nothing'],
  ['countersign init --yes --at-most 10', 'for scripts: no question'],
];
