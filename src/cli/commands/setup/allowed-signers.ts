import { allowedSigners } from '../../../core/attestation/index.ts';
import { peopleAtHand } from '../../../workflows/setup/people-at-hand.ts';
import { workingFilesOf } from '../../../workflows/setup/write-setup.ts';
import type { Outcome, Session } from '../command.ts';

/** What `people allowed-signers` takes. */
export interface SignersFlags {
  readonly target?: string;
  readonly worktree?: boolean;
}

/** `countersign people allowed-signers`: of the protected branch, because only what is there counts. */
export async function peopleAllowedSigners(session: Session, flags: SignersFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const ports = await session.ports();
  const at = await peopleAtHand(ports, flags.worktree === true ? await workingFilesOf(ports, session.worktree) : null, flags.target ?? null);
  const text = allowedSigners(at.people);
  if (json) {
    const [{ allowedSignersJson }, { printJson }] = await Promise.all([import('../../json/people.ts'), import('../../json/print.ts')]);
    await printJson(terminal, allowedSignersJson(at, text));
  } else await terminal.raw(text);
  return 'ok';
}
