import { Command, Option } from 'commander';
import { helpText, type Examples } from './help-text.ts';
import { addLedgerCommands } from './ledger/add-commands.ts';
import { addWitness } from './ledger/add-witness.ts';
import { addReceive } from './receiving/add-receive.ts';
import { addSetupCommands } from './setup/add-commands.ts';
import { addGateCommands } from './signing/add-gate-commands.ts';
import { addSigningCommands } from './signing/add-commands.ts';
import { later, notInThisVersion } from './later.ts';
import { addVerify } from './proof/add-verify.ts';
import { collect, type MakeCommand } from './make-command.ts';
import type { Perform } from './perform.ts';
import type { Manner } from './terminal/terminal.ts';
import { version } from './version.ts';

/**
 * The commands, their arguments and options. Each command's code is imported when it runs and not before:
 * what costs at the start is what is imported.
 */
export function buildProgram(perform: Perform, how: Manner): Command {
  const program = new Command('countersign');
  const command: MakeCommand = (parent, name, sentence, examples) => {
    const made = parent.command(name).description(sentence).helpCommand(false).helpOption('-h, --help', 'show this help');
    made.configureHelp({ formatHelp: (cmd) => helpText(cmd, examples, how) });
    return made;
  };
  program
    .description('AI writes much of the code now; Countersign settles who answers for it.')
    .usage('COMMAND [options]')
    .helpCommand(false)
    .configureHelp({ formatHelp: (cmd) => helpText(cmd, overviewExamples, how) })
    .optionsGroup('Everywhere')
    .option('--repo <path>', 'the repository to look at', '.')
    .option('--json', 'print JSON; `countersign schema` describes it')
    .option('--ascii', 'no characters beyond ASCII but those of names')
    .option('--color', 'colour even where it is not a terminal')
    .option('--no-color', 'no colour (also NO_COLOR=1)')
    .option('--debug', 'write where a failure arose to a file and say where')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help');

  underPolicy(
    command(program, 'scan', 'Show which changes of a history are AI-assisted, and how we know.', scanExamples)
      .argument('[range]', 'A..B or one revision; everything HEAD reaches where it is left out')
      .optionsGroup('Which part')
      .option('--since <date>', 'only commits from this date on: 2026-03-01, 2026-03, 90d, 12w, 6m, 1y')
      .option('--until <date>', 'only commits up to this date')
      .option('--all', 'add evidence from pull-request heads (refs/pull/*/head)')
      .optionsGroup('What to make of it')
      .option('--html <file>', 'also write the report as one page with pictures, which loads nothing')
      .option('--head-lines', 'also follow every line that stands in HEAD to who wrote it')
      .option('--no-changes', 'leave the list of commits out of the JSON')
      .option('--no-lines', 'count commits only: several times faster on a large history')
      .option('--no-cache', 'read the whole history again instead of what is new since the last scan'),
  ).action((range: string | undefined, _flags, self: Command) =>
    perform(self.optsWithGlobals(), async (session) =>
      (await import('./commands/scan.ts')).scan(session, range ?? null, self.opts()),
    ),
  );

  underPolicy(
    command(program, 'check', 'Decide whether a change may land, why, and who can unblock it.', checkExamples)
      .argument('[range]', 'TARGET..HEAD or one revision; HEAD where it is left out')
      .optionsGroup('Judged against')
      .option('--target <ref>', 'the protected branch, where it is not the default of policy or repository')
      .option('--at <date>', 'as of this moment instead of now')
      .option('--no-cache', 'parse the policy again; always so in a gate (CI set, or a receiving hook)')
      .option('--shadow <file>', 'also judge under this policy file and say what differs; it decides nothing')
      .option('--evidence <file...>', 'also say what these unsigned results would make of it; they meet nothing')
      .optionsGroup('How to answer')
      .addOption(new Option('--format <name>', 'text, json, markdown, sarif, or github: annotations and the step summary').choices(['text', 'json', 'markdown', 'sarif', 'github']))
      .option('--output <file>', 'the answer in that format to a file, and in words to stdout'),
  ).action((range: string | undefined, _flags, self: Command) =>
    perform(self.optsWithGlobals(), async (session) => {
      // Git starts up while the rules are loaded; `check` asks for the same ports, and gets their failure.
      session.ports().catch(() => undefined);
      return (await import('./commands/check.ts')).check(session, range ?? null, self.opts());
    }),
  );

  addVerify(program, command, perform);

  command(program, 'explain', 'Show every claim about a commit or range with its verbatim source, line by line.', [
    ['countersign explain HEAD', 'why this commit counts as AI-assisted, or not'],
    ['countersign explain HEAD~3..HEAD', 'the same for the last three commits'],
    ['countersign explain HEAD --json', 'every claim, for programs'],
  ])
    .argument('<revision>', 'a commit, or a range A..B')
    .action((revision: string, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) =>
        (await import('./commands/explain.ts')).explain(session, revision),
      ),
    );

  underPolicy(
    command(program, 'reviewers', 'Propose whom to ask for a review: who knows these files, and has time.', [
      ['countersign reviewers main..topic', 'whom to ask, who knows how much, and which commits say so'],
      ['countersign reviewers --away away.txt --load load.txt', 'pass over who is away, and ask the less busy'],
      ['countersign reviewers main..topic --json', 'the same for programs'],
    ])
      .argument('[range]', 'TARGET..HEAD or one revision; HEAD where it is left out')
      .optionsGroup('Who has time')
      .option('--away <file>', 'who is away, a line each: ana 2026-12-01')
      .option('--load <file>', 'what waits for whom, and how much may: ana 3/5')
      .optionsGroup('Judged against')
      .option('--target <ref>', 'the protected branch, where it is not the default of policy or repository')
      .option('--at <date>', 'as of this moment instead of now'),
  ).action((range: string | undefined, _flags, self: Command) =>
    perform(self.optsWithGlobals(), async (session) =>
      (await import('./commands/reviewers.ts')).reviewers(session, range ?? null, self.opts()),
    ),
  );

  const policy = command(program, 'policy', 'Check, test, explain and compare policies, or show what is in force.', policyExamples);
  underPolicy(
    command(policy, 'lint', 'Find every mistake in the policy and people files, each with its place and the mend.', policyExamples)
      .optionsGroup('Which policy')
      .option('--target <ref>', 'the protected branch whose policy is meant'),
  ).action((_flags, self: Command) =>
    perform(self.optsWithGlobals(), async (session) =>
      (await import('./commands/policy/lint.ts')).policyLint(session, self.opts()),
    ),
  );
  underPolicy(
    command(policy, 'show', 'Print a preset, or the policy in force with the origin of each rule.', policyExamples)
      .argument('[name]', 'a preset; the policy in force where it is left out')
      .optionsGroup('Which policy')
      .option('--effective', 'preset and file merged (also without this, where no preset is named)')
      .option('--target <ref>', 'the protected branch whose policy is meant'),
  ).action((name: string | undefined, _flags, self: Command) =>
    perform(self.optsWithGlobals(), async (session) =>
      (await import('./commands/policy/show.ts')).policyShow(session, name ?? null, self.opts()),
    ),
  );
  underPolicy(
    command(policy, 'test', 'Run declarative cases: a change, its sign-offs and the decision they must get.', testExamples)
      .argument('[paths...]', 'files or folders of cases; .countersign/tests where none is named')
      .optionsGroup('Which policy')
      .option('--target <ref>', 'the protected branch whose policy is meant'),
  ).action((paths: readonly string[], _flags, self: Command) =>
    perform(self.optsWithGlobals(), async (session) =>
      (await import('./commands/policy-test.ts')).policyTest(session, paths, self.opts()),
    ),
  );

  underPolicy(
    command(policy, 'explain', 'Say what a rule means: when it applies, what it asks in order, who could meet it.', [
      ['countersign policy explain', 'every rule in one line'],
      ['countersign policy explain senior-gate', 'one rule: its condition, its requirements, its people'],
      ['countersign policy explain senior-gate HEAD', 'and what each part of its condition saw of this change'],
    ])
      .argument('[rule]', 'every rule in one line where it is left out')
      .argument('[range]', 'TARGET..HEAD or one revision: a change to try the rule on')
      .optionsGroup('Which policy')
      .option('--target <ref>', 'the protected branch whose policy is meant'),
  ).action((rule: string | undefined, range: string | undefined, _flags, self: Command) =>
    perform(self.optsWithGlobals(), async (session) =>
      (await import('./commands/policy/explain.ts')).policyExplain(session, rule ?? null, range ?? null, self.opts()),
    ),
  );
  command(policy, 'diff', 'Say what one policy asks less and more of than another, what is looser first.', [
    ['countersign policy diff', 'the policy in force against the one in the working tree'],
    ['countersign policy diff HEAD~1 HEAD', 'of two commits, branches or tags'],
    ['countersign policy diff amazon-2026 HEAD', 'of a preset and a commit; a file is named by its .yaml'],
  ])
    .argument('[old]', 'a revision, a .yaml file or a preset; the policy in force where it is left out')
    .argument('[new]', "the same; the working tree's files where it is left out")
    .optionsGroup('Which policy')
    .option('--target <ref>', 'the protected branch whose policy is in force')
    .action((before: string | undefined, after: string | undefined, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) =>
        (await import('./commands/policy/diff.ts')).policyDiff(session, before ?? null, after ?? null, self.opts()),
      ),
    );

  command(program, 'doctor', 'Look at everything Countersign stands on here, each with the mend.', [
    ['countersign doctor', 'the first thing to run when something puzzles'],
    ['countersign doctor --repo ../other', 'the same for another repository'],
    ['countersign doctor --json', 'for programs'],
  ]).action((_flags, self: Command) =>
    perform(self.optsWithGlobals(), async (session) => (await import('./commands/doctor.ts')).doctor(session)),
  );

  command(program, 'mark', 'Say in the newest commit whether an AI helped, in the trailer the field reads.', markExamples)
    .argument('[commit]', 'the newest commit, and no other; HEAD where it is left out')
    .optionsGroup('What to say')
    .option('--tool <name>', 'the tool; where it is left out, the agent this runs under')
    .option('--model <model>', 'the model it used')
    .option('--with <tool>', 'another tool that had a part; may be repeated', collect)
    .option('--none', 'no AI was used: an answer, not a proof')
    .optionsGroup('Where')
    .option('--amend-pushed', 'also a commit that a remote-tracking branch has')
    .action((revision: string | undefined, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) =>
        (await import('./commands/mark.ts')).mark(session, revision ?? null, self.opts()),
      ),
    );

  const hook = command(program, 'hook', 'Have git mark commits as they are made under an agent.', hookExamples);
  for (const [action, sentence] of [
    ['install', 'Install the hooks; hooks that are there run first, and their failure decides.'],
    ['uninstall', 'Take the hooks away and put back what was there.'],
    ['status', 'Say what is installed and whether it runs.'],
  ] as const) {
    command(hook, action, sentence, hookExamples).action((_flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('./commands/hook.ts')).hook(session, action)),
    );
  }
  command(hook, 'run', 'What the installed hooks call; it never holds a commit up or back.', hookExamples)
    .argument('<name>', 'prepare-commit-msg, commit-msg, post-commit or post-rewrite')
    .argument('[args...]', 'what git gives that hook')
    .action((name: string, args: readonly string[], _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('./commands/hook.ts')).runHook(session, name, args)),
    );

  addSigningCommands(program, command, perform);
  addReceive(program, command, perform);
  addGateCommands(program, command, perform);
  addSetupCommands(program, command, perform);
  addLedgerCommands(program, command, perform);
  addWitness(program, command, perform);

  command(program, 'schema', 'Print the JSON Schema of what a command prints with --json.', [
    ['countersign schema', 'the names'],
    ['countersign schema check', 'of `countersign check --json`'],
    ['countersign schema error', 'of every failure under --json'],
  ])
    .argument('[name]', 'one of the names printed without it')
    .action((name: string | undefined, _flags, self: Command) =>
      perform(self.optsWithGlobals(), async (session) => (await import('./commands/schema.ts')).schema(session, name ?? null)),
    );

  command(program, 'help', 'Explain a command, or a topic: policy, evidence, sign-off, exit-codes.', [
    ['countersign help exit-codes', 'what each exit code means'],
    ['countersign help evidence', 'how we know a line was written by an AI'],
    ['countersign help check', 'the same as countersign check --help'],
  ])
    .argument('[topic...]', 'a command, also one of a command, or a topic')
    .action((topic: readonly string[], _flags, self: Command) => {
      const named = topic.reduce<Command | undefined>((group, name) => group?.commands.find((each) => each.name() === name && !(name in later)), program);
      // `countersign help policy` is the topic; the command's own help is one `--help` away.
      const asked = named !== undefined && topic.join(' ') !== 'policy' ? named.helpInformation() : null;
      return perform(self.optsWithGlobals(), async (session) => {
        if (asked === null) return (await import('./commands/help.ts')).help(session, topic.join(' '));
        await session.terminal.raw(asked);
        return 'ok';
      });
    });

  for (const name of Object.keys(later)) {
    program
      .command(name, { hidden: true })
      .allowUnknownOption()
      .allowExcessArguments()
      .helpOption(false)
      .action(() => {
        throw notInThisVersion(name);
      });
  }
  return program;
}

