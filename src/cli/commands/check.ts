import { checkChange } from '../../workflows/check-change.ts';
import type { CheckReport } from '../../workflows/reports.ts';
import { parseDate } from '../terminal/dates.ts';
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
  const report = await checkChange(ports, {
    memory,
    range,
    target: flags.target ?? null,
    ...overrides(flags),
    now,
    onProgress: session.progress ?? unwatched,
  });
  const blocking = blocks(report);
  if (json) {
    const [{ checkJson }, { printJson }] = await Promise.all([import('../json/check.ts'), import('../json/print.ts')]);
    await printJson(terminal, checkJson(report, blocking));
  } else {
    const { checkText } = await import('../text/check.ts');
    await terminal.answer(checkText(report, { width: terminal.manner.width, range }));
  }
  return blocking ? 'not-approved' : 'ok';
}

/** Whatever is not approved or overridden blocks, where the policy enforces and is the repository's own. */
export function blocks({ judgement, source }: CheckReport): boolean {
  const { status } = judgement.decision;
  return judgement.mode === 'enforce' && !source.preview && status !== 'approved' && status !== 'overridden';
}
