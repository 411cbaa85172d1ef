import { decodeBase64, encodeBase64 } from '../encoding/base64.ts';
import { concat, sameBytes } from '../encoding/bytes.ts';
import type { Read } from '../refusal.ts';
import { attempt, Refused } from '../refused.ts';
import { encodeUtf8 } from '../../values/index.ts';
import { armor } from './armor.ts';
import { signedBytes } from './ssh-signature.ts';
import { wireString, wireUint32 } from './wire.ts';

const keyType = 'sk-ecdsa-sha2-nistp256@openssh.com';

/** What a browser hands back of one assertion (WebAuthn, section 5.2.2), byte for byte. */
export interface PasskeyAssertion {
  readonly authenticatorData: Uint8Array;
  readonly clientData: Uint8Array;
  /** ECDSA, as DER. */
  readonly signature: Uint8Array;
}

/**
 * The challenge a passkey is asked with: the whole of what an SSHSIG in `namespace` is over, not its hash, given the
 * SHA-512 of the message. Who shows a message asks with a challenge made of that message, and of nothing handed to them.
 */
export function passkeyChallenge(namespace: string, sha512: Uint8Array): Uint8Array {
  return signedBytes(namespace, 'sha512', sha512);
}

/**
 * The public key of a new passkey of the page with this relying party id, as `type base64`, from the DER that
 * `getPublicKey()` gives (RFC 5480): only ES256, whose point is written out in full, becomes a key of OpenSSH.
 */
export function passkeyPublicKey(spki: Uint8Array, rpId: string): Read<string> {
  return attempt(() => {
    const point = spki.subarray(p256.length);
    if (!sameBytes(spki.subarray(0, p256.length), p256) || point.length !== 65 || point[0] !== 4) {
      throw new Refused('algorithm-unknown', 'the passkey is of another kind than ES256, and no other can sign here');
    }
    return `${keyType} ${encodeBase64(concat(wireString(keyType), wireString('nistp256'), wireString(point), wireString(rpId)))}`;
  });
}

/**
 * An assertion as the armored SSHSIG that stock `ssh-keygen -Y verify` takes (OpenSSH PROTOCOL.u2f, PROTOCOL.sshsig),
 * by the key `type base64`, asked by the page `origin`. Nothing is checked but the form: `checkSignature` does the rest.
 */
export function passkeySignature(publicKey: string, namespace: string, origin: string, { authenticatorData, clientData, signature }: PasskeyAssertion): Read<string> {
  return attempt(() => {
    const blob = decodeBase64(publicKey.split(' ')[1] ?? '');
    if (!publicKey.startsWith(`${keyType} `) || blob === null) throw new Refused('key-malformed', 'the key is no passkey');
    if (authenticatorData.length < 37) throw malformed('what the authenticator said is too short');
    const inner = concat(
      wireString(`webauthn-${keyType}`),
      wireString(concat(...numbersOf(signature).map(wireString))),
      authenticatorData.subarray(32, 37),
      wireString(origin),
      wireString(clientData),
      wireString(authenticatorData.subarray(37)),
    );
    const parts = [wireUint32(1), wireString(blob), wireString(namespace), wireString(''), wireString('sha512'), wireString(inner)];
    return armor(concat(encodeUtf8('SSHSIG'), ...parts));
  });
}

/** SubjectPublicKeyInfo of an uncompressed point on P-256, up to the point. */
const p256 = Uint8Array.of(0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00);

/** The two INTEGERs of an ECDSA signature in DER (RFC 3279, section 2.2.3); their contents are spelled as an `mpint` is. */
function numbersOf(der: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const first = der[3] ?? 0;
  const second = der[5 + first] ?? 0;
  const isPair = der[0] === 0x30 && der[1] === der.length - 2 && der[2] === 2 && der[4 + first] === 2 && der.length === 6 + first + second;
  if (!isPair || first > 33 || second > 33) throw malformed('it is not a pair of numbers');
  return [der.subarray(4, 4 + first), der.subarray(6 + first)];
}

function malformed(why: string): Refused {
  return new Refused('signature-malformed', `the answer of the passkey is malformed: ${why}`);
}
