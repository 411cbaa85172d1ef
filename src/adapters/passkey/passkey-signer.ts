import { randomBytes } from 'node:crypto';
import { checkSignature, keyFingerprint, pae, passkeyPublicKey, passkeySignature, payloadType, type Cryptography } from '../../core/attestation/index.ts';
import type { PasskeyAsking, Signer, SigningKey } from '../../workflows/ports/index.ts';
import { originOf } from './admit.ts';
import { openPageServer, type Judged, type PageServer } from './page-server.ts';
import { bytesOf } from './read-answer.ts';
import type { Answer, Signing } from './tasks.ts';

/** The page is this machine's, and so is its relying party: the passkeys it makes are good for no site. */
const rpId = 'localhost';

/**
 * Signs with a passkey through a page on this machine. The page makes the challenge of what it shows; what comes back is
 * put together as an SSHSIG over what was meant to be signed, and checked as any reader will, before it is given out.
 */
export function openPasskeySigner(asking: PasskeyAsking, cryptography: Cryptography): Signer {
  const { person, port, repository } = asking;
  const drawId = () => randomBytes(8).toString('hex');
  let page: PageServer | null = null;
  /** Of the passkey made here. */
  let credential: string | null = null;
  const opened = async (): Promise<PageServer> => {
    if (page !== null) return page;
    page = await openPageServer(port, asking.patience);
    asking.tell(page.url);
    return page;
  };
  /** Closes the page where a step of it fails: the next attempt opens another, with another address. */
  const during = async <T>(work: (open: PageServer) => Promise<T>): Promise<T> => {
    try {
      return await work(await opened());
    } catch (error) {
      page?.close('the terminal no longer waits for an answer');
      page = null;
      throw error;
    }
  };
  const keyOf = (publicKey: string): SigningKey => ({ publicKey, fingerprint: keyFingerprint(publicKey, cryptography), where: 'passkey' });
  return {
    keys: async () => {
      const [first, ...others] = asking.keys ?? [];
      if (first !== undefined) return [{ ...keyOf(first), alternatives: others }];
      return during(async (open) => {
        const made = await open.ask({ kind: 'create', id: drawId(), person, repository }, madeKey);
        credential = made.credential;
        return [keyOf(made.publicKey)];
      });
    },
    sign: (key, namespace, message) =>
      during(async (open) => {
        const task: Signing = { kind: 'sign', id: drawId(), person, namespace, ...shownOf(message), verification: asking.verification, credential };
        const armored = await open.ask(task, (answer) => signatureOf(answer, { asking, keys: [key.publicKey, ...(key.alternatives ?? [])], namespace, message, cryptography }));
        open.close('it was answered already');
        page = null;
        return armored;
      }),
  };
}

/** What the page shows, and of which it makes the message again: the payload of a statement, or a text. */
function shownOf(message: Uint8Array): Pick<Signing, 'form' | 'body'> {
  const text = Buffer.from(message);
  const beginning = /^DSSEv1 \d+ \S+ (\d+) /.exec(text.subarray(0, 100).toString('latin1'));
  const payload = beginning === null ? null : text.subarray(beginning[0].length);
  if (payload === null || !Buffer.from(pae(payloadType, payload)).equals(text)) return { form: 'text', body: text.toString('base64url') };
  return { form: 'statement', body: payload.toString('base64url') };
}

function madeKey(answer: Answer): Judged<{ readonly publicKey: string; readonly credential: string }> {
  const spki = answer.kind === 'create' ? bytesOf(answer.spki) : null;
  if (answer.kind !== 'create' || spki === null) return notAnswered;
  const key = passkeyPublicKey(spki, rpId);
  return key.ok ? { ok: true, value: { publicKey: key.value, credential: answer.credential } } : { ok: false, sentence: key.refusal.sentence };
}

interface Wanted {
  readonly asking: PasskeyAsking;
  readonly keys: readonly string[];
  readonly namespace: string;
  readonly message: Uint8Array;
  readonly cryptography: Cryptography;
}

function signatureOf(answer: Answer, { asking, keys, namespace, message, cryptography }: Wanted): Judged<string> {
  if (answer.kind !== 'sign') return notAnswered;
  const [authenticatorData, clientData, signature] = [bytesOf(answer.authenticatorData), bytesOf(answer.clientData), bytesOf(answer.signature)];
  if (authenticatorData === null || clientData === null || signature === null) return notAnswered;
  let refusal = { code: '', sentence: '' };
  for (const key of keys) {
    const armored = passkeySignature(key, namespace, originOf(asking.port), { authenticatorData, clientData, signature });
    const checked = armored.ok ? checkSignature(armored.value, message, namespace, cryptography) : armored;
    if (armored.ok && checked.ok) {
      if (asking.verification === 'required' && checked.value.strength !== 'verified') return { ok: false, sentence: unverified };
      return { ok: true, value: armored.value };
    }
    if (!checked.ok) refusal = checked.refusal;
  }
  return { ok: false, sentence: refusal.code === 'signature-invalid' ? `that is another passkey than ${asking.person} enrolled for this page: choose the one named “${asking.person} · ${asking.repository.slice(0, 8)}”` : refusal.sentence };
}

const unverified = 'the passkey did not verify who you are (no PIN, fingerprint or face), and the policy asks for that';
const notAnswered: Judged<never> = { ok: false, sentence: 'the browser gave something else than an answer of a passkey' };
