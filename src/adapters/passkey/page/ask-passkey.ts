import { decodeBase64, encodeBase64Url, pae, passkeyChallenge, payloadType } from '../../../core/attestation/index.ts';
import type { Answer, NewPasskey, Signing } from '../tasks.ts';

/** Milliseconds a browser waits for its user. */
const waits = 180_000;

/** The bytes that a page shows; `null` where they are not base64. */
export function shownBytes({ body }: Signing): Uint8Array | null {
  return decodeBase64(body);
}

/** Has the browser make a passkey that its user can find again without being told which. */
export async function makePasskey({ id, person, repository }: NewPasskey, signal: AbortSignal): Promise<Answer> {
  const name = `${person} · ${repository.slice(0, 8)}`;
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { id: 'localhost', name: 'Countersign' },
      user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
      // Nobody asks for an attestation, so nothing hangs on this challenge: the proof comes after.
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
      attestation: 'none',
      timeout: waits,
    },
    signal,
  });
  const response = made instanceof PublicKeyCredential ? made.response : null;
  const spki = response instanceof AuthenticatorAttestationResponse ? response.getPublicKey() : null;
  if (!(made instanceof PublicKeyCredential) || spki === null) throw new Error('the browser did not say which key it made');
  return { task: id, kind: 'create', credential: encodeBase64Url(new Uint8Array(made.rawId)), spki: encodeBase64Url(new Uint8Array(spki)) };
}

/** Has a passkey sign exactly what the page shows: the challenge is made here, of `shown`. */
export async function signShown(task: Signing, shown: Uint8Array, signal: AbortSignal): Promise<Answer> {
  const message = task.form === 'statement' ? pae(payloadType, shown) : shown;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-512', new Uint8Array(message)));
  const credential = task.credential === null ? null : decodeBase64(task.credential);
  const given = await navigator.credentials.get({
    publicKey: {
      rpId: 'localhost',
      challenge: new Uint8Array(passkeyChallenge(task.namespace, digest)),
      allowCredentials: credential === null ? [] : [{ type: 'public-key', id: new Uint8Array(credential) }],
      userVerification: task.verification,
      timeout: waits,
    },
    signal,
  });
  const response = given instanceof PublicKeyCredential ? given.response : null;
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new Error('the browser gave no signature');
  return {
    task: task.id,
    kind: 'sign',
    authenticatorData: encodeBase64Url(new Uint8Array(response.authenticatorData)),
    clientData: encodeBase64Url(new Uint8Array(response.clientDataJSON)),
    signature: encodeBase64Url(new Uint8Array(response.signature)),
  };
}

/** Why the browser gave nothing, for a person; `waited` in milliseconds. */
export function whyNothing(error: unknown, waited: number): string {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  if (name === 'NotAllowedError') {
    return waited >= waits ? 'the time for it ran out' : 'it was cancelled, or this browser and its devices have no passkey that fits';
  }
  if (name === 'InvalidStateError') return 'this device has that passkey already';
  if (name === 'NotSupportedError' || name === 'ConstraintError') return 'this device cannot keep a passkey of the kind that is needed (ES256, discoverable)';
  if (name === 'SecurityError') return 'the browser takes this page for another one; open the address as the terminal prints it';
  return message === '' ? 'the browser did not say why' : message;
}
