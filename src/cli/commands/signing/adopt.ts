import { Failure } from '../../../core/values/index.ts';
import { adoptTarget } from '../../../workflows/signing/adopt-target.ts';
import { adoptedText } from '../../text/signing/gates.ts';
import type { Outcome, Session } from '../command.ts';
import { nonceBytes } from './say.ts';

/** What `adopt` takes. */
export interface AdoptFlags {
  readonly key?: string;
  readonly gate?: string;
  readonly target?: string;
  readonly newRoot?: boolean;
}

/** `countersign adopt` */
export async function adopt(session: Session, flags: AdoptFlags): Promise<Outcome> {
  const { json, terminal } = session;
  if (flags.key === undefined) throw new Failure('usage', 'user', 'no key is named to adopt with', ['the first time the root’s: countersign adopt --key ROOT', 'later a gate’s: countersign adopt --key GATE']);
  const ports = await session.ports();
  const draft = { target: flags.target ?? null, key: flags.key, gate: flags.gate ?? null, newRoot: flags.newRoot === true, nonce: await session.draw(nonceBytes), now: session.now };
  const adopted = await adoptTarget(ports, await session.signer(), draft);
  if (json) {
    const [{ adoptJson }, { printJson }] = await Promise.all([import('../../json/gates.ts'), import('../../json/print.ts')]);
    await printJson(terminal, adoptJson(adopted));
  } else await terminal.answer(adoptedText(adopted, terminal.manner.width));
  return 'ok';
}
