import { Failure } from '../../core/values/index.ts';
import { checkChange } from '../../workflows/check-change.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { parseDate } from '../terminal/dates.ts';
import { checkFormats, loadPrinter, type CheckFormat, type Printer } from './check-formats.ts';
import { overrides, unwatched, type Outcome, type PolicyFlags, type Session, type WholeFile } from './command.ts';

/** What `check` takes. */
export interface CheckFlags extends PolicyFlags {
  readonly target?: string;
  readonly at?: string;
  /** `false`: `--no-cache`. */
  readonly cache?: boolean;
  /** One of `checkFormats`. */
  readonly format?: CheckFormat;
  readonly output?: string;
  /** Another policy file to judge under, beside the one in force. */
  readonly shadow?: string;
  /** Files of results that nobody signed: JUnit, lcov, Cobertura, SARIF, mutation testing. */
  readonly evidence?: readonly string[];
}

/** `countersign check [RANGE]`: the decision, and as exit code the verdict. */
export async function check(session: Session, range: string | null, flags: CheckFlags): Promise<Outcome> {
  const format = formatOf(session.json, flags);
  const file = flags.output === undefined ? null : session.wholeFile(flags.output, ...checkFormats[format]);
  const now = flags.at === undefined ? session.now : parseDate('--at', flags.at, session.now, true);
  const opening = Promise.all([session.ports(), flags.cache === false ? null : session.policyMemory()]);
  const deciding = opening.then(async ([ports, memory]) => {
    const options = { memory, range, target: flags.target ?? null, ...overrides(flags), now, onProgress: session.progress ?? unwatched };
    if (flags.shadow === undefined) return checkChange(ports, options);
    return (await import('../../workflows/policy/check-trial.ts')).checkBeside(ports, options, flags.shadow);
  });
  // What prints the answer is loaded while git is asked for it.
  deciding.catch(() => undefined);
  const printer = await loadPrinter(format, session, range);
  const report = await deciding.then((report) => withClaims(session, report, flags.evidence ?? [])).catch((error: unknown) => printer.failed(error));
  const blocking = blocks(report);
  await answer(printer, report, blocking, file, () => loadPrinter('text', session, range));
  return blocking ? 'not-approved' : 'ok';
}

/** Beside what to read with care stands what unsigned results would make of it; the decision is the same. */
async function withClaims(session: Session, report: CheckReport, paths: readonly string[]): Promise<CheckReport> {
  if (paths.length === 0) return report;
  const { previewResults } = await import('../../workflows/results/preview-results.ts');
  const { repository, sha256 } = await session.ports();
  const claims = await previewResults({ repository, sha256, readBytes: session.files.readBytes }, report, paths);
  return { ...report, judgement: { ...report.judgement, warnings: [...report.judgement.warnings, claims] } };
}

/** To a file goes the format that was asked for; stdout then says it in words. */
async function answer(printer: Printer, report: CheckReport, blocking: boolean, file: WholeFile | null, words: () => Promise<Printer>): Promise<void> {
  if (file === null) return printer.print(report, blocking);
  file.write(await printer.text(report, blocking));
  await (await words()).print(report, blocking);
}

function formatOf(json: boolean, { format, output }: CheckFlags): CheckFormat {
  if (json && format !== undefined && format !== 'json') {
    throw new Failure('usage', 'user', `\`--json\` and \`--format ${format}\` ask for two answers`, ['leave one of them out']);
  }
  const chosen = format ?? (json ? 'json' : 'text');
  if (chosen === 'github' && output !== undefined) {
    throw new Failure('usage', 'user', '`--format github` talks to the runner on stdout and takes no `--output`', [
      '--format markdown --output FILE for the summary alone',
    ]);
  }
  return chosen;
}

/** Whatever is not approved or overridden blocks, where the policy enforces and is the repository's own. */
export function blocks({ judgement, source }: CheckReport): boolean {
  const { status } = judgement.decision;
  return judgement.mode === 'enforce' && !source.preview && status !== 'approved' && status !== 'overridden';
}
