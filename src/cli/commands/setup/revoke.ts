import { writePeople } from '../../../workflows/setup/edit-people-file.ts';
import { peopleAtHand } from '../../../workflows/setup/people-at-hand.ts';
import { revokeKeys } from '../../../workflows/setup/revoke-key.ts';
import { workingFilesOf } from '../../../workflows/setup/write-setup.ts';
import { revokedText } from '../../text/setup/keys.ts';
import type { Outcome, Session } from '../command.ts';

/** What `people revoke` takes. */
export interface RevokeFlags {
  readonly key?: string;
  readonly target?: string;
  readonly dryRun?: boolean;
}

/** `countersign people revoke ID` */
export async function peopleRevoke(session: Session, id: string, flags: RevokeFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const ports = await session.ports();
  const files = await workingFilesOf(ports, session.worktree);
  const at = await peopleAtHand(ports, files, flags.target ?? null);
  const revocation = await revokeKeys(at, id, flags.key ?? null, ports.cryptography);
  const written = flags.dryRun !== true;
  if (written) await writePeople(files, revocation.change);
  if (json) {
    const [{ peopleRevokeJson }, { printJson }] = await Promise.all([import('../../json/people.ts'), import('../../json/print.ts')]);
    await printJson(terminal, peopleRevokeJson(at, revocation, written));
  } else await terminal.answer(revokedText(at, revocation, written, terminal.manner.width));
  return 'ok';
}
