import type { Command } from 'commander';
import type { Examples } from '../help-text.ts';
import type { MakeCommand } from '../make-command.ts';
import type { Perform } from '../perform.ts';

/** `receive install|uninstall|status`, and what the installed hooks call. */
export function addReceive(program: Command, command: MakeCommand, perform: Perform): void {
  const receive = command(program, 'receive', 'Judge every push to a repository before it is let in, and record what was.', examples);
  command(receive, 'install', 'Install the hooks of a repository that is pushed to; hooks that are there run first.', examples)
    .optionsGroup('How to receive')
    .option('--gate-key <file>', 'key of a gate that may sign `landing`: records what was let in, by which sign-offs, and when')
    .option('--each-ref', 'judge each ref by itself (`update`), for hosts that run no `pre-receive`')
    .action((_flags, self: Command) => perform(self.optsWithGlobals(), async (session) => (await import('../commands/receiving/receive.ts')).receive(session, 'install', self.opts())));
  for (const [action, sentence] of [
    ['uninstall', 'Take the hooks away and put back what was there.'],
    ['status', 'Say which hooks are installed and whether pushes are judged.'],
  ] as const) {
    command(receive, action, sentence, examples).action((_flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/receiving/receive.ts')).receive(session, action, {})),
    );
  }
  command(receive, 'run', 'What the installed hooks call: its exit code lets a push in or keeps it out.', examples)
    .argument('<name>', 'pre-receive, update or post-receive')
    .argument('[args...]', 'what git gives that hook')
    .option('--gate-key <file>', 'key that signs what was let in')
    .action((name: string, args: readonly string[], _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/receiving/receive.ts')).runReceiving(session, name, args, self.opts())),
    );
}

const examples: Examples = [
  ['countersign receive install --repo shop.git', 'judge every push to this bare repository'],
  ['countersign receive install --repo shop.git --gate-key ci_key', 'and sign what was let in'],
  ['countersign receive status --repo shop.git', 'what is installed, and whether pushes are judged'],
];
