import { keyFingerprint } from '../../../core/attestation/index.ts';
import { readKeyLine } from '../../../core/policy/index.ts';
import { Failure, formatInstant } from '../../../core/values/index.ts';
import { writePeople } from '../../../workflows/setup/edit-people-file.ts';
import { enrolKey, holderOf, personOfKey, proveKey, repositoryOf } from '../../../workflows/setup/enrol-key.ts';
import { peopleAtHand, type PeopleAtHand } from '../../../workflows/setup/people-at-hand.ts';
import { workingFilesOf } from '../../../workflows/setup/write-setup.ts';
import type { Ports, Signer, SigningKey } from '../../../workflows/ports/index.ts';
import { enrolledText } from '../../text/setup/keys.ts';
import type { Outcome, Session } from '../command.ts';
import { asksForPasskey, newPasskey, type PasskeyFlags } from '../signing/passkey.ts';

/** What `people enrol` and `people prove` take; with `--passkey` a new passkey is made and proved. */
export interface EnrolFlags extends PasskeyFlags {
  /** Public or private half; `undefined`: the one key ssh-agent holds. */
  readonly key?: string;
  readonly id?: string;
  /** A proof somebody sent. */
  readonly proof?: string;
  readonly target?: string;
  readonly dryRun?: boolean;
}

/** `countersign people enrol` */
export async function peopleEnrol(session: Session, flags: EnrolFlags): Promise<Outcome> {
  const { json, terminal } = session;
  if (flags.proof !== undefined && (flags.key !== undefined || flags.id !== undefined || flags.passkey === true)) {
    throw new Failure('usage', 'user', 'a proof says whose key it is: `--proof` goes with neither `--key` nor `--id` nor `--passkey`', ['countersign people enrol --proof FILE']);
  }
  const ports = await session.ports();
  const files = await workingFilesOf(ports, session.worktree);
  const at = await peopleAtHand(ports, files, flags.target ?? null);
  const { text, comment } = flags.proof === undefined ? await proved(session, ports, at, flags) : { text: await ports.readText(flags.proof), comment: null };
  const enrolment = await enrolKey(at, text, comment, session.now, ports.cryptography);
  const written = flags.dryRun !== true;
  if (written) await writePeople(files, enrolment.change);
  const fingerprint = keyFingerprint(enrolment.proof.publicKey, ports.cryptography);
  if (json) {
    const [{ peopleEnrolJson }, { printJson }] = await Promise.all([import('../../json/people.ts'), import('../../json/print.ts')]);
    await printJson(terminal, peopleEnrolJson(at, enrolment, fingerprint, written));
  } else await terminal.answer(enrolledText(at, enrolment, fingerprint, written, terminal.manner.width));
  return 'ok';
}

/** `countersign people prove`: what a newcomer sends to whoever edits the people file. */
export async function peopleProve(session: Session, flags: EnrolFlags): Promise<Outcome> {
  const { json, terminal } = session;
  const ports = await session.ports();
  const { bare } = await ports.repository.facts();
  const at = await peopleAtHand(ports, bare ? null : await workingFilesOf(ports, session.worktree), flags.target ?? null);
  const { text, person, key } = await proved(session, ports, at, flags);
  if (json) {
    const [{ peopleProveJson }, { printJson }] = await Promise.all([import('../../json/people.ts'), import('../../json/print.ts')]);
    await printJson(terminal, peopleProveJson(at, { text, person, fingerprint: key.fingerprint }));
  } else await terminal.raw(text);
  return 'ok';
}

/** Has the key sign who it is; ssh-keygen asks for a touch or a passphrase itself. */
async function proved(session: Session, ports: Ports, at: PeopleAtHand, flags: EnrolFlags) {
  const repository = repositoryOf(at.people);
  const signer = await signerOf(session, at, flags);
  const keys = await signer.keys(flags.key ?? null);
  const [key] = keys;
  if (key === undefined) throw new Failure('key-unusable', 'user', 'there is no key to enrol: ssh-agent holds none', ['name one: --key ~/.ssh/id_ed25519.pub']);
  if (keys.length > 1) throw new Failure('usage', 'user', `ssh-agent holds ${keys.length} keys`, ['name the one to enrol: --key ~/.ssh/id_ed25519.pub']);
  const comment = await commentOf(key, flags.key, ports);
  const person = flags.id ?? personOfKey(at.people, comment);
  holderOf(at.people, person);
  const { text } = await proveKey(signer, key, { repository, person, publicKey: key.publicKey, at: formatInstant(session.now) }, ports.cryptography);
  return { text, person, key, comment };
}

/** A passkey is made for somebody: its name says whose it is, so they are named first. */
async function signerOf(session: Session, { people }: PeopleAtHand, flags: EnrolFlags): Promise<Signer> {
  if (!asksForPasskey(flags)) return session.signer();
  if (flags.id === undefined) throw new Failure('usage', 'user', 'a new passkey says nothing of whose it is', ['--passkey --id ID']);
  holderOf(people, flags.id);
  return newPasskey(session, flags, flags.id, repositoryOf(people));
}

/** Of the `.pub` file, where there is one: the private half is never opened. */
async function commentOf(key: SigningKey, typed: string | undefined, ports: Ports): Promise<string | null> {
  if (typed === undefined) return null;
  const line = await ports.readText(typed.endsWith('.pub') ? typed : `${typed}.pub`).catch(() => '');
  const read = readKeyLine(line.trim());
  return read.ok && read.line.publicKey === key.publicKey && read.line.comment !== '' ? read.line.comment : null;
}
