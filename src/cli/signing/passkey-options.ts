import type { Command } from 'commander';

/** The options of a command that signs with a passkey that is enrolled, or makes a new one. */
export function withPasskey(command: Command, which: 'enrolled' | 'new' = 'enrolled'): Command {
  const sentence = which === 'enrolled' ? 'sign with a passkey, on a page of this machine' : 'make a passkey, on a page of this machine; with --id';
  command.optionsGroup('With a passkey').option('--passkey', sentence);
  if (which === 'enrolled') command.option('--as <id>', 'who you are, where several people have passkeys for the page');
  return command
    .option('--port <n>', 'the port of the page, where the passkey was enrolled on another than 14117')
    .option('--no-open', 'print the address of the page, and open no browser');
}