function underPolicy(command: Command): Command {
  return command
    .optionsGroup('Under which policy')
    .addOption(new Option('--preset <name>', 'a preset instead of the policy file').conflicts('policy'))
    .option('--policy <file>', 'a policy file from disk instead of the one in force')
    .option('--people <file>', 'a people file from disk instead of the one in force');
}

const overviewExamples: Examples = [
  ['countersign scan', 'which commits here are AI-assisted, and how we know'],
  ['countersign check', 'may what HEAD brings land, why, and who can unblock it'],
  ['countersign explain HEAD', 'every claim about one commit, with its source'],
];
const scanExamples: Examples = [
  ['countersign scan', 'the whole history of HEAD'],
  ['countersign scan --since 90d', 'the last three months'],
  ['countersign scan --html report.html', 'the same as a page with pictures'],
];
const checkExamples: Examples = [
  ['countersign check', 'what HEAD brings to the default branch'],
  ['countersign check HEAD~1..HEAD --preset amazon-2026', 'the last commit under a preset'],
  ['countersign check --json', 'the decision for programs; the exit code is the verdict'],
];
const markExamples: Examples = [
  ['countersign mark --tool Copilot --model gpt-5.2', 'an AI helped with the newest commit'],
  ['countersign mark --none', 'no AI was used'],
  ['countersign mark HEAD --tool Claude --with eslint', 'the same, with another tool'],
];
const hookExamples: Examples = [
  ['countersign hook install', 'mark what agents commit here'],
  ['countersign hook status', 'what is installed, and whether it runs'],
  ['countersign hook uninstall', 'put back what was there'],
];
const testExamples: Examples = [
  ['countersign policy test', 'every case under .countersign/tests'],
  ['countersign policy test cases/checkout.yaml', 'the cases of one file'],
  ['countersign policy test --policy new.yaml', 'the same cases under a policy that is not in force yet'],
];
const policyExamples: Examples = [
  ['countersign policy lint', 'every mistake, with its place and the mend'],
  ['countersign policy show', 'what is in force here, and which text wrote each rule'],
  ['countersign policy show amazon-2026', 'a preset, to read or to start from'],
];
