import { pinOfCheckpoint } from '../../../workflows/verify/pinned-history.ts';
import { summaryAttestations } from '../../../workflows/verify/summary-attestation.ts';
import { verifyRange } from '../../../workflows/verify/verify-range.ts';
import type { Outcome, Session } from '../command.ts';

/** What `verify` takes. */
export interface VerifyFlags {
  readonly target?: string;
  readonly root?: string;
  /** File with a checkpoint. */
  readonly since?: string;
  /** File for the verification summaries. */
  readonly vsa?: string;
}

/** `countersign verify [COMMIT|RANGE]`: whether what landed is what was signed, and as exit code the verdict. */
export async function verify(session: Session, range: string | null, flags: VerifyFlags): Promise<Outcome> {
  const { json, now, terminal, progress } = session;
  const vsa = flags.vsa === undefined ? null : session.wholeFile(flags.vsa, '{"_type":"https://in-toto.io/Statement/v1"');
  const since = flags.since === undefined ? null : pinOfCheckpoint(await session.files.readText(flags.since), `\`${flags.since}\``);
  const ports = await session.ports();
  const report = await verifyRange(ports, { range, target: flags.target ?? null, root: flags.root ?? null, since, now, onProgress: progress });
  vsa?.write(summaryAttestations(report, { version: session.version, now }));
  if (json) {
    const [{ verifyJson }, { printJson }] = await Promise.all([import('../../json/proof/verify.ts'), import('../../json/print.ts')]);
    await printJson(terminal, verifyJson(report), 'landings');
  } else {
    const { verifyText } = await import('../../text/proof/verify.ts');
    await terminal.answer(verifyText(report, terminal.manner.width, now));
  }
  return report.verified ? 'ok' : 'not-approved';
}
