import { formatInstant } from '../../../core/values/index.ts';
import { lineOf, proveKey } from '../../../workflows/setup/enrol-key.ts';
import { nameRoot, repositoryBytes } from '../../../workflows/setup/name-root.ts';
import { writePeople } from '../../../workflows/setup/edit-people-file.ts';
import { peopleAtHand } from '../../../workflows/setup/people-at-hand.ts';
import { publicKeyOf } from '../../../workflows/setup/public-key.ts';
import { workingFilesOf } from '../../../workflows/setup/write-setup.ts';
import { rootText } from '../../text/setup/root.ts';
import type { Ports } from '../../../workflows/ports/index.ts';
import type { Outcome, Session } from '../command.ts';
import { asksForPasskey, newPasskey, type PasskeyFlags } from '../signing/passkey.ts';

/** What `people root` takes; with `--passkey` a new passkey is made for it. */
export interface RootFlags extends Omit<PasskeyFlags, 'key' | 'as'> {
  readonly target?: string;
  readonly dryRun?: boolean;
  readonly key?: readonly string[];
}

/** `countersign people root` */
export async function peopleRoot(session: Session, flags: RootFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const { key: named, ...asking } = flags;
  const isAsked = asksForPasskey({ ...asking, ...(named?.[0] === undefined ? {} : { key: named[0] }) });
  const ports = await session.ports();
  const files = await workingFilesOf(ports, session.worktree);
  const at = await peopleAtHand(ports, files, flags.target ?? null);
  const drawn = await session.draw(repositoryBytes);
  const keys = isAsked ? [await madeForRoot(session, ports, flags, at.people.root?.repository ?? drawn)] : await Promise.all((named ?? []).map((key) => publicKeyOf(key, ports.readText)));
  const change = await nameRoot(at, keys, drawn);
  const written = flags.dryRun !== true && change.after !== at.text;
  if (written) await writePeople(files, change);
  if (json) {
    const [{ peopleChangeJson }, { printJson }] = await Promise.all([import('../../json/people.ts'), import('../../json/print.ts')]);
    await printJson(terminal, peopleChangeJson({ command: 'people-root', at, change, written, notes: [] }));
  } else await terminal.answer(rootText(at, change, written, terminal.manner.width));
  return 'ok';
}

/** The line of a new passkey, which has signed once: one that could not is not relied on. */
async function madeForRoot(session: Session, ports: Ports, { key: _, ...flags }: RootFlags, repository: string): Promise<string> {
  const signer = await newPasskey(session, flags, 'root', repository);
  const [key] = await signer.keys(null);
  const { proof } = await proveKey(signer, key!, { repository, person: 'root', publicKey: key!.publicKey, at: formatInstant(session.now) }, ports.cryptography);
  return lineOf(proof, 'root');
}
