import type { Command } from 'commander';
import type { Examples } from '../help-text.ts';
import type { Perform } from '../perform.ts';

/** Makes a command with its help, as all commands are made. */
type MakeCommand = (parent: Command, name: string, sentence: string, examples: Examples) => Command;

/** The commands by which people say something of a change with their own key. */
export function addSigningCommands(program: Command, command: MakeCommand, perform: Perform): void {
  const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  command(program, 'sign', 'Look at a change, answer for it, and sign exactly it with your own key.', signExamples)
    .argument('[range]', 'main..topic or topic; what HEAD brings where it is left out')
    .optionsGroup('What you say')
    .option('--approve', 'it may land; what is asked where nothing else is said')
    .option('--reject', 'it must not land, until you withdraw that')
    .option('--request-changes', 'not yet; with a reason')
    .option('--withdraw', 'take back what you said, or the rejection of somebody who has left')
    .option('--comment <text>', 'why')
    .option('--answers <file>', 'the answers to what the policy asks, as YAML')
    .option('--also-for <ref>', 'a further branch the approval is for; may be repeated', collect)
    .optionsGroup('How')
    .option('--key <file>', "a key of yours, instead of the one ssh-agent holds")
    .option('--target <ref>', 'the protected branch, instead of the policy’s')
    .option('--answers-template', 'print a file of answers to be filled in, and sign nothing')
    .option('--yes', 'ask nothing: for scripts; the statement says that nobody was asked')
    .action((range: string | undefined, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/signing/sign.ts')).sign(session, range ?? null, self.opts())),
    );
}

const signExamples: Examples = [
  ['countersign sign', 'what HEAD brings: shows it, asks, and signs'],
  ['countersign sign HEAD --request-changes --comment "the retry has no limit"', 'not yet, and why'],
  ['countersign sign HEAD --answers-template > answers.yaml', 'the questions as a file'],
];
