import type { Outcome, Session } from './command.ts';

/** `countersign doctor` */
export async function doctor(session: Session): Promise<Outcome> {
  const { diagnose } = await import('../../workflows/diagnose.ts');
  const findings = await diagnose(await session.ports());
  if (session.json) {
    const { printJson } = await import('../json/print.ts');
    const { doctorJson } = await import('../json/doctor.ts');
    await printJson(session.terminal, doctorJson(findings));
  } else {
    const { doctorText } = await import('../text/doctor.ts');
    await session.terminal.answer(doctorText(findings, session.terminal.manner.width));
  }
  return findings.some((finding) => finding.state === 'problem') ? 'mistake' : 'ok';
}
