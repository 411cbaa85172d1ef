import type { Command } from 'commander';
import type { Examples } from '../help-text.ts';
import { collect, type MakeCommand } from '../make-command.ts';
import type { Perform } from '../perform.ts';

/** The commands that read the ledger, and the one that sends what it does not have yet. */
export function addLedgerCommands(program: Command, command: MakeCommand, perform: Perform): void {
  const ledger = command(program, 'ledger', 'Show, prove, audit, export and send what was signed.', ledgerExamples);
  command(ledger, 'show', 'Show what was said, by whom, in the order of the ledger.', showExamples)
    .argument('[entries]', 'an entry, or A..B with both included; the newest 20 where it is left out')
    .action((entries: string | undefined, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/ledger/show.ts')).ledgerShow(session, entries ?? null)),
    );
  command(ledger, 'prove', 'Write a receipt of one entry, which anybody can check without the ledger.', proveExamples)
    .argument('[entry]', 'its number')
    .optionsGroup('Where to, or which to check')
    .option('--out <file>', 'write it to a file instead of stdout')
    .option('--verify <file>', 'check a receipt; needs neither network nor repository')
    .option('--witness-key <vkey>', 'and that this witness saw it, and when; may be repeated', collect)
    .action((entry: string | undefined, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/ledger/prove.ts')).ledgerProve(session, entry ?? null, self.opts())),
    );
  command(ledger, 'audit', 'Check the whole ledger: nothing edited, dropped, reordered, rolled back or forked.', auditExamples)
    .argument('[file]', 'an exported ledger; the one of this repository where it is left out')
    .optionsGroup('Against what')
    .option('--since <checkpoint>', 'SIZE:ROOT, or a file: a checkpoint, or what an earlier audit printed with --json')
    .option('--witness <repository>', 'ask the witnesses here instead of where people.yaml says; may be repeated', collect)
    .option('--witness-key <vkey>', 'a witness to believe, instead of those of people.yaml; may be repeated', collect)
    .action((file: string | undefined, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/ledger/audit.ts')).ledgerAudit(session, file ?? null, self.opts())),
    );
  command(ledger, 'export', 'Write the whole ledger into one file, every byte of it under a check.', exportExamples)
    .argument('<file>', 'where to; only an earlier export is ever replaced')
    .action((file: string, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/ledger/export.ts')).ledgerExport(session, file)),
    );
  command(ledger, 'push', 'Send what was signed here and is not in the ledger yet, and entries that the remote lacks.', pushExamples).action((_flags, self: Command) =>
    perform(self.optsWithGlobals(), async (session) => (await import('../commands/ledger/push.ts')).ledgerPush(session)),
  );
}

const ledgerExamples: Examples = [
  ['countersign ledger show', 'who said what, newest last'],
  ['countersign ledger audit', 'whether anything was edited, dropped or forked'],
  ['countersign ledger prove 0 --out receipt.json', 'one entry, to be checked without the ledger'],
];
const showExamples: Examples = [
  ['countersign ledger show', 'the newest 20 entries'],
  ['countersign ledger show 0', 'all of one entry'],
  ['countersign ledger show 0..9 --json', 'the first ten, for programs'],
];
const proveExamples: Examples = [
  ['countersign ledger prove 0', 'the receipt on stdout'],
  ['countersign ledger prove 0 --out receipt.json', 'into a file'],
  ['countersign ledger prove --verify receipt.json', 'does it hold?'],
];
const auditExamples: Examples = [
  ['countersign ledger audit', 'the ledger of this repository'],
  ['countersign ledger audit --json > seen.json', 'and keep what was seen'],
  ['countersign ledger audit --since seen.json', 'does it still begin with that?'],
];
const exportExamples: Examples = [
  ['countersign ledger export ledger.jsonl', 'for somebody without this repository'],
  ['countersign ledger audit ledger.jsonl', 'what they run'],
  ['countersign ledger export ledger.jsonl --json', 'the same for programs'],
];
const pushExamples: Examples = [
  ['countersign ledger push', 'after the network was away'],
  ['countersign ledger push --json', 'for programs'],
  ['countersign doctor', 'whether anything waits, and why'],
];
