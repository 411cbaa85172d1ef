import type { Command } from 'commander';
import type { Examples } from '../help-text.ts';
import { collect, type MakeCommand } from '../make-command.ts';
import type { Perform } from '../perform.ts';
import { withPasskey } from './passkey-options.ts';

/** The commands by which people say something of a change with their own key. */
export function addSigningCommands(program: Command, command: MakeCommand, perform: Perform): void {
  withPasskey(
    command(program, 'sign', 'Look at a change, answer for it, and sign exactly it with your own key.', signExamples)
      .argument('[range]', 'main..topic or topic; what HEAD brings where it is left out')
      .optionsGroup('What you say')
      .option('--approve', 'it may land; what is asked where nothing else is said')
      .option('--reject', 'it must not land, until you withdraw that')
      .option('--request-changes', 'not yet; with a reason')
      .option('--withdraw', 'take back what you said, or the rejection of somebody who has left')
      .option('--entry <n>', 'with --withdraw: the ledger entry of somebody who has left')
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
      ),
  );

  withPasskey(
    command(program, 'declare', 'Say as its author who or what wrote a change, and why; or attest it as a second person.', declareExamples)
      .argument('[range]', 'main..topic or topic; what HEAD brings where it is left out')
      .optionsGroup('What you say')
      .option('--ai <tool>', 'an AI helped: TOOL or TOOL:MODEL; may be repeated', collect)
      .option('--no-ai', 'no AI was used: an answer, not a proof')
      .option('--intent <text>', 'what the change is for')
      .option('--rollback <text>', 'how it is taken back')
      .option('--considered <text>', 'what else was thought of')
      .option('--maintainer <id>', 'who maintains it from now on')
      .option('--attest', 'the word of a second person who had no hand in it')
      .optionsGroup('How')
      .option('--key <file>', 'a key of yours, instead of the one ssh-agent holds')
      .option('--target <ref>', 'the protected branch, instead of the policy’s')
      .option('--yes', 'ask nothing: for scripts')
      .action((range: string | undefined, _flags, self: Command) =>
        perform(self.optsWithGlobals(), async (session) => (await import('../commands/signing/declare.ts')).declare(session, range ?? null, self.opts())),
      ),
  );

  withPasskey(
    command(program, 'override', 'Break glass: let a change in without what the policy asks, for all to see.', overrideExamples)
      .argument('[range]', 'main..topic or topic; what HEAD brings where it is left out')
      .optionsGroup('What you say')
      .option('--reason <text>', 'what burns, and why it cannot wait')
      .option('--expires <time>', 'until when it may be used, such as 90m or 4h; 24h at most')
      .optionsGroup('How')
      .option('--key <file>', 'a key of yours that is touched, instead of the one ssh-agent holds')
      .option('--target <ref>', 'the protected branch, instead of the policy’s')
      .option('--yes', 'ask nothing: for scripts')
      .action((range: string | undefined, _flags, self: Command) =>
        perform(self.optsWithGlobals(), async (session) => (await import('../commands/signing/override.ts')).override(session, range ?? null, self.opts())),
      ),
  );

  withPasskey(
    command(program, 'after-review', 'Say what you found of something that landed in an emergency.', afterReviewExamples)
      .argument('<commit>', 'the commit by which it landed')
      .optionsGroup('What you say')
      .option('--accept', 'it may stay')
      .option('--revert', 'it is to be taken back')
      .option('--comment <text>', 'what was looked at, and what was found')
      .optionsGroup('How')
      .option('--key <file>', 'a key of yours, instead of the one ssh-agent holds')
      .option('--target <ref>', 'the protected branch, instead of the policy’s')
      .option('--yes', 'ask nothing: for scripts')
      .action((commit: string, _flags, self: Command) =>
        perform(self.optsWithGlobals(), async (session) => (await import('../commands/signing/after-review.ts')).afterReview(session, commit, self.opts())),
      ),
  );

  withPasskey(
    command(program, 'audit', 'Look at what the ledger got since the last audit, and sign what you found.', auditExamples)
      .optionsGroup('What you say')
      .option('--finding <text>', 'what you found; may be repeated', collect)
      .option('--nothing-found', 'nothing, in so many words')
      .optionsGroup('How')
      .option('--key <file>', 'a key of yours, instead of the one ssh-agent holds')
      .option('--target <ref>', 'the protected branch, instead of the policy’s')
      .option('--yes', 'ask nothing: for scripts')
      .action((_flags, self: Command) =>
        perform(self.optsWithGlobals(), async (session) => (await import('../commands/signing/audit.ts')).audit(session, self.opts())),
      ),
  );
}

const auditExamples: Examples = [
  ['countersign audit', 'shows what is new in the ledger, asks, and signs'],
  ['countersign audit --finding "three overrides in one week"', 'with a finding'],
  ['countersign audit --nothing-found', 'without one'],
];

const declareExamples: Examples = [
  ['countersign declare', 'asks what the policy wants to know of what HEAD brings'],
  ['countersign declare HEAD --ai Copilot:gpt-5.2 --intent "one query instead of two"', 'an AI helped, and why it is done'],
  ['countersign declare HEAD --attest --no-ai', 'a second person says that no AI wrote it'],
];
const overrideExamples: Examples = [
  ['countersign override HEAD --reason "checkout is down, this is the fix"', 'for a day at most, once'],
  ['countersign override HEAD --reason "checkout is down" --expires 2h', 'for two hours'],
  ['countersign check HEAD', 'whether enough people have, and what is owed then'],
];
const afterReviewExamples: Examples = [
  ['countersign after-review HEAD --accept --comment "the lock is back"', 'it may stay'],
  ['countersign after-review HEAD --revert --comment "it drops orders"', 'it is to be taken back'],
  ['countersign check HEAD~1..HEAD', 'what it landed without'],
];

const signExamples: Examples = [
  ['countersign sign', 'what HEAD brings: shows it, asks, and signs'],
  ['countersign sign HEAD --request-changes --comment "the retry has no limit"', 'not yet, and why'],
  ['countersign sign HEAD --answers-template > answers.yaml', 'the questions as a file'],
];
