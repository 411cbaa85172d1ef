import type { Command } from 'commander';

const sentences = {
  enrolled: 'sign with a passkey, on a page of this machine',
  new: 'make a passkey, on a page of this machine; with --id',
  'new of the root': 'make a passkey for the root, on a page of this machine',
  'of the root': 'sign with a passkey of the root, on a page of this machine',
} as const;

/** The options of a command that signs with a passkey that is enrolled, or makes a new one. */
export function withPasskey(command: Command, which: keyof typeof sentences = 'enrolled'): Command {
  command.optionsGroup('With a passkey').option('--passkey', sentences[which]);
  if (which === 'enrolled') command.option('--as <id>', 'who you are, where several people have passkeys for the page');
  return command
    .option('--port <n>', 'the port of the page, where the passkey was enrolled on another than 14117')
    .option('--no-open', 'print the address of the page, and open no browser');
}
