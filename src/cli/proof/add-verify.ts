import type { Command } from 'commander';
import type { Examples } from '../help-text.ts';
import type { MakeCommand } from '../make-command.ts';
import type { Perform } from '../perform.ts';

/** `verify`. */
export function addVerify(program: Command, command: MakeCommand, perform: Perform): void {
  command(program, 'verify', 'Prove that what landed is what was signed, under the policy in force then; offline.', examples)
    .argument('[range]', 'a landing, or A..B: what landed after A; the newest where it is left out')
    .optionsGroup('What is trusted')
    .option('--target <ref>', 'the protected branch, where it is not the default of policy or repository')
    .option('--root <fingerprint>', 'the root key the first adoption must be signed with: SHA256:…')
    .option('--since <file>', 'a checkpoint kept from before: the ledger must have grown from it')
    .optionsGroup('How to answer')
    .option('--vsa <file>', 'also write a SLSA verification summary for each landing, unsigned')
    .action((range: string | undefined, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/proof/verify.ts')).verify(session, range ?? null, self.opts())),
    );
}

const examples: Examples = [
  ['countersign verify', 'the newest landing, step by step'],
  ['countersign verify HEAD~3..HEAD', 'each of the last three landings'],
  ['countersign verify --json', 'the same for programs'],
];
