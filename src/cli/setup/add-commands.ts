import type { Command } from 'commander';
import { completionTree } from './completion-tree.ts';
import type { Examples } from '../help-text.ts';
import type { Perform } from '../perform.ts';

/** Makes a command with its help, as all commands are made. */
type MakeCommand = (parent: Command, name: string, sentence: string, examples: Examples) => Command;

/** The commands of whoever starts: `init`, `people`, `completion`. */
export function addSetupCommands(program: Command, command: MakeCommand, perform: Perform): void {
  const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
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

  const people = command(program, 'people', 'Say who is enrolled, and enrol people.', peopleExamples);
  command(people, 'list', 'List who is enrolled, what they own, who has gone quiet, and who writes without being enrolled.', peopleExamples)
    .optionsGroup('Whose')
    .option('--target <ref>', 'the protected branch, instead of the default branch')
    .action((_flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/people.ts')).peopleList(session, self.opts())),
    );
  command(people, 'import', 'Propose who is missing, show the difference, and write it if you agree.', importExamples)
    .optionsGroup('From where, besides history, .mailmap and CODEOWNERS')
    .option('--github-members <file>', 'what gh api orgs/ORG/members or a team of it printed')
    .option('--keys <file>', 'public keys, as allowed_signers or authorized_keys')
    .option('--target <ref>', 'the protected branch, instead of the default branch')
    .option('--at-most <count>', 'people to propose from the history; 40 where it is left out')
    .optionsGroup('Whether to write')
    .option('--yes', 'write without a question')
    .option('--dry-run', 'show the difference and write nothing')
    .action((_flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/people.ts')).peopleImport(session, self.opts())),
    );
  command(people, 'add', 'Enrol one person; what belongs to somebody already is refused.', addExamples)
    .argument('<id>', 'what the person is called in policies')
    .optionsGroup('Who')
    .requiredOption('--level <level>', 'a level of the ladder')
    .option('--name <name>', 'the full name')
    .option('--email <address>', 'an address they commit with; may be repeated', collect)
    .option('--account <forge:login>', 'a login on a forge, such as github:ana-r; may be repeated', collect)
    .option('--key <key>', 'a public key, or the .pub file that holds it; may be repeated', collect)
    .optionsGroup('Whether to write')
    .option('--target <ref>', 'the protected branch, instead of the default branch')
    .option('--dry-run', 'show the difference and write nothing')
    .action((id: string, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/people.ts')).peopleAdd(session, id, self.opts())),
    );

  command(people, 'root', 'Show what trust here begins with, draw the id it lacks, or name a key of it.', rootExamples)
    .optionsGroup('Which key')
    .option('--key <key>', 'a public key, or the .pub file that holds it; may be repeated', collect)
    .optionsGroup('Whether to write')
    .option('--target <ref>', 'the protected branch, instead of the default branch')
    .option('--dry-run', 'show the difference and write nothing')
    .action((_flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/root.ts')).peopleRoot(session, self.opts())),
    );

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
const peopleExamples: Examples = [
  ['countersign people list', 'who is enrolled, and who is not'],
  ['countersign people import', 'proposes who is missing, from history and CODEOWNERS'],
  ['countersign people add ana --level senior --email ana@example.com', 'enrols one person'],
];
const importExamples: Examples = [
  ['countersign people import', 'who wrote here and is not enrolled'],
  ['countersign people import --github-members members.json', 'after gh api --paginate orgs/ORG/members > members.json'],
  ['countersign people import --keys .ssh/allowed_signers --yes', 'keys of people, by their addresses'],
];
const addExamples: Examples = [
  ['countersign people add ana --level senior --email ana@example.com', 'known by an address'],
  ['countersign people add li --name "Li Wen" --level mid --account github:li', 'known by a login'],
  ['countersign people add ana --level senior --email ana@example.com --dry-run', 'shows the lines'],
];
const rootExamples: Examples = [
  ['countersign people root', 'the id and the keys; draws the id where there is none'],
  ['countersign people root --key countersign-root.pub', 'names a key that signs the first adoption'],
  ['countersign people root --dry-run', 'shows the lines'],
];
const initExamples: Examples = [
  ['countersign init', 'shows a proposal, asks, and writes two files'],
  ['countersign init --dry-run', 'prints the files and writes nothing'],
  ['countersign init --yes --at-most 10', 'for scripts: no question'],
];
