import { CommanderError } from 'commander';
import type { Cryptography } from '../core/attestation/index.ts';
import { Failure, type Sha256 } from '../core/values/index.ts';
import type { CommitWriter, HookFolder, PasskeyPage, PolicyMemory, Ports, ScanMemory, Signer, TextFiles, Witnessing, WorkingFiles } from '../workflows/ports/index.ts';
import type { Outcome, Session, WholeFile } from './commands/command.ts';
import { exitCodeOfFailure, exitCodeOfOutcome, exitCodes } from './exit-code.ts';
import type { GlobalFlags } from './perform.ts';
import { buildProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';
import { progressLine } from './terminal/progress.ts';
import { manner, openTerminal, type Sink } from './terminal/terminal.ts';
import { usageFailure } from './usage-failure.ts';
import { version } from './version.ts';

/** What the command line needs from the process it runs in. */
export interface Surroundings {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Milliseconds, only forward. */
  readonly clock: () => number;
  readonly openPorts: (path: string) => Promise<Ports>;
  readonly openMemory: () => Promise<ScanMemory>;
  /** `null` where no build of the program is told apart from another. */
  readonly openPolicyMemory: () => Promise<PolicyMemory | null>;
  readonly files: TextFiles;
  readonly wholeFile: (path: string, ...marks: readonly string[]) => WholeFile;
  readonly appendFitting: Session['appendFitting'];
  readonly openWriting: () => Promise<Writing>;
  /** Only where a person sits at both ends: stdin and stderr are terminals. */
  readonly question: ((text: string) => Promise<string | null>) | null;
  /** Writes a trace to a new file and gives its path. */
  readonly writeTrace: (text: string) => Promise<string>;
  /** Resolves when the user interrupts. */
  readonly interrupted: Promise<void>;
}

/** What the commands that write need besides; loaded for them alone. */
export interface Writing {
  readonly writer: (path: string) => CommitWriter;
  readonly hooks: (path: string) => HookFolder;
  readonly worktree: (root: string) => WorkingFiles;
  readonly nodeSha256: Sha256;
  readonly cryptography: () => Promise<Cryptography>;
  /** Random hex digits of so many bytes. */
  readonly draw: (bytes: number) => string;
  readonly input: () => Promise<string>;
  readonly ask: ((path: string) => Promise<string | null>) | null;
  readonly signer: () => Promise<Signer>;
  readonly passkey: () => Promise<{ readonly page: PasskeyPage; readonly openBrowser: (url: string) => void }>;
  /** `close` removes what was fetched. */
  readonly witnessing: () => Promise<Witnessing & { close(): Promise<void> }>;
}

/** Runs one command line (without `node` and the script) and gives its exit code; throws nothing. */
export async function run(argv: readonly string[], around: Surroundings): Promise<number> {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const typed = new Set(options);
  const color = typed.has('--no-color') ? false : typed.has('--color') ? true : null;
  const how = manner({ env: around.env, stdout: around.stdout, color, ascii: typed.has('--ascii') });
  const terminal = openTerminal(around.stdout, around.stderr, how);
  const progress = progressLine(around.stderr, around.stderr.columns || how.width, how.ascii, around.clock);
  const opened: Ports[] = [];
  const outside: { close(): Promise<void> }[] = [];
  let outcome: Outcome = 'ok';
  let printed = '';
  let signing = false;
  const watched = (signer: Signer): Signer => ({ ...signer, sign: (...said) => ((signing = true), signer.sign(...said)) });

  const perform = async (flags: GlobalFlags, command: (session: Session) => Promise<Outcome>): Promise<void> => {
    let ports: Promise<Ports> | null = null;
    const repo = (): string => {
      if (flags.repo === '') throw new Failure('usage', 'user', '`--repo` needs a path', ['countersign --repo PATH …']);
      return flags.repo;
    };
    let written: Promise<Writing> | null = null;
    const writing = () => (written ??= around.openWriting());
    const open = async (): Promise<Ports> => {
      const made = await around.openPorts(repo());
      opened.push(made);
      return made;
    };
    outcome = await command({
      terminal: {
        ...terminal,
        answer: (lines) => (progress.clear(), terminal.answer(lines)),
        aside: (lines) => (progress.clear(), terminal.aside(lines)),
        raw: (text) => (progress.clear(), terminal.raw(text)),
      },
      json: flags.json === true,
      now: around.now(),
      clock: around.clock,
      progress: around.stderr.isTTY === true ? progress.report : null,
      ports: () => (ports ??= open()),
      reopen: open,
      memory: around.openMemory,
      files: around.files,
      wholeFile: around.wholeFile,
      appendFitting: around.appendFitting,
      policyMemory: async () => (decidesForOthers(around.env) ? null : around.openPolicyMemory()),
      version,
      env: around.env,
      writer: async () => (await writing()).writer(repo()),
      hooks: async () => (await writing()).hooks(repo()),
      digests: writing,
      cryptography: async () => (await writing()).cryptography(),
      worktree: async (root) => (await writing()).worktree(root),
      question: around.question === null ? null : (text) => (progress.clear(), around.question!(text)),
      draw: async (bytes) => (await writing()).draw(bytes),
      input: async () => (await writing()).input(),
      ask: async () => (await writing()).ask?.(repo()) ?? null,
      signer: async () => watched(await (await writing()).signer()),
      passkey: async (asking) => watched((await (await writing()).passkey()).page(asking)),
      openBrowser: (url) => void writing().then(async ({ passkey }) => (await passkey()).openBrowser(url)),
      witnessing: async () => {
        const witnessing = await (await writing()).witnessing();
        outside.push(witnessing);
        return witnessing;
      },
    });
  };

  const program = buildProgram(perform, how);
  let current = '';
  program.hook('preSubcommand', (_parent, sub) => void (current = `${current} ${sub.name()}`.trim()));
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
    command.exitOverride().configureOutput({ writeOut: (text) => void (printed += text), writeErr: () => {} });
  }
  const interruption = around.interrupted.then(() => {
    throw new Failure('interrupted', 'user', signing ? stoppedWhileSigning : stoppedIn(current));
  });
  try {
    await Promise.race([program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' }), interruption]);
    return exitCodeOfOutcome(outcome);
  } catch (error) {
    progress.clear();
    if (error instanceof CommanderError && error.exitCode === 0) {
      await terminal.raw(printed);
      return exitCodes.ok;
    }
    const failure = error instanceof CommanderError ? usageFailure(error, current) : error;
    return exitCodeOfFailure(
      await reportFailure(failure, terminal, {
        json: typed.has('--json') || typed.has('--format=json') || options.some((option, index) => option === 'json' && options[index - 1] === '--format'),
        writeTrace: typed.has('--debug') ? around.writeTrace : null,
      }),
    );
  } finally {
    progress.clear();
    await closeAll([...opened.map(({ repository }) => repository), ...outside]);
  }
}

/** A statement is whole or not there, and one that is signed is kept on the disk until the ledger has it. */
const stoppedWhileSigning = 'stopped; if it was signed it is in the ledger or waits here, whole: see `countersign ledger show`';

/** What may have been written before the command was stopped. */
function stoppedIn(command: string): string {
  if (/^(?:mark|hook)\b/.test(command)) return 'stopped; what was written is whole, see `git log -1` and `countersign hook status`';
  if (/^(?:init|people (?:add|import|root|enrol|revoke))\b/.test(command)) return 'stopped; what was written is whole, see `git status`';
  if (/^ledger push\b/.test(command)) return stoppedWhileSigning;
  if (/^witness\b/.test(command)) return 'stopped; what was cosigned is there whole or not at all: run it again';
  return 'stopped; nothing was written';
}

/** In continuous integration and in a hook that receives a push, what we say lets a change in or keeps it out. */
function decidesForOthers(env: Surroundings['env']): boolean {
  return Boolean(env['CI']) || Boolean(env['GIT_QUARANTINE_PATH']);
}

const closingMilliseconds = 2000;

/**
 * Closes what was opened, and waits no longer than two seconds: a child that does not end must not hold back the
 * exit code. The timer also keeps the process alive until the code is known; a process that runs out of work
 * while it waits would end with 0, which for a gate reads as approved.
 */
async function closeAll(opened: readonly { close(): Promise<void> }[]): Promise<void> {
  if (opened.length === 0) return;
  const closed = Promise.all(opened.map((each) => each.close().catch(() => {})));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, closingMilliseconds)));
  await Promise.race([closed, late]);
  clearTimeout(timer);
}
