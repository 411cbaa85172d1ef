import { Failure } from '../../../core/values/index.ts';
import { recordEvidence } from '../../../workflows/signing/record-evidence.ts';
import { evidenceText } from '../../text/signing/gates.ts';
import type { Outcome, Session } from '../command.ts';
import { nonceBytes } from './say.ts';

/** What `evidence record` takes. */
export interface EvidenceFlags {
  readonly check?: string;
  readonly passed?: boolean;
  readonly failed?: boolean;
  readonly tool?: string;
  readonly key?: string;
  readonly gate?: string;
  readonly target?: string;
}

/** `countersign evidence record` */
export async function evidenceRecord(session: Session, revision: string | null, flags: EvidenceFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const pasted = `countersign evidence record --check ${flags.check ?? 'test'} --passed --key ${flags.key ?? 'KEY'}`;
  const name = flags.check?.trim() ?? '';
  if (name === '') throw new Failure('usage', 'user', 'no check is named', [pasted]);
  if ((flags.passed === true) === (flags.failed === true)) throw new Failure('usage', 'user', `\`${name}\` has ${flags.passed === true ? 'both' : 'neither'} passed ${flags.passed === true ? 'and' : 'nor'} failed`, ['say one: --passed or --failed', pasted]);
  if (flags.key === undefined) throw new Failure('usage', 'user', 'no key of a gate is named', [pasted]);
  const ports = await session.ports();
  const recorded = await recordEvidence(ports, await session.signer(), {
    name, outcome: flags.passed === true ? 'passed' : 'failed', tool: flags.tool ?? null, revision: revision ?? 'HEAD',
    target: flags.target ?? null, gate: flags.gate ?? null, key: flags.key, nonce: await session.draw(nonceBytes), now: session.now,
  });
  if (json) {
    const [{ evidenceRecordJson }, { printJson }] = await Promise.all([import('../../json/gates.ts'), import('../../json/print.ts')]);
    await printJson(terminal, evidenceRecordJson(recorded));
  } else await terminal.answer(evidenceText(recorded, terminal.manner.width));
  return 'ok';
}
