import type { Command } from 'commander';
import type { Examples } from '../help-text.ts';
import type { MakeCommand } from '../make-command.ts';
import type { Perform } from '../perform.ts';
import { withPasskey } from './passkey-options.ts';

/** The commands by which the root and machines say something with keys of theirs. */
export function addGateCommands(program: Command, command: MakeCommand, perform: Perform): void {
  withPasskey(
    command(program, 'adopt', 'Bind the tip of the protected branch, its policy and people, to the ledger: trust begins here.', adoptExamples)
      .optionsGroup('By whom')
      .option('--key <file>', 'a key of the root the first time, of a gate that may adopt later')
      .option('--gate <id>', 'the gate the key must be of')
      .option('--new-root', 'begin anew where another root has begun: a break that stays visible')
      .optionsGroup('What')
      .option('--target <ref>', 'the protected branch, instead of the policy’s')
      .action((_flags, self: Command) => perform(self.optsWithGlobals(), async (session) => (await import('../commands/signing/adopt.ts')).adopt(session, self.opts()))),
    'of the root',
  );

  const evidence = command(program, 'evidence', 'Record what machines measured, signed by their own keys.', evidenceExamples);
  command(evidence, 'record', 'Sign what checks, tests and scanners found about one tree, with the key of an enrolled gate.', evidenceExamples)
    .argument('[commit]', 'the commit whose tree was checked; HEAD where it is left out')
    .optionsGroup('What was found')
    .option('--check <name>', 'the name the policy knows it by')
    .option('--passed', 'it passed')
    .option('--failed', 'it failed')
    .option('--junit <file...>', 'the tests’ own word instead: JUnit XML')
    .option('--suite <kind>', 'what kind of tests they are: unit, integration, end-to-end')
    .option('--coverage <file...>', 'which lines they ran: lcov or Cobertura XML')
    .option('--sarif <file...>', 'what scanners found: SARIF 2.1.0')
    .option('--mutation <file...>', 'which tests fail without which line: a mutation testing report')
    .option('--tool <name>', 'what ran the check or the tests, with its version')
    .optionsGroup('By whom')
    .option('--key <file>', 'the gate’s key')
    .option('--gate <id>', 'the gate the key must be of')
    .option('--target <ref>', 'the protected branch whose people say which gates there are')
    .action((revision: string | undefined, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/signing/evidence.ts')).evidenceRecord(session, revision ?? null, self.opts())),
    );
}

const adoptExamples: Examples = [
  ['countersign adopt --key countersign-root', 'the first time: verification begins here'],
  ['countersign adopt --key ci --gate ci', 'what has landed since, by a gate'],
  ['countersign adopt --key new-root --new-root', 'after a root was lost or stolen'],
];
const evidenceExamples: Examples = [
  ['countersign evidence record --check test --passed --key ci', 'the tests passed on what HEAD has'],
  ['countersign evidence record --key ci --suite unit --junit junit.xml --coverage lcov.info', 'the tests’ own files'],
  ['countersign evidence record HEAD~1 --key ci --sarif semgrep.sarif', 'what a scanner found on another commit'],
];
