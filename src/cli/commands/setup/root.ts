import { nameRoot, repositoryBytes } from '../../../workflows/setup/name-root.ts';
import { writePeople } from '../../../workflows/setup/edit-people-file.ts';
import { peopleAtHand } from '../../../workflows/setup/people-at-hand.ts';
import { publicKeyOf } from '../../../workflows/setup/public-key.ts';
import { workingFilesOf } from '../../../workflows/setup/write-setup.ts';
import { rootText } from '../../text/setup/root.ts';
import type { Outcome, Session } from '../command.ts';

/** What `people root` takes. */
export interface RootFlags {
  readonly target?: string;
  readonly dryRun?: boolean;
  readonly key?: readonly string[];
}

/** `countersign people root` */
export async function peopleRoot(session: Session, flags: RootFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const ports = await session.ports();
  const files = await workingFilesOf(ports, session.worktree);
  const at = await peopleAtHand(ports, files, flags.target ?? null);
  const keys = await Promise.all((flags.key ?? []).map((key) => publicKeyOf(key, ports.readText)));
  const change = await nameRoot(at, keys, await session.draw(repositoryBytes));
  const written = flags.dryRun !== true && change.after !== at.text;
  if (written) await writePeople(files, change);
  if (json) {
    const [{ peopleChangeJson }, { printJson }] = await Promise.all([import('../../json/people.ts'), import('../../json/print.ts')]);
    await printJson(terminal, peopleChangeJson({ command: 'people-root', at, change, written, notes: [] }));
  } else await terminal.answer(rootText(at, change, written, terminal.manner.width));
  return 'ok';
}
