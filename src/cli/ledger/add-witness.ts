import type { Command } from 'commander';
import type { Examples } from '../help-text.ts';
import type { MakeCommand } from '../make-command.ts';
import type { GlobalFlags, Perform } from '../perform.ts';

/** `witness`, which runs where those who push to the ledger have no say. */
export function addWitness(program: Command, command: MakeCommand, perform: Perform): void {
  command(program, 'witness', 'Vouch for the ledger of --repo from elsewhere: that it only ever grew, and when it was seen.', examples)
    .optionsGroup('As whom, and where to')
    .option('--key <file>', 'the key of this witness')
    .option('--into <repository>', 'path or URL of the repository that keeps what is cosigned')
    .option('--first', 'nothing of this ledger was ever cosigned with this key: said once, never in a script that repeats')
    .optionsGroup('Beginning')
    .option('--new-key <name>', 'make a key of this name, into the new file named with --key')
    .action((_flags, self: Command) => {
      const flags = self.optsWithGlobals<GlobalFlags>();
      return perform(flags, async (session) => (await import('../commands/ledger/witness.ts')).witness(session, flags.repo, self.opts()));
    });
}

const examples: Examples = [
  ['countersign witness --new-key witness.example.com --key w.key', 'a key, once'],
  ['countersign witness --first --repo shop.git --into w.git --key w.key', 'the first time'],
  ['countersign witness --repo shop.git --into w.git --key w.key', 'every few minutes, by cron or a job elsewhere'],
];
