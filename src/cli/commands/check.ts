import { checkChange } from '../../workflows/check-change.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { parseDate } from '../terminal/dates.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { overrides, unwatched, type Outcome, type PolicyFlags, type Session } from './command.ts';

/** What `check` takes. */
export interface CheckFlags extends PolicyFlags {
  readonly target?: string;
  readonly at?: string;
  /** `false`: `--no-cache`. */
  readonly cache?: boolean;
}

/** `countersign check [RANGE]`: the decision, and as exit code the verdict. */
export async function check(session: Session, range: string | null, flags: CheckFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const now = flags.at === undefined ? session.now : parseDate('--at', flags.at, session.now, true);
  const [ports, memory] = await Promise.all([session.ports(), flags.cache === false ? null : session.policyMemory()]);
  const checking = checkChange(ports, {
    memory,
    range,
    target: flags.target ?? null,
    ...overrides(flags),
    now,
    onProgress: session.progress ?? unwatched,
  });
  // What prints the answer is loaded while git is asked for it.
  checking.catch(() => undefined);
  const print = json ? await jsonPrinter(terminal) : await textPrinter(terminal, range);
  const report = await checking;
  const blocking = blocks(report);
  await print(report, blocking);
  return blocking ? 'not-approved' : 'ok';
}

type Printer = (report: CheckReport, blocking: boolean) => Promise<void>;

async function jsonPrinter(terminal: Terminal): Promise<Printer> {
  const [{ checkJson }, { printJson }] = await Promise.all([import('../json/check.ts'), import('../json/print.ts')]);
  return (report, blocking) => printJson(terminal, checkJson(report, blocking));
}

async function textPrinter(terminal: Terminal, range: string | null): Promise<Printer> {
  const { checkText } = await import('../text/check.ts');
  return (report) => terminal.answer(checkText(report, { width: terminal.manner.width, range }));
}

/** Whatever is not approved or overridden blocks, where the policy enforces and is the repository's own. */
export function blocks({ judgement, source }: CheckReport): boolean {
  const { status } = judgement.decision;
  return judgement.mode === 'enforce' && !source.preview && status !== 'approved' && status !== 'overridden';
}
