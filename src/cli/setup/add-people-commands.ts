import type { Command } from 'commander';
import type { Examples } from '../help-text.ts';
import { collect, type MakeCommand } from '../make-command.ts';
import type { Perform } from '../perform.ts';
import { withPasskey } from '../signing/passkey-options.ts';

/** `people` and the commands under it. */
export function addPeopleCommands(program: Command, command: MakeCommand, perform: Perform): void {
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

  withPasskey(
    command(people, 'root', 'Show what trust here begins with, draw the id it lacks, or name a key of it.', rootExamples)
      .optionsGroup('Which key')
      .option('--key <key>', 'a public key, or the .pub file that holds it; may be repeated', collect)
      .optionsGroup('Whether to write')
      .option('--target <ref>', 'the protected branch, instead of the default branch')
      .option('--dry-run', 'show the difference and write nothing')
      .action((_flags, self: Command) =>
        perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/root.ts')).peopleRoot(session, self.opts())),
    ),
    'new of the root',
  );
  withPasskey(
    command(people, 'enrol', 'Give a person or gate a key, once the key itself has proved that it is in their hands.', enrolExamples)
      .optionsGroup('Which key, and whose')
      .option('--key <file>', 'the key, either half; the one ssh-agent holds where it is left out')
      .option('--id <id>', 'of the person or gate; whom the comment of the key names where it is left out')
      .option('--proof <file>', 'what countersign people prove printed for somebody else')
      .optionsGroup('Whether to write')
      .option('--target <ref>', 'the protected branch, instead of the default branch')
      .option('--dry-run', 'show the difference and write nothing')
      .action((_flags, self: Command) =>
        perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/enrol.ts')).peopleEnrol(session, self.opts())),
      ),
    'new',
  );
  withPasskey(
    command(people, 'prove', 'Print the proof that a key is in your hands, for whoever edits the people file.', proveExamples)
      .optionsGroup('Which key, and whose')
      .option('--key <file>', 'the key, either half; the one ssh-agent holds where it is left out')
      .option('--id <id>', 'of the person or gate; whom the comment of the key names where it is left out')
      .option('--target <ref>', 'the protected branch, instead of the default branch')
      .action((_flags, self: Command) =>
        perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/enrol.ts')).peopleProve(session, self.opts())),
      ),
    'new',
  );
  command(people, 'revoke', 'Mark keys of a person or gate as revoked: from then on they count for nothing.', revokeExamples)
    .argument('<id>', 'of the person, the gate, or root')
    .optionsGroup('Which key')
    .option('--key <key>', 'its fingerprint, its comment or the key itself; all where it is left out')
    .optionsGroup('Whether to write')
    .option('--target <ref>', 'the protected branch, instead of the default branch')
    .option('--dry-run', 'show the difference and write nothing')
    .action((id: string, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/revoke.ts')).peopleRevoke(session, id, self.opts())),
    );
  command(people, 'allowed-signers', 'Print the keys in force as ssh-keygen reads them, to check sign-offs without Countersign.', signersExamples)
    .optionsGroup('Whose')
    .option('--target <ref>', 'the protected branch, instead of the default branch')
    .option('--worktree', 'of the people file in the working tree, which may not count yet')
    .action((_flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('../commands/setup/allowed-signers.ts')).peopleAllowedSigners(session, self.opts())),
    );
}

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
const enrolExamples: Examples = [
  ['countersign people enrol --key ~/.ssh/id_ed25519_sk.pub --id ana', 'a key of yours; the touch is the proof'],
  ['countersign people enrol --proof ana-key.txt', 'a key of somebody who sent its proof'],
  ['countersign people enrol --passkey --id ana', 'makes a passkey in your browser, and enrols it'],
];
const proveExamples: Examples = [
  ['countersign people prove --key ~/.ssh/id_ed25519_sk.pub --id ana > ana-key.txt', 'to be sent to whoever enrols you'],
  ['countersign people prove --id ana', 'of the one key ssh-agent holds'],
  ['countersign people prove --key ci.pub --id ci --json', 'the same for programs'],
];
const revokeExamples: Examples = [
  ['countersign people revoke ana', 'every key of somebody who has left'],
  ['countersign people revoke ana --key SHA256:uNiVztksCsDhcc0u9e8BrrNXAfSTPOEaOcEkP1hm8nY', 'one of several'],
  ['countersign people revoke ci --key ci-2025', 'of a gate, by the comment of the key'],
];
const signersExamples: Examples = [
  ['countersign people allowed-signers > allowed_signers', 'for ssh-keygen -Y verify'],
  ['countersign people allowed-signers --target refs/heads/release', 'of another protected branch'],
  ['countersign people allowed-signers --json', 'the same for programs'],
];
