import type { Judgement } from '../../../core/decision/index.ts';
import { readKeyLine, type People } from '../../../core/policy/index.ts';
import { Failure } from '../../../core/values/index.ts';
import { peoplePath } from '../../../workflows/load-policy.ts';
import type { PasskeyAsking, Signer } from '../../../workflows/ports/index.ts';
import { findKey, type PersonalKey } from '../../../workflows/signing/find-key.ts';
import type { Session } from '../command.ts';

/** Flags of every command that can ask for a passkey. */
export interface PasskeyFlags {
  readonly key?: string;
  readonly passkey?: boolean;
  /** Whose passkey, where several people have one for this page. */
  readonly as?: string;
  readonly port?: string;
  /** `false`: the address is only printed. */
  readonly open?: boolean;
}

/** Where no port is named. A passkey enrolled for one port counts for that one alone. */
export const usualPort = 14_117;
/** Seconds for which the page is waited for. */
const patience = 300;

/** What signs, and as whom: a passkey on a page of this machine, else a key of ssh-keygen or ssh-agent. */
export async function signerAndKey(
  session: Session,
  flags: PasskeyFlags,
  { people, where }: { readonly people: People; readonly where: string },
  judgement: Pick<Judgement, 'outcomes'> | null,
): Promise<{ readonly signer: Signer; readonly mine: PersonalKey }> {
  if (!asksForPasskey(flags)) {
    const signer = await session.signer();
    return { signer, mine: await findKey(signer, flags.key ?? null, people, where) };
  }
  const port = portOf(flags);
  const { person, keys } = passkeysOf(people, port, flags.as ?? null, where);
  const verification = judgement !== null && asksForVerified(judgement) ? 'required' : 'preferred';
  const signer = await session.passkey(askingOf(session, flags, { port, person, keys, verification, repository: people.root?.repository ?? '' }));
  return { signer, mine: await findKey(signer, null, people, where) };
}

/** What makes a passkey for somebody and signs with it once; `repository` is the id of 64 hex digits. */
export async function newPasskey(session: Session, flags: PasskeyFlags, person: string, repository: string): Promise<Signer> {
  return session.passkey(askingOf(session, flags, { port: portOf(flags), person, keys: null, verification: 'preferred', repository }));
}

/** What signs with a passkey of the root. */
export async function rootPasskey(session: Session, flags: PasskeyFlags, { root }: People, where: string): Promise<Signer> {
  const port = portOf(flags);
  const keys = passkeysAmong(root?.keys ?? [], originOf(port));
  if (root === undefined || keys.length === 0) {
    throw new Failure('not-enrolled', 'user', `the root has no passkey for the page ${originOf(port)} in ${where}`, ['countersign people root --passkey makes one', 'a passkey counts only for the port it was made on: --port N', 'with another key of the root: countersign adopt --key ROOT']);
  }
  return session.passkey(askingOf(session, flags, { port, person: 'root', keys, verification: 'preferred', repository: root.repository }));
}

/** Whether a passkey is asked for; flags that contradict it, or that need it, throw. */
export function asksForPasskey({ passkey, key, as, port, open }: PasskeyFlags): boolean {
  if (passkey === true && key !== undefined) throw new Failure('usage', 'user', '`--passkey` and `--key` contradict each other', ['say one of them']);
  const stray = passkey === true ? undefined : as !== undefined ? '--as' : port !== undefined ? '--port' : open === false ? '--no-open' : undefined;
  if (stray !== undefined) throw new Failure('usage', 'user', `\`${stray}\` goes with \`--passkey\``, ['add --passkey, or leave it out']);
  return passkey === true;
}

function askingOf(
  { terminal, openBrowser }: Session,
  flags: PasskeyFlags,
  asked: Pick<PasskeyAsking, 'port' | 'person' | 'keys' | 'verification' | 'repository'>,
): PasskeyAsking {
  const tell = (url: string): void => {
    terminal.aside([[], [`Answer in your browser: ${url}`]]);
    if (flags.open !== false) openBrowser(url);
  };
  return { ...asked, patience, tell };
}

function portOf({ port }: PasskeyFlags): number {
  if (port === undefined) return usualPort;
  const number = /^[1-9]\d{3,4}$/.test(port) ? Number(port) : 0;
  if (number < 1024 || number > 65_535) throw new Failure('usage', 'user', `\`--port ${port}\` is no port for this`, [`a number from 1024 to 65535; ${usualPort} where it is left out`]);
  return number;
}

/** The page as browsers write it, and so the lines of people.yaml. */
function originOf(port: number): string {
  return `http://localhost:${port}`;
}

/** Those of these lines that count for a page, as `type base64`. */
function passkeysAmong(lines: readonly string[], origin: string): readonly string[] {
  return lines.flatMap((line) => {
    const read = readKeyLine(line);
    return read.ok && !read.line.revoked && read.line.origins.includes(origin) ? [read.line.publicKey] : [];
  });
}

/** The passkeys that people.yaml enrols for this page, of the one person who has any or who is named. */
function passkeysOf(people: People, port: number, as: string | null, where: string): { readonly person: string; readonly keys: readonly string[] } {
  const origin = originOf(port);
  const all = people.persons.map(({ id, keys }) => ({ person: id, keys: passkeysAmong(keys, origin) }));
  const found = all.filter(({ person, keys }) => keys.length > 0 && (as === null || person === as));
  const [first, ...others] = found;
  if (first === undefined) {
    const whose = as === null ? 'nobody has a passkey' : `\`${as}\` has no passkey`;
    throw new Failure('not-enrolled', 'user', `${whose} for the page ${origin} in ${where}`, [`countersign people enrol --passkey --id ${as ?? 'ID'} makes one, for ${peoplePath}`, 'a passkey counts only for the port it was enrolled on']);
  }
  if (others.length > 0) throw new Failure('usage', 'user', `${found.map(({ person }) => person).join(', ')} have passkeys for the page ${origin}`, ['say who you are: --as ID']);
  return first;
}

/** Whether any rule that applies wants a PIN or biometric of whoever signs. */
function asksForVerified({ outcomes }: Pick<Judgement, 'outcomes'>): boolean {
  return outcomes.some(({ requirements }) => requirements.some(({ template }) => (template.kind === 'sign-off' || template.kind === 'review') && template.signature === 'verified'));
}
