import type { Command } from 'commander';
import type { Examples } from './help-text.ts';
import type { Perform } from './perform.ts';

/** Makes a command with its help, as all commands are made. */
type MakeCommand = (parent: Command, name: string, sentence: string, examples: Examples) => Command;

/** The commands of whoever starts: `init`, `people`, `completion`. */
export function addSetupCommands(program: Command, command: MakeCommand, perform: Perform): void {
  command(program, 'init', 'Propose policy and people from the repository and its history, and write them if you agree.', initExamples)
    .optionsGroup('What to propose')
    .option('--preset <name>', 'the preset to build on, instead of what the repository suggests')
    .option('--target <ref>', 'the branch to protect, instead of the default branch')
    .option('--principal <who>', 'addresses, logins, names or ids between commas, at this level')
    .option('--senior <who>', 'the same for this level')
    .option('--mid <who>', 'the same for this level')
    .option('--at-most <count>', 'people to propose; 40 where it is left out')
    .optionsGroup('Whether to write')
    .option('--yes', 'write the files without a question')
    .option('--dry-run', 'print the files and write nothing')
    .action((_flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('./commands/setup/init.ts')).init(session, self.opts())),
    );
}

const initExamples: Examples = [
  ['countersign init', 'shows a proposal, asks, and writes two files'],
  ['countersign init --dry-run', 'prints the files and writes nothing'],
  ['countersign init --yes --at-most 10', 'for scripts: no question'],
];
