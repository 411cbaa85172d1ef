import { testPolicy } from '../../workflows/test-policy.ts';
import { overrides, type Outcome, type Session } from './command.ts';
import type { PolicyCommandFlags } from './policy/lint.ts';

/** `countersign policy test [PATHS]`: runs cases; needs no repository where the files name their policy. */
export async function policyTest(session: Session, paths: readonly string[], flags: PolicyCommandFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const { nodeSha256 } = await session.digests();
  const report = await testPolicy(
    { files: session.files, sha256: nodeSha256, repository: session.ports },
    { paths, target: flags.target ?? null, ...overrides(flags) },
  );
  if (json) {
    const [{ policyTestJson }, { printJson }] = await Promise.all([import('../json/policy-test.ts'), import('../json/print.ts')]);
    await printJson(terminal, policyTestJson(report));
  } else {
    const { policyTestText } = await import('../text/policy-test.ts');
    await terminal.answer(policyTestText(report, terminal.manner.width));
  }
  return report.failed > 0 ? 'cases-failed' : 'ok';
}
