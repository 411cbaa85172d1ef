import { lintPolicyFiles } from '../../../workflows/lint-policy.ts';
import { overrides, type Outcome, type PolicyFlags, type Session } from '../command.ts';

/** What `policy lint` and `policy show` take. */
export interface PolicyCommandFlags extends PolicyFlags {
  readonly target?: string;
}

/** `countersign policy lint`: errors are the configuration's mistake. */
export async function policyLint(session: Session, flags: PolicyCommandFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const ports = await session.ports();
  const { bare, path } = await ports.repository.facts();
  const report = await lintPolicyFiles(ports, { target: flags.target ?? null, ...overrides(flags) }, bare ? null : await session.worktree(path));
  if (json) {
    const [{ policyLintJson }, { printJson }] = await Promise.all([import('../../json/policy.ts'), import('../../json/print.ts')]);
    await printJson(terminal, policyLintJson(report));
  } else {
    const { policyLintText } = await import('../../text/policy/lint.ts');
    await terminal.answer(policyLintText(report, terminal.manner.width));
  }
  return report.problems.some((problem) => problem.severity === 'error') ? 'mistake' : 'ok';
}
