import { Failure } from '../../../core/values/index.ts';
import { adoptTarget } from '../../../workflows/signing/adopt-target.ts';
import { adoptedText } from '../../text/signing/gates.ts';
import type { Outcome, Session } from '../command.ts';
import { asksForPasskey, rootPasskey, type PasskeyFlags } from './passkey.ts';
import { nonceBytes } from './say.ts';

/** What `adopt` takes; with `--passkey` it is one of the root that signs. */
export interface AdoptFlags extends Omit<PasskeyFlags, 'as'> {
  readonly gate?: string;
  readonly target?: string;
  readonly newRoot?: boolean;
}

/** `countersign adopt` */
export async function adopt(session: Session, flags: AdoptFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const byPasskey = asksForPasskey(flags);
  if (flags.key === undefined && !byPasskey) throw new Failure('usage', 'user', 'no key is named to adopt with', ['the first time the root’s: countersign adopt --key ROOT, or --passkey', 'later a gate’s: countersign adopt --key GATE']);
  const ports = await session.ports();
  const draft = { target: flags.target ?? null, key: flags.key ?? null, gate: flags.gate ?? null, newRoot: flags.newRoot === true, nonce: await session.draw(nonceBytes), now: session.now };
  const adopted = await adoptTarget(ports, (people, where) => (byPasskey ? rootPasskey(session, flags, people, where) : session.signer()), draft);
  if (json) {
    const [{ adoptJson }, { printJson }] = await Promise.all([import('../../json/gates.ts'), import('../../json/print.ts')]);
    await printJson(terminal, adoptJson(adopted));
  } else await terminal.answer(adoptedText(adopted, terminal.manner.width));
  return 'ok';
}
