import { encodeBase64 } from '../encoding/base64.ts';
import { concat } from '../encoding/bytes.ts';
import type { Cryptography } from '../cryptography.ts';
import type { Read } from '../refusal.ts';
import { attempt, quoted, Refused } from '../refused.ts';
import type { CheckedSignature } from '../signature.ts';
import { encodeUtf8 } from '../../values/index.ts';
import { dearmor } from './armor.ts';
import { checkClientData } from './client-data.ts';
import { flag, readInnerSignature, type InnerSignature } from './inner-signature.ts';
import { readSshSignature, signedBytes, type SshSignature } from './ssh-signature.ts';
import { wireUint32 } from './wire.ts';

/**
 * Checks an armored SSH signature over `message` in `namespace`, as `ssh-keygen -Y verify` does, and more: a security
 * key or passkey must have been touched; a passkey's page must not have been framed; each number has one spelling;
 * RSA has 2048 bits or more. Whose key it is, is not asked.
 */
export function checkSignature(armored: string, message: Uint8Array, namespace: string, cryptography: Cryptography): Read<CheckedSignature> {
  return attempt(() => {
    const signature = readSshSignature(dearmor(armored));
    if (signature.namespace !== namespace) throw new Refused('namespace', `the signature was made for ${quoted(signature.namespace)}, not for ${quoted(namespace)}`);
    const inner = readInnerSignature(signature.inner, signature.key);
    const preimage = signedBytes(namespace, signature.hash, signature.hash === 'sha256' ? cryptography.sha256(message) : cryptography.sha512(message));
    const data = signedData(preimage, signature, inner, cryptography);
    if (!cryptography.verify({ key: signature.key.material, hash: inner.hash, data, signature: inner.numbers })) {
      throw new Refused('signature-invalid', 'the signature was not made by its key over these bytes');
    }
    // From here on everything in it is what the key's holder signed.
    return checked(signature, inner, cryptography);
  });
}

/** `SHA256:` and the digest of a public key in its wire form, in base64 without padding, as `ssh-keygen -l` prints it. */
export function fingerprintOf(keyBlob: Uint8Array, cryptography: Pick<Cryptography, 'sha256'>): string {
  return `SHA256:${encodeBase64(cryptography.sha256(keyBlob)).replace(/=+$/, '')}`;
}

/**
 * What the innermost signature is over: the pre-image itself from a key in a file; from a security key or passkey
 * the authenticator's data before a hash (OpenSSH PROTOCOL.u2f, "SSH U2F Signatures").
 */
function signedData(preimage: Uint8Array, { key }: SshSignature, { presence, browser }: InnerSignature, cryptography: Cryptography): Uint8Array {
  if (key.application === null || presence === null) return preimage;
  const { flags, counter } = presence;
  if (browser !== null) checkClientData(browser.clientData, preimage, browser.origin);
  const extended = (browser?.extensions.length ?? 0) > 0;
  if ((flags & flag.attested) !== 0 || ((flags & flag.extended) !== 0) !== extended) {
    throw new Refused('signature-malformed', 'the signature is malformed: its flags announce what does not follow');
  }
  return concat(
    cryptography.sha256(encodeUtf8(key.application)),
    Uint8Array.of(flags),
    wireUint32(counter),
    browser?.extensions ?? new Uint8Array(),
    cryptography.sha256(browser?.clientData ?? preimage),
  );
}

function checked({ key, keyBlob }: SshSignature, { presence, browser }: InnerSignature, cryptography: Cryptography): CheckedSignature {
  const flags = presence?.flags ?? 0;
  if (presence !== null && (flags & flag.present) === 0) throw new Refused('presence-missing', 'nobody touched the security key for this signature');
  const backedUp = (flags & flag.backedUp) !== 0;
  if (browser !== null && backedUp && (flags & flag.backupEligible) === 0) {
    throw new Refused('passkey-context', 'the passkey says it is backed up and cannot be');
  }
  return {
    publicKey: `${key.type} ${encodeBase64(keyBlob)}`,
    fingerprint: fingerprintOf(keyBlob, cryptography),
    strength: presence === null ? 'any' : (flags & flag.verified) === 0 ? 'touch' : 'verified',
    synced: presence === null ? null : (flags & flag.backupEligible) !== 0,
    counter: presence?.counter ?? null,
    passkey: browser === null || key.application === null ? null : { rpId: key.application, origin: browser.origin, backedUp },
  };
}
