import { concat } from '../encoding/bytes.ts';
import type { SignatureCheck } from '../cryptography.ts';
import { quoted, Refused } from '../refused.ts';
import { coordinateBytes, type KeyParts } from './public-key.ts';
import { orRefused } from './ssh-signature.ts';
import { WireProblem, WireReader } from './wire.ts';

/** A signature with the numbers taken out of it, as the cryptography port wants them. */
export interface InnerSignature {
  readonly hash: SignatureCheck['hash'];
  readonly numbers: Uint8Array;
  /** Of a security key or passkey. */
  readonly presence: { readonly flags: number; readonly counter: number } | null;
  /** Of a passkey: what the browser wrote and the authenticator appended. */
  readonly browser: { readonly origin: string; readonly clientData: Uint8Array; readonly extensions: Uint8Array } | null;
}

/** Bits of `flags` (WebAuthn, section 6.1, authenticator data). */
export const flag = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40, extended: 0x80 } as const;

const hashes: Readonly<Record<string, SignatureCheck['hash']>> = {
  'ssh-ed25519': 'sha512',
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
  'sk-ssh-ed25519@openssh.com': 'sha512',
  'sk-ecdsa-sha2-nistp256@openssh.com': 'sha256',
};

/** The one other signature that a key of this type makes. */
const passkeySignature = 'webauthn-sk-ecdsa-sha2-nistp256@openssh.com';

/**
 * Takes the innermost signature apart (RFC 4253, RFC 8332, RFC 5656, RFC 8709, OpenSSH PROTOCOL.u2f). Its type must
 * be the one its key makes; RSA says which hash, and SHA-1 is none. Throws `Refused`.
 */
export function readInnerSignature(blob: Uint8Array, key: KeyParts): InnerSignature {
  return orRefused(() => {
    const reader = new WireReader(blob);
    const type = reader.text();
    const isPasskey = type === passkeySignature && key.type === 'sk-ecdsa-sha2-nistp256@openssh.com';
    const hash = isPasskey ? 'sha256' : hashOf(type, key);
    const value = reader.string();
    const numbers = readNumbers(value, key);
    const presence = key.application === null ? null : { flags: reader.byte(), counter: reader.uint32() };
    const browser = isPasskey ? { origin: reader.text(), clientData: reader.string(), extensions: reader.string() } : null;
    reader.end();
    return { hash, numbers, presence, browser };
  }, 'the signature');
}

function hashOf(type: string, key: KeyParts): SignatureCheck['hash'] {
  if (key.type === 'ssh-rsa') {
    if (type === 'rsa-sha2-256') return 'sha256';
    if (type === 'rsa-sha2-512') return 'sha512';
    throw new Refused('algorithm-unknown', `${quoted(type)} is no signature an RSA key may make here: only with SHA-256 or SHA-512`);
  }
  const hash = type === key.type ? hashes[type] : undefined;
  if (hash === undefined) throw new Refused('signature-malformed', `a key of type ${quoted(key.type)} makes no signature of type ${quoted(type)}`);
  return hash;
}

function readNumbers(value: Uint8Array, key: KeyParts): Uint8Array {
  const { material } = key;
  if (material.algorithm === 'ecdsa') return readPair(value, coordinateBytes[material.curve]);
  const length = material.algorithm === 'ed25519' ? 64 : material.modulus.length;
  if (value.length !== length) throw new WireProblem(`it is ${value.length} bytes long, and not ${length}`);
  return value;
}

/** r and s, each padded to the size of the curve (IEEE P1363). */
function readPair(value: Uint8Array, size: number): Uint8Array {
  const reader = new WireReader(value);
  const pair = [reader.positive(), reader.positive()];
  reader.end();
  if (pair.some((number) => number.length > size)) throw new WireProblem('a number in it is too large for its curve');
  return concat(...pair.flatMap((number) => [new Uint8Array(size - number.length), number]));
}
